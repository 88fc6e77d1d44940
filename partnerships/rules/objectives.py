"""How far an outcome objective has come, beside what the time that has passed would ask
(product.md, row 29)."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from partnerships.enums import Metric
from partnerships.rules.facts import Figures
from partnerships.rules.growth import quarter_of

# What does not add up over time: half-way through, the whole of it is asked for.
RATES = frozenset({Metric.ENGAGEMENT_RATE, Metric.CONVERSION_RATE})
# At the start of a quarter one is asked for so many days whether the target still fits.
ASKED_DAYS = 21


class Standing(StrEnum):
    # It has not begun.
    AHEAD = "ahead"
    # Nothing was measured: never zero.
    UNKNOWN = "unknown"
    REACHED = "reached"
    ON_LINE = "on_line"
    BEHIND = "behind"
    # Its time is over.
    MISSED = "missed"


@dataclass(frozen=True)
class Measured:
    """`value` and `expected` in the metric's own unit (fractions for rates, currency units for
    revenue); `value` None: not known. `expected`: what an even line asks for by the end of today.
    `n`: result rows that the value stands on."""

    target: Decimal
    value: Decimal | None
    expected: Decimal
    n: int

    @property
    def line(self) -> Decimal:
        """`expected` as it is shown: people are whole."""
        return self.expected if self.target <= 1 else self.expected.to_integral_value()

    @property
    def share(self) -> Decimal | None:
        """Of the target; more than 1 is possible."""
        return None if self.value is None else self.value / self.target


@dataclass(frozen=True)
class Progress(Measured):
    standing: Standing

    @property
    def behind(self) -> bool:
        return self.standing in (Standing.BEHIND, Standing.MISSED)


def expected(
    *, metric: str, target: Decimal, starts_on: date, ends_on: date, today: date
) -> Decimal:
    """What stands on an even line by the end of `today`; a rate asks for the whole from the first
    day on."""
    if today < starts_on:
        return Decimal(0)
    if metric in RATES:
        return target
    days = (min(today, ends_on) - starts_on).days + 1
    return target * days / ((ends_on - starts_on).days + 1)


def progress(
    *,
    metric: str,
    target: Decimal,
    starts_on: date,
    ends_on: date,
    figures: Figures,
    today: date,
    currency: str = "",
) -> Progress:
    """`figures`: of the objective's market and days, up to today."""
    line = expected(metric=metric, target=target, starts_on=starts_on, ends_on=ends_on, today=today)
    value = figures.value(metric, currency) if figures.rows else None
    return Progress(
        standing=_standing(value, target, line, started=today >= starts_on, over=today > ends_on),
        target=target,
        value=value,
        expected=line,
        n=figures.rows,
    )


def _standing(
    value: Decimal | None, target: Decimal, line: Decimal, *, started: bool, over: bool
) -> Standing:
    if not started:
        return Standing.AHEAD
    if value is None:
        return Standing.UNKNOWN
    if value >= target:
        return Standing.REACHED
    if over:
        return Standing.MISSED
    return Standing.ON_LINE if value >= line else Standing.BEHIND


def asks_to_adjust(
    *, starts_on: date, ends_on: date, last_change: date | None, today: date
) -> bool:
    """In the first weeks of a quarter: it runs since before the quarter, and nobody has said since
    whether the target still fits."""
    quarter = quarter_of(today)
    if today >= quarter + timedelta(days=ASKED_DAYS) or not starts_on < quarter <= today <= ends_on:
        return False
    return last_change is None or last_change < quarter
