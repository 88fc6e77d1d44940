from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from core.money import Money, format_money

NO_VALUE = "–"


@dataclass(frozen=True)
class Chart:
    """What is drawn, without how.

    `rows` are dicts; `x`, `y` and `color` name their keys. `y` holds numbers or None (not known:
    no bar, a gap in a line), fractions for `y_format="percent"` (0.051 is 5.1 %). `x` of a line
    may hold dates. `reference` is a line across at that value of y, with its title.
    """

    title: str
    rows: list[dict[str, Any]]
    kind: Literal["bar", "line", "grouped"]
    x: str
    y: str
    color: str = ""
    x_title: str = ""
    y_title: str = ""
    y_format: Literal["number", "percent", "money"] = "number"
    reference: float | None = None
    reference_title: str = ""
    language: str = "en"
    # For y_format="money": one chart, one currency.
    currency: str = ""
    color_title: str = ""


def y_text(chart: Chart, value: Any) -> str:
    """One value of y as people write it in the chart's language."""
    if value is None:
        return NO_VALUE
    number = Decimal(str(value))
    if chart.y_format == "percent":
        form = "#,##0.0 %" if chart.language == "ru" else "#,##0.0%"
        return format_percent(number, form, locale=chart.language).replace(" %", "\u00a0%")
    if chart.y_format == "money" and chart.currency:
        return format_money(Money(number, chart.currency), chart.language)
    return format_decimal(number, "#,##0.##", locale=chart.language)


def x_text(chart: Chart, value: Any) -> str:
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return format_date(value, "medium", locale=chart.language)
    return str(value)


def table(chart: Chart) -> list[list[str]]:
    """The numbers of the chart as text, the header first, y last."""
    head = [chart.x_title, chart.y_title]
    if chart.color:
        head.insert(1, chart.color_title)
    rows = []
    for row in chart.rows:
        cells = [x_text(chart, row[chart.x]), y_text(chart, row[chart.y])]
        if chart.color:
            cells.insert(1, str(row[chart.color]))
        rows.append(cells)
    return [head, *rows]
