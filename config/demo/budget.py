"""The demo's money of the year: monthly exchange rates, plans of last year and this one."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from config.demo.cast import Cast
from config.demo.work import Event
from core.money import Money
from partnerships.actions.budget import PlanTerms, go_over, make_plan
from partnerships.actions.rates import add_rate
from partnerships.models import Brand
from partnerships.queries.budget import budget_check, year_budget
from partnerships.queries.budget_lines import proposals

# What one cost on the first of a month, the newest last: roubles for a dollar and for a euro.
_DOLLAR = [
    "92.40", "91.80", "92.90", "90.15", "88.60", "87.10", "86.35", "90.20", "95.80", "96.50",
    "99.75", "101.70", "98.10", "88.90", "84.40", "82.05", "79.60", "78.50", "79.10", "80.40",
    "81.25", "82.60", "81.10", "79.85", "78.20", "80.05", "81.40",
]  # fmt: skip
_EURO = [
    "99.80", "99.10", "100.20", "97.40", "96.30", "94.90", "93.80", "98.70", "104.10", "104.90",
    "105.20", "106.50", "102.70", "93.20", "91.60", "93.40", "90.70", "91.80", "92.60", "93.90",
    "95.10", "96.20", "95.00", "93.30", "91.90", "93.80", "95.20",
]  # fmt: skip
# Of what was committed and spent by now: how much of the budget it is. The first brand is close.
_FILLED = [Decimal("0.93"), Decimal("0.68"), Decimal("0.55")]
_LEAST = Decimal(12_000)
# Their strategic creators take most of it.
_SHARES = {"T1": 70, "T2": 20, "T3": 10}


def rate_events(cast: Cast) -> list[Event]:
    """The first of each month, from before the first campaign on."""
    found: list[Event] = []
    first = cast.now.astimezone(UTC).date().replace(day=1)
    for dollar, euro in zip(reversed(_DOLLAR), reversed(_EURO), strict=True):
        at = datetime(first.year, first.month, 1, 6, 30, tzinfo=UTC)
        cross = f"{Decimal(euro) / Decimal(dollar):.4f}"
        for currency, against, rate in (
            ("USD", "RUB", dollar), ("EUR", "RUB", euro), ("EUR", "USD", cross)
        ):  # fmt: skip
            found.append((at, _rate(cast, currency, against, first, rate, at)))
        first = (first - timedelta(days=1)).replace(day=1)
    return [event for event in found if event[0] <= cast.now]


def _rate(
    cast: Cast, currency: str, against: str, day: date, rate: str, at: datetime
) -> Callable[[], None]:
    def act() -> None:
        add_rate(
            workspace=cast.workspace, currency=currency, against=against, day=day,
            rate=Decimal(rate), today=day, by=cast.members["olga"], at=at, sure=True,
        )  # fmt: skip

    return act


def make_budgets(cast: Cast) -> None:
    """Last of all: how much of each budget is used is known then."""
    year = cast.now.year
    for place, brand in enumerate(cast.brands.values()):
        brand.workspace = cast.workspace
        filled = _FILLED[place % len(_FILLED)]
        _plan(cast, brand, year, filled)
        # Last year ended a little above what was planned, and somebody said why.
        _plan(cast, brand, year - 1, Decimal("1.02") if place == 0 else Decimal("0.9"))
    _gone_over(cast, next(iter(cast.brands.values())), year - 1)


def _plan(cast: Cast, brand: Brand, year: int, filled: Decimal) -> None:
    planned = datetime(year - 1, 12, 11, 9, 20, tzinfo=UTC)
    at = max(planned, cast.ago(750))
    used = year_budget(brand, year, cast.now.date()).sums.used
    lines = [
        (row.partnership, row.times, row.money)
        for row in proposals(brand, year, None)
        if row.money is not None and row.times
    ]
    terms = PlanTerms(
        currency=cast.workspace.currency,
        total=_rounded(max(used / filled, _LEAST if not used else Decimal(0))),
        shares=_SHARES,
        warn_at=90,
        rates_on=at.date(),
        lines=lines,
    )
    make_plan(brand=brand, year=year, terms=terms, by=cast.members["olga"], at=at)


def _rounded(amount: Decimal) -> Decimal:
    return (amount / 100).quantize(Decimal(1)) * 100


def _gone_over(cast: Cast, brand: Brand, year: int) -> None:
    at = datetime(year, 12, 3, 10, 5, tzinfo=UTC)
    one = Money(Decimal(1), cast.workspace.currency)
    warning = budget_check(brand=brand, on=at.date(), adding=one)
    if warning is not None and warning.asks:
        go_over(
            warning=warning, key="campaign:december",
            reason="The December campaign sells more than the rest of the quarter.",
            by=cast.members["daniel"], at=at,
        )  # fmt: skip
