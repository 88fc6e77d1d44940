"""Tags and filters of every page: icons, charts, panels, values as each language writes them."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import lucide
from babel.dates import format_date, format_datetime
from babel.numbers import format_compact_decimal, format_decimal, format_percent
from django import template
from django.conf import settings
from django.template.loader import get_template, render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

from core import money as moneys

register = template.Library()
UNKNOWN = "–"


def _language() -> str:
    return (get_language() or "en")[:2]


@lru_cache(maxsize=256)
def _drawn_icon(name: str) -> str:
    # A list of 50 rows asks for the same few icons some hundred times.
    return str(lucide._render_icon(name, None, **{"class": "icon"}))


@lru_cache(maxsize=256)
def _silent_icon(name: str) -> SafeString:
    return mark_safe(_drawn_icon(name).replace("<svg", '<svg aria-hidden="true"', 1))  # noqa: S308


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A Lucide icon as inline SVG; hidden from readers unless it has a `label`."""
    if not label:
        return _silent_icon(name)
    hint = format_html('role="img" aria-label="{}"', label)
    return mark_safe(_drawn_icon(name).replace("<svg", f"<svg {hint}", 1))  # noqa: S308


@register.simple_tag
def lasting(name: str, **inputs: str) -> SafeString:
    """Part `name` of the shell, drawn once in a process for each language and `inputs`, which are
    all it may read: what stands on every page is not worth drawing for every page."""
    draw = _draw.__wrapped__ if settings.DEBUG else _draw
    return draw(name, _language(), tuple(sorted(inputs.items())))


@lru_cache(maxsize=2048)
def _draw(name: str, _in_language: str, inputs: tuple[tuple[str, str], ...]) -> SafeString:
    return render_to_string(name, dict(inputs))


@register.simple_tag
def chart(drawn: Any) -> SafeString:
    """Figure, picture and the same numbers as a table (core.charts.Chart)."""
    from core import charts

    # The picture is imported when one is wanted: drawing starts a process.
    return mark_safe(  # noqa: S308
        render_to_string(
            "components/chart.html",
            {"chart": drawn, "svg": mark_safe(charts.svg(drawn)), "table": charts.table(drawn)},  # noqa: S308
        )
    )


@register.simple_tag(takes_context=True)
def panels(context: template.Context, loaded: list[dict[str, Any]]) -> SafeString:
    """Render what `core.panels.load_panels` gave, each with its own context and the page's own."""
    # What the context processors said of the page is the same for all its parts.
    at = getattr(context, "_processors_index", None)
    shared = context.dicts[at] if at is not None else _of_page(context)
    return mark_safe(  # noqa: S308
        "".join(
            _template(item["panel"].template).render(
                context.new({**shared, **item["context"], "panel": item["panel"]})
            )
            for item in loaded
        )
    )


def _of_page(context: template.Context) -> dict[str, Any]:
    keys = ("request", "workspace", "membership", "can", "csrf_token", "LANGUAGE_CODE")
    return {key: context.get(key) for key in keys}


def _template(name: str) -> Any:
    return get_template(name).template  # type: ignore[attr-defined]


@register.simple_tag(takes_context=True)
def column_cell(context: template.Context, column: Any, values: Mapping[int, Any], pk: int) -> str:
    """One cell of a `core.panels.Column`; empty where the upper room has nothing to say."""
    value = values.get(pk)
    if value is None:
        return ""
    if column.cell:
        return column.cell(value)
    shared = {key: context.get(key) for key in ("workspace", "can")}
    cell = value if isinstance(value, Mapping) else {"value": value}
    return render_to_string(column.template, {**shared, **cell})


@register.filter
def money(value: moneys.Money | None) -> str:
    return UNKNOWN if value is None else moneys.format_money(value)


@register.filter
def currency(amount: Decimal | None, code: str) -> str:
    """`{{ payment.amount|currency:payment.currency }}`"""
    if amount is None:
        return UNKNOWN
    return moneys.format_money(moneys.Money(Decimal(amount), code))


@register.filter
def number(value: Decimal | int | None) -> str:
    return UNKNOWN if value is None else _number(value, _language())


@lru_cache(maxsize=4096)
def _number(value: Decimal | int, language: str) -> str:
    return format_decimal(value + 0, locale=language)


@register.filter
def exchange_rate(value: Decimal | None) -> str:
    """A rate of exchange with the places it has: `92.5`, `0,0108`."""
    if value is None:
        return UNKNOWN
    return format_decimal(value.normalize(), "#,##0.########", locale=_language())


@register.filter
def percent(fraction: Decimal | float | None, places: int = 1) -> str:
    """`0.0139|percent:1` is `1.4%`, `1,4 %`."""
    if fraction is None:
        return UNKNOWN
    return _percent(fraction, int(places), _language())


@lru_cache(maxsize=4096)
def _percent(fraction: Decimal | float, places: int, language: str) -> str:
    shape = "#,##0." + "0" * places if places else "#,##0"
    suffix = "%" if language == "en" else "\u00a0%"
    return format_percent(fraction + 0, format=shape + suffix, locale=language)


@register.filter
def compact(value: Decimal | int | None) -> str:
    """`51 800` as `51.8K`, `51,8 тыс.`"""
    return UNKNOWN if value is None else _compact(Decimal(value), _language())


@lru_cache(maxsize=8192)
def _compact(exact: Decimal, language: str) -> str:
    # Writing a number or a date by a language's rules costs more than the row it stands in.
    if abs(exact) >= 1000:
        # Rounded first: 999 950 is a million, not a thousand thousands.
        step = Decimal(1000) ** (exact.adjusted() // 3)
        exact = (exact / step).quantize(Decimal("0.1"), ROUND_HALF_UP) * step
    return format_compact_decimal(exact, locale=language, fraction_digits=1)


@register.filter
def share(part: Decimal | float | None, whole: Decimal | float | None) -> int:
    """How many whole hundredths of `whole` are done, 0 to 100: the width of a meter."""
    if not part or not whole:
        return 0
    return max(0, min(100, int(Decimal(part) * 100 / Decimal(whole))))


@register.filter
def day(value: date | datetime | None) -> str:
    """`3 March`, with its year where that is another one; `3 марта`."""
    if value is None:
        return UNKNOWN
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return _day(value, value.year == timezone.localdate().year, _language())


@lru_cache(maxsize=4096)
def _day(value: date, of_this_year: bool, language: str) -> str:
    return format_date(value, "d MMMM" if of_this_year else "d MMMM y", locale=language)


@register.filter
def weekday(value: date) -> str:
    """`Monday, 14 September`; within a sentence also in Russian: `понедельник, 14 сентября`."""
    return format_date(value, "EEEE, d MMMM", locale=_language())


@register.filter
def moment(value: datetime | None) -> str:
    """Day and time in the reader's zone: `3 March, 14:05`."""
    if value is None:
        return UNKNOWN
    local = timezone.localtime(value)
    return f"{day(local)}, {local:%H:%M}"


@register.filter
def localtime_of(value: datetime | None, zone: Any) -> str:
    """The wall clock in somebody's zone: `Tue 14:05`."""
    if value is None:
        return UNKNOWN
    local = value.astimezone(zone if hasattr(zone, "utcoffset") else ZoneInfo(str(zone)))
    return format_datetime(local, "EEE HH:mm", tzinfo=local.tzinfo, locale=_language())


@register.filter
def relative_day(value: date | datetime | None) -> str:
    """`today`, `in 3 days`, `5 days ago`, counted in the reader's days."""
    if value is None:
        return UNKNOWN
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return _relative((value - timezone.localdate()).days, _language())


@lru_cache(maxsize=2048)
def _relative(days: int, _in_language: str) -> str:
    known = {0: gettext("today"), 1: gettext("tomorrow"), -1: gettext("yesterday")}
    if days in known:
        return known[days]
    if days > 0:
        return ngettext("in %(n)s day", "in %(n)s days", days) % {"n": days}
    return ngettext("%(n)s day ago", "%(n)s days ago", -days) % {"n": -days}


@register.filter
def hours_left(value: datetime | None) -> str:
    """Whole hours until a moment: `5 h left`, `3 h over`."""
    if value is None:
        return UNKNOWN
    left = value - timezone.now()
    hours = abs(left) // timedelta(hours=1)
    if left < timedelta(0):
        return gettext("%(n)s h over") % {"n": hours}
    return gettext("%(n)s h left") % {"n": hours}


@register.filter
def duration(minutes: int) -> str:
    """Minutes as people say them: `45 min`, `2 h`, `1 h 20 min`."""
    hours, left = divmod(int(minutes), 60)
    if not hours:
        return gettext("%(n)s min") % {"n": left}
    if not left:
        return gettext("%(n)s h") % {"n": hours}
    return gettext("%(hours)s h %(n)s min") % {"hours": hours, "n": left}


@register.filter
def initials(name: Any) -> str:
    words = [word for word in str(name).split() if word[0].isalnum()]
    return "".join(word[0] for word in words[:2]).upper() or "?"


@register.filter
def get(mapping: Mapping[Any, Any], key: Any) -> Any:
    return mapping.get(key) if mapping else None


@register.simple_tag(takes_context=True)
def sort_link(context: template.Context, key: str) -> dict[str, str]:
    """Address and state of a sortable header; `?sort=key`, `?sort=-key`, other filters kept."""
    query = context["request"].GET.copy()
    now = query.get("sort", "")
    state = {key: "ascending", f"-{key}": "descending"}.get(now, "none")
    query["sort"] = f"-{key}" if now == key else key
    query.pop("page", None)
    return {"url": f"?{query.urlencode()}", "state": state}
