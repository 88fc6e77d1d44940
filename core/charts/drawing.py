import base64
import hashlib
import json
import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import structlog
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction

from core.charts import spec
from core.charts.chart import Chart
from core.charts.process import NotDrawn, artist

log = structlog.get_logger(__name__)

_SVG = "http://www.w3.org/2000/svg"
_MARGIN = 12
_KEPT_SECONDS = 7 * 24 * 3600
# In the process itself, so that a page seen again asks no cache: a picture is named by its content
# and never becomes another one.
_MOST_NEAR = 200
_near: dict[str, str] = {}
# static/css gives these variables for light and dark; without it the colours of the mail stand.
_VARIABLES = {
    **{color: f"--chart-{n}" for n, color in enumerate(spec.SERIES, start=1)},
    spec.INK: "--text",
    spec.MUTED: "--chart-text",
    spec.GRID: "--chart-line",
    spec.GROUND: "--surface",
}


def svg(chart: Chart) -> str:
    """The chart as inline SVG in the page's colours, as wide as its box; "" if not to be had.

    Strict CSP: no `style` in it; colours are presentation attributes with CSS variables.
    """
    wish = _wish(chart, "svg")
    return _kept("svg", wish, chart.title, lambda: _themed(artist.draw(wish), chart.title)) or ""


def svgs(charts: list[Chart]) -> list[str]:
    """Each as `svg` gives it; the cache is asked once, however many there are."""
    wishes = [_wish(chart, "svg") for chart in charts]
    keys = [_key("svg", w, c.title) for w, c in zip(wishes, charts, strict=True)]
    far = [key for key in keys if key not in _near]
    for key, drawn in ((_ask_cache(lambda: cache.get_many(far)) or {}) if far else {}).items():
        _keep_near(key, drawn)
    return [_near.get(k) or svg(chart) for k, chart in zip(keys, charts, strict=True)]


def png(chart: Chart) -> bytes:
    """The chart as PNG of twice the size (about 960 px wide) on white, for mail; b"" if not."""
    wish = _wish(chart, "png")
    wish["spec"]["background"] = "#ffffff"
    return base64.b64decode(_kept("png", wish, chart.title, lambda: artist.draw(wish)) or "")


def _wish(chart: Chart, kind: str) -> dict[str, Any]:
    return {
        "as": kind,
        "spec": spec.specification(chart),
        "numbers": spec.number_locale(chart),
        "times": spec.time_locale(chart),
    }


def _kept(kind: str, wish: dict[str, Any], title: str, make: Callable[[], str]) -> str | None:
    """From the cache by content, else drawn and kept; None if it cannot be drawn."""
    key = _key(kind, wish, title)
    kept = _near.get(key) or _ask_cache(lambda: cache.get(key))
    if kept:
        return _keep_near(key, kept) if kind == "svg" else kept
    try:
        drawn = make()
    except (NotDrawn, OSError) as problem:
        log.error("chart_not_drawn", title=title, problem=str(problem))
        return None
    _ask_cache(lambda: cache.set(key, drawn, _KEPT_SECONDS))
    return _keep_near(key, drawn) if kind == "svg" else drawn


def _keep_near(key: str, drawn: str) -> str:
    if len(_near) >= _MOST_NEAR:
        _near.clear()
    _near[key] = drawn
    return drawn


def _key(kind: str, wish: dict[str, Any], title: str) -> str:
    content = json.dumps([wish, title, spec.VEGA_LITE], sort_keys=True).encode()
    return f"chart:2:{kind}:{hashlib.sha256(content).hexdigest()}"


def _ask_cache(ask: Callable[[], Any]) -> Any:
    """A cache that is not there only costs time. On the database cache a failed statement would
    spoil the transaction around it (a read-only one, say), hence a savepoint of its own."""
    in_database = settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache")
    try:
        if in_database and connection.in_atomic_block:
            with transaction.atomic():
                return ask()
        return ask()
    except (DatabaseError, OSError) as problem:
        log.info("chart_cache_away", problem=str(problem))
    return None


def _themed(drawn: str, title: str) -> str:
    ElementTree.register_namespace("", _SVG)
    root = ElementTree.fromstring(drawn)
    for attribute in ("width", "height", "version", "class"):
        root.attrib.pop(attribute, None)
    root.set("class", "chart-svg")
    root.set("role", "img")
    root.set("preserveAspectRatio", "xMinYMin meet")
    # The page's letters may be wider than those it was laid out with.
    root.set("overflow", "visible")
    _, _, width, height = root.get("viewBox", "0 0 0 0").split()
    root.set("viewBox", f"-{_MARGIN} 0 {float(width) + 2 * _MARGIN:g} {height}")
    for element in list(root.iter()):
        for child in list(element):
            if child.tag == f"{{{_SVG}}}style":
                element.remove(child)
        # Letters are the page's own.
        for attribute in ("style", "font-family"):
            element.attrib.pop(attribute, None)
        # One picture with one name: its parts are told by the table, not one by one without a name.
        for attribute in ("role", "aria-roledescription", "aria-label", "aria-hidden"):
            if element is not root:
                element.attrib.pop(attribute, None)
        for attribute in ("fill", "stroke"):
            color = element.get(attribute, "")
            if color in _VARIABLES:
                element.set(attribute, f"var({_VARIABLES[color]}, {color})")
    name = ElementTree.Element(f"{{{_SVG}}}title")
    name.text = title
    root.insert(0, name)
    root.set("aria-label", title)
    return re.sub(r">\s+<", "><", ElementTree.tostring(root, encoding="unicode"))
