"""What one line of a file says by itself: when, where, how much. Nothing here knows a campaign."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from campaigns.imports.fields import FIELDS, WATCH
from campaigns.imports.formats.words import TOTALS
from campaigns.imports.named import metric_named, parse_named
from campaigns.imports.numbers import with_point
from campaigns.imports.options import Options
from campaigns.models import METRICS
from core.imports.dates import parse_date
from core.imports.lines import read_values
from core.imports.registry import Line
from core.imports.sentences import gettext as _
from core.imports.sentences import joined
from core.imports.values import is_unknown, parse_money, shown
from creators.enums import Platform

_CENT = Decimal("0.01")
_MOST = Decimal(10) ** 12
_LABELS = {field.key: field.label for field in FIELDS}
# How shops say that an order brings nothing after all.
_UNDONE = {
    "refunded", "voided", "cancelled", "canceled", "expired", "failed", "chargeback", "returned",
    "возвращен", "возвращён", "возврат", "отменен", "отменён", "отмена", "аннулирован",
    "erstattet", "storniert", "reembolsado", "anulado", "cancelado", "remboursé", "annulé",
}  # fmt: skip


@dataclass
class Measured:
    """`values`: cells as read; `columns`: numbers of a result; `metric`: of a line that holds one
    number and names it; `problems` and `skipped` as a Wish has them."""

    values: dict[str, Any] = field(default_factory=dict)
    day: date | None = None
    columns: dict[str, Any] = field(default_factory=dict)
    platform: str = ""
    metric: str = ""
    problems: list[str] = field(default_factory=list)
    skipped: str = ""


def measure(line: Line, options: Options) -> Measured:
    found = Measured()
    if is_total(line):
        found.skipped = _("This row adds the others up.")
        return found
    values, found.problems = read_values(FIELDS, line)
    found.values = values
    found.platform = values.get("platform") or options.platform
    _take_day(found, line, options)
    found.columns = {name: values[name] for name in METRICS if name in values}
    _take_watch_time(found, options)
    _take_named(found, line, options)
    _take_revenue(found, options)
    if "order" in values:
        _take_order(found, options)
    if not found.columns and not found.problems and not found.skipped:
        found.problems.append(_("This row has no number."))
    return found


def is_total(line: Line) -> bool:
    """A row that adds the others up says so where a post, a creator or a day should stand."""
    cells = line.cells
    said = [cells.get(name, "") for name in ("link", "post", "handle")]
    if not cells.get("published"):
        # `Total` may be a German word for a whole lifetime, where a day of publishing stands too.
        said.append(cells.get("day", ""))
    edges = list(line.raw.values())
    if edges:
        said += [edges[0], edges[-1]]
    return any(cell.strip(" :.").casefold() in TOTALS for cell in said)


def _take_day(found: Measured, line: Line, options: Options) -> None:
    """The day of the row, else that of publishing, else the one said for all."""
    said = found.values.get("day", "")
    published = found.values.get("published", "")
    if published and not any(sign.isdigit() for sign in said):
        # `Lifetime`: numbers of a whole life stand on the day it began.
        said = published
    if not said:
        if options.day is not None and not line.cells.get("day"):
            found.day = options.day
        else:
            found.problems.append(_("%(field)s is missing.") % {"field": _LABELS["day"]})
        return
    year = options.year_of(line.number)
    before = date(year, 12, 31) if year else options.today
    try:
        day = parse_date(said, day_first=options.day_first, before=before)
    except ValueError as error:
        found.problems.append(str(error))
        return
    if day is None:
        found.problems.append(_("The date is not known."))
    elif day > options.today:
        found.problems.append(_("“%(cell)s” is still to come.") % {"cell": shown(said)})
    elif day.year < 2000:
        found.problems.append(_("“%(cell)s” is long before this campaign.") % {"cell": shown(said)})
    else:
        found.day = day


def _take_watch_time(found: Measured, options: Options) -> None:
    if "watch_seconds" in found.columns:
        return
    for key, parse in WATCH.items():
        text = found.values.get(key, "")
        if not text:
            continue
        try:
            seconds = parse(text if ":" in text else with_point(text, options.decimal))
        except ValueError as error:
            found.problems.append(joined([_LABELS[key], str(error)], by=": "))
            return
        if seconds is not None:
            found.columns["watch_seconds"] = seconds
        return


def _take_named(found: Measured, line: Line, options: Options) -> None:
    """A table with one number a row says beside it what the number is."""
    name = line.cells.get("metric", "")
    if not name:
        return
    metric, platform = metric_named(name)
    found.platform = found.values.get("platform") or platform or options.platform
    if found.values.get("split") and options.platform == Platform.VK:
        found.skipped = _("This row is a part of another one: the whole is counted.")
    elif not metric:
        found.skipped = _("“%(cell)s” is no number that is kept here.") % {"cell": shown(name)}
    else:
        found.metric = metric
        try:
            value = parse_named(metric, line.cells.get("value", ""))
        except ValueError as error:
            found.problems.append(str(error))
            return
        if value is not None:
            found.columns[metric] = value


def _take_revenue(found: Measured, options: Options) -> None:
    text = found.values.get("revenue", "")
    if not text or is_unknown(text):
        return
    try:
        currency = _currency(found.values, options)
        money = parse_money(_plain_money(text, options), currency=currency)
    except ValueError as error:
        if _is_nothing(text):
            # No money needs no currency.
            return
        found.problems.append(str(error))
        return
    if money is None:
        return
    if not 0 <= money.amount < _MOST:
        found.problems.append(_("“%(cell)s” is no revenue.") % {"cell": shown(text)})
        return
    found.columns["revenue_amount"] = money.amount.quantize(_CENT, ROUND_HALF_UP)
    found.columns["revenue_currency"] = money.currency
    if found.skipped and found.columns["revenue_amount"]:
        # An event that is not counted may have brought money all the same.
        found.skipped = ""


def _currency(values: Mapping[str, Any], options: Options) -> str:
    said = values.get("currency", "")
    if not said or is_unknown(said):
        return options.currency
    # The column's own word, read as it would be beside an amount: `руб.`, `usd`, `$`.
    zero = parse_money(f"0 {said}")
    return zero.currency if zero else options.currency


def _plain_money(text: str, options: Options) -> str:
    return with_point(text, options.decimal) if options.decimal else text


def _is_nothing(text: str) -> bool:
    return not any(sign in "123456789" for sign in text) and "0" in text


def _take_order(found: Measured, options: Options) -> None:
    """One purchase, unless it was undone: then it brings nothing, also where it did before."""
    if "revenue" not in found.values and not found.columns:
        found.problems.clear()
        words = _("Another line of the order %(order)s.")
        found.skipped = words % {"order": shown(found.values["order"])}
    if "revenue_amount" not in found.columns:
        return
    found.columns.setdefault("purchases", 1)
    status = str(found.values.get("status", "")).strip().casefold()
    cancelled = found.values.get("cancelled", "")
    left = found.columns["revenue_amount"] - _paid_back(found, options)
    if status in _UNDONE or (cancelled and not is_unknown(cancelled)) or left <= 0 < (
        found.columns["revenue_amount"]
    ):  # fmt: skip
        found.columns |= {"purchases": 0, "revenue_amount": Decimal(0)}
    else:
        found.columns["revenue_amount"] = left


def _paid_back(found: Measured, options: Options) -> Decimal:
    text = found.values.get("refunded", "")
    if not text or is_unknown(text):
        return Decimal(0)
    try:
        currency = found.columns["revenue_currency"]
        money = parse_money(_plain_money(text, options), currency=currency)
    except ValueError as error:
        found.problems.append(str(error))
        return Decimal(0)
    return abs(money.amount) if money else Decimal(0)
