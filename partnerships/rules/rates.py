"""What an exchange rate may be, and when the newest one is old (product.md, row 30)."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

PLACES = Decimal(1).scaleb(-8)
MOST = Decimal(10) ** 9
FIRST_DAY = date(2000, 1, 1)
# The newest rate may be so old before the page says so.
FRESH = timedelta(days=30)
# So many times up or down is taken for a slip: a pair turned round, a lost decimal sign.
_LEAP = 3


def rate_of(price: Decimal, nominal: Decimal = Decimal(1)) -> Decimal:
    """The rate of one unit, where `nominal` units cost `price`, to eight places. ValueError if it
    is not above zero, or more than can be."""
    if nominal <= 0:
        raise ValueError(nominal)
    rate = (price / nominal).quantize(PLACES, ROUND_HALF_UP)
    if not 0 < rate <= MOST:
        raise ValueError(rate)
    return rate


def is_leap(rate: Decimal, known: Decimal | None) -> bool:
    """Whether `rate` is so far from the `known` one that somebody should look again."""
    return known is not None and not known / _LEAP <= rate <= known * _LEAP


def is_stale(newest: date | None, today: date) -> bool:
    """Whether the newest rate is older than 30 days; none at all is not stale but missing."""
    return newest is not None and today - newest > FRESH
