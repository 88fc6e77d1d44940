"""A Chart as a Vega-Lite specification. Colours are fixed hex values here; drawing.py turns them
into CSS variables for pages."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from babel.numbers import get_currency_symbol

from core.charts.chart import Chart, x_text, y_text

VEGA_LITE = "5.21"
WIDTH = 480
SERIES = ("#14604c", "#c2702a", "#4b6fae", "#8b5a9e", "#7a7a30")
INK = "#1f1d1a"
MUTED = "#635f57"
GRID = "#e4e2dc"
REFERENCE = INK
GROUND = "#ffffff"
# Among many bars the numbers would only be noise: the table has them.
MOST_LABELS = 12
# The font that comes with the renderer, Cyrillic included: a bare machine has no other.
FONT = "Liberation Sans"

_AXIS_FORMAT = {"percent": ".0%", "money": "$,.2~f", "number": ",.2~f"}


def specification(chart: Chart) -> dict[str, Any]:
    sideways = _is_sideways(chart)
    layers = [_line(chart) if chart.kind == "line" else _bars(chart, sideways)]
    if chart.reference is not None:
        layers += _reference(chart, sideways)
    if chart.kind != "line" and len(chart.rows) <= MOST_LABELS:
        layers += _labels(chart, sideways)
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": WIDTH - (150 if sideways else 60),
        "height": _height(chart, sideways),
        "padding": {"left": 4, "top": 6, "right": 8, "bottom": 4},
        "autosize": {"type": "pad", "contains": "padding"},
        "data": {"values": [_datum(chart, row, n) for n, row in enumerate(chart.rows)]},
        "layer": layers,
        "config": _CONFIG,
    }


def number_locale(chart: Chart) -> dict[str, Any]:
    """d3's number locale: Russian writes `5,1 %` and `1 200 ₽`."""
    symbol = get_currency_symbol(chart.currency, chart.language) if chart.currency else ""
    if chart.language == "ru":
        return {
            "decimal": ",",
            "thousands": "\u00a0",
            "grouping": [3],
            "currency": ["", f"\u00a0{symbol}"],
            "percent": "\u00a0%",
        }
    before = f"{symbol}\u00a0" if symbol.isalpha() else symbol
    return {"decimal": ".", "thousands": ",", "grouping": [3], "currency": [before, ""]}


def time_locale(chart: Chart) -> str:
    return "ru-RU" if chart.language == "ru" else "en-US"


_CONFIG = {
    # The picture is one image with a title; its parts are told by the table beside it.
    "aria": False,
    "background": None,
    "font": FONT,
    "view": {"stroke": None},
    "axis": {
        "labelColor": MUTED,
        "titleColor": MUTED,
        "labelFontSize": 13,
        "titleFontSize": 13,
        "titleFontWeight": "normal",
        "gridColor": GRID,
        "domainColor": GRID,
        "tickColor": GRID,
        "labelPadding": 5,
    },
    "legend": {"orient": "top", "title": None, "labelColor": INK, "labelFontSize": 13},
    "text": {"fontSize": 13},
}


def _datum(chart: Chart, row: dict[str, Any], place: int) -> dict[str, Any]:
    value, x = row[chart.y], row[chart.x]
    datum = {
        "place": place,
        "x": x.isoformat() if isinstance(x, date) and _is_dated(chart) else x_text(chart, x),
        "y": None if value is None else float(value),
        "label": y_text(chart, value),
    }
    if chart.color:
        datum["series"] = str(row[chart.color])
    return datum


def _is_dated(chart: Chart) -> bool:
    return chart.kind == "line" and all(isinstance(row[chart.x], date) for row in chart.rows)


def _categories(chart: Chart) -> list[str]:
    return list(dict.fromkeys(x_text(chart, row[chart.x]) for row in chart.rows))


def _is_sideways(chart: Chart) -> bool:
    """Bars lie, with room for their names; only many of short names stand."""
    names = _categories(chart)
    if chart.kind == "line":
        return False
    return len(names) <= 3 or max(map(len, names)) * len(names) > 42


def _height(chart: Chart, sideways: bool) -> int:
    if not sideways:
        return 200
    series = len({row[chart.color] for row in chart.rows}) if chart.color else 1
    return max(60, len(_categories(chart)) * (18 + 18 * max(1, series)))


def _category(chart: Chart, sideways: bool) -> dict[str, Any]:
    axis: dict[str, Any] = {"title": None, "labelColor": INK, "domain": True, "ticks": False}
    axis |= {"labelLimit": 140} if sideways else {"labelAngle": 0, "labelLimit": 110}
    scale = {"paddingInner": 0.3, "paddingOuter": 0.15}
    return {
        "field": "x",
        "type": "nominal",
        "sort": _categories(chart),
        "axis": axis,
        "scale": scale,
    }


def _value(chart: Chart) -> dict[str, Any]:
    axis = {
        "title": chart.y_title or None,
        "format": _AXIS_FORMAT[chart.y_format],
        "tickCount": 4,
        "domain": False,
        "ticks": False,
    }
    if chart.y_format == "percent" and _highest(chart) < 0.05:
        axis["format"] = ".1%"
    return {"field": "y", "type": "quantitative", "axis": axis, "stack": None}


def _highest(chart: Chart) -> float:
    values: Iterable[float] = (float(r[chart.y]) for r in chart.rows if r[chart.y] is not None)
    return max([*values, chart.reference or 0.0])


def _color(chart: Chart) -> dict[str, Any]:
    if not chart.color:
        return {"value": SERIES[0]}
    names = list(dict.fromkeys(str(row[chart.color]) for row in chart.rows))
    colors = [SERIES[n % len(SERIES)] for n in range(len(names))]
    return {"field": "series", "type": "nominal", "scale": {"domain": names, "range": colors}}


def _places(chart: Chart, sideways: bool) -> dict[str, Any]:
    along, across = ("y", "x") if sideways else ("x", "y")
    places = {along: _category(chart, sideways), across: _value(chart)}
    if chart.kind == "grouped" and chart.color:
        order = _color(chart)["scale"]["domain"]
        places[f"{along}Offset"] = {"field": "series", "sort": order}
    return places


def _bars(chart: Chart, sideways: bool) -> dict[str, Any]:
    return {
        "mark": {"type": "bar", "cornerRadiusEnd": 3},
        "encoding": {**_places(chart, sideways), "color": _color(chart)},
    }


def _labels(chart: Chart, sideways: bool) -> list[dict[str, Any]]:
    """The number at the end of each bar; not known: a dash where the bar would begin. Once in the
    colour of the ground and thick, so that the line across does not strike it through."""
    places = _places(chart, sideways)
    across = "x" if sideways else "y"
    places[across] = {**places[across], "field": "at"}
    mark: dict[str, Any] = {"type": "text", "color": INK}
    mark |= {"align": "left", "dx": 5} if sideways else {"baseline": "bottom", "dy": -4}
    label = {
        "transform": [{"calculate": "datum.y === null ? 0 : datum.y", "as": "at"}],
        "mark": mark,
        "encoding": {**places, "text": {"field": "label"}},
    }
    halo = {**mark, "stroke": GROUND, "strokeWidth": 4, "strokeJoin": "round"}
    return [{**label, "mark": halo}, label]


def _line(chart: Chart) -> dict[str, Any]:
    x: dict[str, Any] = {"field": "x", "type": "ordinal", "sort": _categories(chart)}
    if _is_dated(chart):
        # A date is a date: drawn in UTC it is the same day whatever the machine's zone is.
        x = {"field": "x", "type": "temporal", "scale": {"type": "utc"}}
    x["axis"] = {"title": chart.x_title or None, "labelAngle": 0, "grid": False, "tickCount": 5}
    if _is_dated(chart):
        x["axis"]["format"] = _day_format(chart)
    value = _value(chart)
    if chart.y_format == "number":
        # Growth is seen in the change; a line need not start at nothing.
        value["scale"] = {"zero": False}
    return {
        "mark": {"type": "line", "strokeWidth": 2, "point": {"size": 30, "filled": True}},
        "encoding": {"x": x, "y": value, "color": _color(chart)},
    }


def _day_format(chart: Chart) -> str:
    days = [row[chart.x] for row in chart.rows]
    if days and (max(days) - min(days)).days > 300:
        return "%b %Y"
    return "%-d %b" if chart.language == "ru" else "%b %-d"


def _reference(chart: Chart, sideways: bool) -> list[dict[str, Any]]:
    at = {("x" if sideways else "y"): {"datum": chart.reference, "type": "quantitative"}}
    rule = {
        "data": {"values": [{}]},
        "mark": {"type": "rule", "color": REFERENCE, "strokeDash": [5, 4], "strokeWidth": 1.5},
        "encoding": at,
    }
    # Lets the dashes be seen across a bar.
    halo = {**rule, "mark": {"type": "rule", "color": GROUND, "strokeWidth": 3}}
    mark = {"type": "text", "baseline": "bottom", "color": REFERENCE}
    where: dict[str, Any] = {"y": {"value": -6}, "x": at.get("x")}
    title = chart.reference_title
    if not sideways:
        where = {"x": {"value": 0}, "y": {"value": -20}}
        mark["align"] = "left"
        title = f"- - {title}"
    text = {
        "data": {"values": [{}]},
        "mark": mark,
        "encoding": {**where, "text": {"value": title}},
    }
    return [halo, rule, text] if chart.reference_title else [halo, rule]
