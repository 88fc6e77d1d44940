"""What creators usually cost: prices agreed with them, and their rate cards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from campaigns.rules.fees import default_fee
from core.money import Money
from creators.enums import ContentFormat
from creators.models import Rate
from partnerships.models import Agreement, Partnership
from partnerships.queries.agreements import agreements_in_force
from partnerships.queries.terms import PRICES, prices_of, with_terms


@dataclass
class Prices:
    """`currency`: of the agreement, else of the card, else of the workspace. `agreed`: format →
    price of the agreement in force; `card`: (format, price) now valid."""

    currency: str
    agreed: Mapping[str, Money] = field(default_factory=dict)
    card: list[tuple[str, Money]] = field(default_factory=list)

    @property
    def named(self) -> list[tuple[str, Money]]:
        """(format in the reader's language, price), agreed ones before those of the card."""
        also = [(key, price) for key, price in self.card if key not in self.agreed]
        found = [*self.agreed.items(), *also]
        return [(str(ContentFormat(key).label), price) for key, price in found]


def prices(partnerships: Sequence[Partnership], on: date) -> dict[int, Prices]:
    """Partnership id → prices on the day `on`; five queries for any number of them."""
    agreements = agreements_in_force([p.pk for p in partnerships], on)
    with_terms(agreements.values(), PRICES)
    cards: dict[int, list[tuple[str, Money]]] = {}
    rates = Rate.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=on),
        creator__in=[p.creator_id for p in partnerships],
    ).order_by("format", "valid_from", "pk")
    for rate in rates:
        price = Money(rate.amount, rate.currency)
        cards.setdefault(rate.creator_id, []).append((rate.format, price))
    found = {}
    for partnership in partnerships:
        agreement = agreements.get(partnership.pk)
        card = cards.get(partnership.creator_id, [])
        used = card[0][1].currency if card else partnership.workspace.currency
        currency = agreement.currency if agreement else used
        agreed = _agreed(agreement, currency, on)
        found[partnership.pk] = Prices(currency=currency, agreed=agreed, card=card)
    return found


def _agreed(agreement: Agreement | None, currency: str, on: date) -> dict[str, Money]:
    """Format → its price on the day `on`, with tenure and signed amendments; of several currencies
    that of the agreement, else the first."""
    if agreement is None:
        return {}
    found: dict[str, Money] = {}
    for price in prices_of(agreement, on):
        if price.format not in found or price.money.currency == currency:
            found[price.format] = price.money
    return found


def default_fees(
    partnerships: Sequence[Partnership], content_format: str, on: date
) -> dict[int, Money]:
    """Partnership id → the fee it has if nobody types another one."""
    return {
        pk: default_fee(content_format, agreed=p.agreed, card=p.card, currency=p.currency)
        for pk, p in prices(partnerships, on).items()
    }
