"""How far a campaign has come toward its targets, beside the time that has passed (product.md,
rows 29 and 56)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from campaigns.rules.tallies import Tally
from partnerships.enums import Metric
from partnerships.rules.objectives import RATES, Measured, expected

# A difference below a tenth of the line is no news.
NOTABLE = Decimal("0.10")


class Standing(StrEnum):
    # The first day is still to come.
    COMING = "coming"
    # Nobody measured it: never zero.
    UNKNOWN = "unknown"
    REACHED = "reached"
    AHEAD = "ahead"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    # Its time is over.
    MISSED = "missed"


@dataclass(frozen=True)
class Span:
    """Days of the campaign, both included; `over`: nothing more will come, whatever the day."""

    starts_on: date
    ends_on: date
    today: date
    over: bool = False

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days + 1

    @property
    def passed(self) -> int:
        """Days begun, 0 to `days`."""
        return max(0, min((self.today - self.starts_on).days + 1, self.days))

    @property
    def left(self) -> int:
        return self.days - self.passed


@dataclass(frozen=True)
class Progress(Measured):
    standing: Standing


def value_of(tally: Tally, metric: str, currency: str = "") -> Decimal | None:
    """The figure of a `Metric`; revenue is that in `currency` alone. None: nobody measured it."""
    if metric == Metric.ENGAGEMENT_RATE:
        found = tally.engagement()
        return Decimal(str(found.rate)) if found else None
    if metric == Metric.CONVERSION_RATE:
        return conversion(tally)
    if metric == Metric.REVENUE:
        return tally.revenue.get(currency)
    known = tally.known(metric)
    return None if known is None else Decimal(known)


def conversion(tally: Tally) -> Decimal | None:
    """Purchases ÷ clicks, a fraction. None where one of them is not known, or nobody clicked."""
    bought, clicks = tally.known("purchases"), tally.known("clicks")
    return Decimal(bought) / Decimal(clicks) if bought is not None and clicks else None


def progress(
    *, metric: str, target: Decimal, tally: Tally, span: Span, currency: str = ""
) -> Progress:
    """`tally`: of the objective's market, or of all, so far."""
    value = value_of(tally, metric, currency) if tally.rows else None
    line = target if span.over else expected(
        metric=metric, target=target, starts_on=span.starts_on, ends_on=span.ends_on,
        today=span.today,
    )  # fmt: skip
    return Progress(
        standing=_standing(value, target, line, span, is_rate=metric in RATES),
        target=target,
        value=value,
        expected=line,
        n=tally.rows,
    )


def _standing(
    value: Decimal | None, target: Decimal, line: Decimal, span: Span, *, is_rate: bool
) -> Standing:
    over = span.over or span.today > span.ends_on
    if not over and span.passed == 0:
        return Standing.COMING
    if value is None:
        return Standing.UNKNOWN
    # A sum that is reached stays reached; a rate can still fall.
    if value >= target and (over or not is_rate):
        return Standing.REACHED
    if over:
        return Standing.MISSED
    if value >= line * (1 + NOTABLE):
        return Standing.AHEAD
    return Standing.ON_TRACK if value >= line * (1 - NOTABLE) else Standing.BEHIND
