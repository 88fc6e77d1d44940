"""A line of the file as the result row it wants to be."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from campaigns.imports.attribution import Owner, People, Unattributed
from campaigns.imports.fields import FIELDS
from campaigns.models import METRICS, Campaign, Result
from core.audit import jsonable
from core.imports.dates import parse_date
from core.imports.lines import read_values
from core.imports.registry import Line
from core.imports.sentences import gettext as _
from core.imports.values import is_unknown, parse_money

COLUMNS = (*METRICS, "revenue_amount", "revenue_currency")
_TOTALS = {"total", "totals", "grand total", "итого", "всего", "сумма", "result", "results"}
_CENT = Decimal("0.01")
_MOST = Decimal(10) ** 12

# (collaboration id, day, market, source key): what makes a row itself.
Key = tuple[int, date, str, str]


@dataclass(frozen=True)
class Options:
    """What the person said for rows that do not say it themselves; "" is nothing. `day_first` is
    True, False or None: dates with slashes are then unclear. `today`: the latest date anywhere."""

    part: str
    market: str
    currency: str
    day_first: bool | None
    today: date

    @classmethod
    def of(cls, options: Mapping[str, Any], today: date) -> "Options":
        return cls(
            part=options.get("part", ""),
            market=options.get("market", ""),
            currency=options.get("currency", ""),
            day_first={"day": True, "month": False}.get(options.get("day_first", "")),
            today=today,
        )


@dataclass
class Wish:
    """`problems`: why it cannot be; `total`: it only adds the other rows up; `columns`: numbers."""

    line: Line
    owner: Owner | None = None
    day: date | None = None
    market: str = ""
    columns: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    total: bool = False

    @property
    def key(self) -> Key:
        assert self.owner is not None
        assert self.day is not None
        return (self.owner.part.pk, self.day, self.market, self.owner.source_key)


def compose(line: Line, campaign: Campaign, people: People, options: Options) -> Wish:
    wish = Wish(line)
    if _is_total(line):
        wish.total = True
        return wish
    values, wish.problems = read_values(FIELDS, line)
    try:
        wish.owner = people.owner(values)
    except Unattributed as error:
        wish.problems.append(str(error))
    _take_day(wish, values, options, campaign)
    wish.columns = {name: values.get(name) for name in METRICS}
    _take_revenue(wish, values, options)
    if wish.owner is not None:
        own = wish.owner.part.partnership.creator.market
        wish.market = values.get("market") or options.market or own
    measured = [name for name in (*METRICS, "revenue_amount") if wish.columns[name] is not None]
    if not measured and not wish.problems:
        wish.problems.append(_("This row has no number."))
    return wish


def _is_total(line: Line) -> bool:
    """A row that adds the others up says so where a post, a creator or a day should stand."""
    said = [line.cells.get(name, "") for name in ("link", "handle", "day")]
    said += [next(iter(line.raw.values()), "")]
    return any(cell.strip(" :.").casefold() in _TOTALS for cell in said)


def _take_day(wish: Wish, values: Mapping[str, Any], options: Options, campaign: Campaign) -> None:
    text = values.get("day", "")
    if not text:
        return
    try:
        day = parse_date(text, day_first=options.day_first, before=options.today)
    except ValueError as error:
        wish.problems.append(str(error))
        return
    if day is None:
        wish.problems.append(_("The date is not known."))
    elif day > options.today:
        wish.problems.append(_("“%(cell)s” is still to come.") % {"cell": text})
    elif day.year < 2000:
        wish.problems.append(_("“%(cell)s” is long before this campaign.") % {"cell": text})
    else:
        wish.day = day
        if day < campaign.starts_on:
            wish.remarks.append(_("The day is before the campaign began."))


def _take_revenue(wish: Wish, values: Mapping[str, Any], options: Options) -> None:
    wish.columns |= {"revenue_amount": None, "revenue_currency": ""}
    text = values.get("revenue", "")
    if not text or is_unknown(text):
        return
    said = values.get("currency", "")
    currency = "" if is_unknown(said) else said
    try:
        if currency:
            # The column's own word, read as it would be beside an amount: `руб.`, `usd`, `$`.
            zero = parse_money(f"0 {currency}")
            currency = zero.currency if zero else ""
        money = parse_money(text, currency=currency or options.currency)
    except ValueError as error:
        wish.problems.append(str(error))
        return
    if money is None:
        return
    if not 0 <= money.amount < _MOST:
        wish.problems.append(_("“%(cell)s” is no revenue.") % {"cell": text})
        return
    wish.columns["revenue_amount"] = money.amount.quantize(_CENT, ROUND_HALF_UP)
    wish.columns["revenue_currency"] = money.currency


def columns_of(result: Result) -> dict[str, Any]:
    return {name: getattr(result, name) for name in COLUMNS}


def told(result: Result) -> dict[str, Any]:
    """What undoing needs: the numbers, and where they came from."""
    return {
        **jsonable(columns_of(result)),
        "deliverable": result.deliverable_id,
        "job": result.job_id,
        "source_row": result.source_row,
        "by": result.by_id,
    }
