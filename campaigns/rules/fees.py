"""What a collaboration costs if nobody says otherwise (product.md, row 19)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from core.money import Money


def default_fee(
    content_format: str,
    *,
    agreed: Mapping[str, Money],
    card: Sequence[tuple[str, Money]],
    currency: str,
) -> Money:
    """The price of `content_format`: as agreed, else as the creator's rate card has it.

    Without a format the one agreed price, if there is exactly one. `card` is (format, price) of
    the current rate card; a price in `currency` is preferred there. Else nothing, in `currency`.
    """
    if not content_format:
        only = list(agreed.values())
        return only[0] if len(only) == 1 else Money(Decimal(0), currency)
    if content_format in agreed:
        return agreed[content_format]
    prices = [price for name, price in card if name == content_format]
    prices.sort(key=lambda price: price.currency != currency)
    return prices[0] if prices else Money(Decimal(0), currency)
