"""Pay that scales with tenure (product.md, row 25): what a price of an agreement is on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from core.money import Money
from partnerships.rules.pace import contract_year
from partnerships.rules.terms import Terms

_CENT = Decimal("0.01")


@dataclass(frozen=True)
class AgreedPrice:
    """The price of `format` on a day: `money`, which is `percent` above the `first` one."""

    format: str
    money: Money
    first: Money
    percent: Decimal


def percent_in(steps: Sequence[tuple[int, Decimal]], year: int) -> Decimal:
    """Per cent above the first prices in contract year `year` (from 1): of the latest of the steps
    (from year, per cent) that is reached; 0 before the first of them. Steps do not add up."""
    reached = [step for step in steps if step[0] <= year]
    return max(reached)[1] if reached else Decimal(0)


def priced(amount: Decimal, percent: Decimal) -> Decimal:
    """`amount` and `percent` of it on top, to the cent, half up."""
    return (amount * (100 + percent) / 100).quantize(_CENT, ROUND_HALF_UP)


def year_of(terms: Terms, day: date) -> int:
    """The contract year that holds `day`; before the first day 1, after the last the last one."""
    day = max(day, terms.starts_on)
    if terms.ends_on is not None:
        day = min(day, terms.ends_on)
    year = contract_year(terms.starts_on, terms.ends_on, day)
    return year.number if year else 1


def prices_on(terms: Terms, day: date) -> list[AgreedPrice]:
    """Every price as it is on `day`, tenure counted in, in the order of the agreement."""
    percent = percent_in(terms.tenure_steps, year_of(terms, day))
    return [
        AgreedPrice(name, Money(priced(amount, percent), code), Money(amount, code), percent)
        for name, code, amount in terms.rates
    ]
