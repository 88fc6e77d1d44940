"""The table of exchange rates as a page shows it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from core.exchange import RateTable
from core.models import ExchangeRate
from core.money import Currency
from partnerships.models import Commitment
from partnerships.rules.rates import is_stale


@dataclass(frozen=True)
class Pair:
    """`n` dated rates of one `currency` in `against`, the newest of `day`."""

    currency: str
    against: str
    n: int
    day: date
    stale: bool

    @property
    def key(self) -> str:
        return f"{self.currency}-{self.against}"


def rates(pair: str = "") -> QuerySet[ExchangeRate]:
    """Newest first, with who wrote them or the file they are from; `pair`: "USD-RUB", or all."""
    rows = ExchangeRate.objects.select_related("by", "job")
    currency, _dash, against = pair.partition("-")
    if against:
        rows = rows.filter(currency=currency, against=against)
    return rows.order_by("-day", "currency", "against")


def pairs(today: date) -> list[Pair]:
    """Every pair with a rate; one query."""
    days: dict[tuple[str, str], list[date]] = {}
    for currency, against, day in ExchangeRate.objects.order_by("day").values_list(
        "currency", "against", "day"
    ):
        days.setdefault((currency, against), []).append(day)
    return [
        Pair(currency, against, len(known), known[-1], is_stale(known[-1], today))
        for (currency, against), known in sorted(days.items())
    ]


def without_rate(table: RateTable, home: str, on: date) -> list[str]:
    """Currencies that cannot be converted into the workspace's own."""
    return [code for code in Currency.values if table.rate(code, home, on) is None]


def frozen_with(row: ExchangeRate) -> int:
    """How many sums of the ledger were converted with this rate, either way round."""
    both = [row.currency, row.against]
    rows = Commitment.objects.filter(exchange_on=row.day, currency__in=both)
    return rows.filter(home_currency__in=both).count()
