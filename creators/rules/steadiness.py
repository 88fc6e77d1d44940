"""How evenly an audience moves, from its snapshots (product.md, row 13).

*Steadiness* = (1 − mean distance of its changes from their median ÷ 10 %) × the share of changes
that are no decline (rules/growth.py). A change is that from one snapshot to the next one, two weeks
or more apart, as a fraction in 30 days; those of the last year count, and it takes two of them.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from creators.rules.growth import DECLINE, Reading, rate_between

# Changes this far from each other, in 30 days, are no steadiness at all.
WILD = Decimal("0.10")
YEAR, STEP_DAYS, FEWEST_STEPS = 365, 14, 2
# An audience nobody has counted for half a year is not known.
STALE_DAYS = 183


def steps_of(readings: Sequence[Reading], today: date) -> list[Decimal]:
    """Changes of the last year from one snapshot to the next, each as a fraction in 30 days; empty
    where there are too few or the newest is stale."""
    kept: list[Reading] = []
    for reading in sorted(readings, key=lambda one: one.taken_on, reverse=True):
        if (today - reading.taken_on).days > YEAR or not reading.followers:
            continue
        if not kept or (kept[-1].taken_on - reading.taken_on).days >= STEP_DAYS:
            kept.append(reading)
    if len(kept) <= FEWEST_STEPS or (today - kept[0].taken_on).days > STALE_DAYS:
        return []
    return [rate_between(before, after) for after, before in pairwise(kept)]


def spread(steps: Sequence[Decimal]) -> Decimal:
    """The mean distance of the steps from their median."""
    ordered = sorted(steps)
    middle = len(ordered) // 2
    median = ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
    return sum((abs(step - median) for step in steps), Decimal(0)) / len(steps)


def steadiness(steps: Sequence[Decimal]) -> Decimal:
    """From 0 to 1."""
    even = max(Decimal(0), 1 - spread(steps) / WILD)
    return even * (1 - Decimal(declines(steps)) / len(steps))


def declines(steps: Sequence[Decimal]) -> int:
    return sum(step < DECLINE for step in steps)
