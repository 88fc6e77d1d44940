"""The next agreement out of the one before it (product.md, rows 18, 22, 25)."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from partnerships.enums import AgreementKind
from partnerships.rules.pace import anniversary
from partnerships.rules.tenure import percent_in, priced, year_of
from partnerships.rules.terms import RetainerTerm, Terms

DAY = timedelta(days=1)


def carried_on(before: Terms, starts_on: date) -> Terms:
    """The same words from `starts_on`: as many whole years as before (at least one), none for an
    evergreen. Contract years begin anew, so what tenure brings in the year that follows is in the
    prices, and the steps still to come are counted from there."""
    years = _years(before)
    reached = year_of(before, starts_on - DAY)
    percent = percent_in(before.tenure_steps, reached + 1)
    evergreen = before.kind == AgreementKind.EVERGREEN
    ends_on = None if evergreen else anniversary(starts_on, years) - DAY
    return replace(
        before,
        starts_on=starts_on,
        ends_on=ends_on,
        rates=[(name, code, priced(amount, percent)) for name, code, amount in before.rates],
        tenure_steps=_steps_left(before, reached, percent),
        retainers=[
            _retainer(row, percent, starts_on) for row in before.retainers if _goes_on(row, before)
        ],
    )


def _years(terms: Terms) -> int:
    if terms.ends_on is None:
        return 1
    days = (terms.ends_on - terms.starts_on).days + 1
    return max(round(days / Decimal("365.25")), 1)


def _steps_left(terms: Terms, reached: int, percent: Decimal) -> list[tuple[int, Decimal]]:
    """Steps after contract year `reached`, above prices that hold `percent` already."""
    factor = 100 + percent
    return [
        (year - reached, ((100 + step) / factor * 100 - 100).quantize(Decimal("0.01")))
        for year, step in terms.tenure_steps
        if year - reached >= 2
    ]


def _goes_on(row: RetainerTerm, terms: Terms) -> bool:
    """Whether a retainer ran to the end: one that stopped earlier is over."""
    return row.ends_on is None or row.ends_on == terms.ends_on


def _retainer(row: RetainerTerm, percent: Decimal, starts_on: date) -> RetainerTerm:
    return replace(row, amount=priced(row.amount, percent), starts_on=starts_on, ends_on=None)
