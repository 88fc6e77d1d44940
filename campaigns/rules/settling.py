"""What is still to be paid of shares of sales, once results have changed (product.md, row 26).

Nothing that was written is rewritten. What late results bring on top is a payment of its own, said
to be a correction; what they take away is taken off the next payments of the same share.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Owing:
    """`amount` to be paid for `period`: its `share` less what was `deducted`. `correction`: the
    period has a payment already, this one comes on top."""

    period: str
    share: Decimal
    deducted: Decimal
    amount: Decimal
    correction: bool = False


def settle(shares: Mapping[str, Decimal], written: Mapping[str, Decimal]) -> list[Owing]:
    """`shares`: period → what its results come to today, in the order of the periods; `written`:
    period → what payments of it come to. All in one currency, rounded to cents.

    After what this gives is written, the payments come to the shares together, or to more, if more
    was written before.
    """
    gap = sum(shares.values(), Decimal(0)) - sum(written.values(), Decimal(0))
    missing = {key: share for key, share in shares.items() if share > 0 and key not in written}
    excess = sum(missing.values(), Decimal(0)) - gap
    found = []
    left = max(excess, Decimal(0))
    for key, share in missing.items():
        deducted = min(share, left)
        left -= deducted
        if share > deducted:
            found.append(Owing(key, share, deducted, share - deducted))
    if excess < 0:
        found += _corrections(shares, written, -excess)
    return found


def _corrections(
    shares: Mapping[str, Decimal], written: Mapping[str, Decimal], more: Decimal
) -> list[Owing]:
    """`more` on top of what is written, for the latest periods that brought more."""
    found = []
    for key in reversed([key for key in shares if key in written]):
        amount = min(shares[key] - written[key], more)
        if amount > 0:
            found.append(Owing(key, shares[key], Decimal(0), amount, correction=True))
            more -= amount
    return found[::-1]


def paid_ahead(shares: Mapping[str, Decimal], written: Mapping[str, Decimal]) -> Decimal:
    """What payments come to above the shares together: the next ones will be less by it."""
    gap = sum(written.values(), Decimal(0)) - sum(shares.values(), Decimal(0))
    return max(gap, Decimal(0))
