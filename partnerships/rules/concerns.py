"""The escalation path of a concern, in days (product.md, row 53).

The clock starts when a concern is opened, and anew when it is raised, or opened again.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from partnerships.enums import Escalate, Severity


class Step(NamedTuple):
    """So many days after the clock started, `to` is told."""

    after_days: int
    to: str


Path = dict[str, list[Step]]

# Until a workspace sets its own.
DEFAULT_PATH: Path = {
    Severity.LOW: [Step(14, Escalate.CONTACT)],
    Severity.MEDIUM: [Step(3, Escalate.CONTACT), Step(7, Escalate.OWNERS)],
    Severity.HIGH: [Step(0, Escalate.CONTACT), Step(2, Escalate.OWNERS)],
    Severity.CRITICAL: [
        Step(0, Escalate.CONTACT),
        Step(0, Escalate.OWNERS),
        Step(1, Escalate.OWNERS),
    ],
}
MOST_DAYS = 365
_ORDER = list(Severity)


def rank(severity: str) -> int:
    """0 for low, higher for worse."""
    return _ORDER.index(Severity(severity))


def is_raised(before: str, after: str) -> bool:
    return rank(after) > rank(before)


def path_from(rows: Iterable[tuple[str, int, str]]) -> Path:
    """(severity, after days, whom) of the workspace's own steps → the path; the defaults where it
    has none at all."""
    steps: Path = {}
    for severity, after_days, to in rows:
        steps.setdefault(severity, []).append(Step(after_days, to))
    return {key: sorted(found) for key, found in steps.items()} if steps else DEFAULT_PATH


def steps_due(
    steps: Sequence[Step], *, clock_from: datetime, at: datetime, taken: Iterable[Step] = ()
) -> list[Step]:
    """Those whose time has come at `at` and that were not taken yet, the earliest first."""
    done = set(taken)
    return sorted(
        step
        for step in steps
        if step not in done and clock_from + timedelta(days=step.after_days) <= at
    )


def next_step(
    steps: Sequence[Step], *, clock_from: datetime, taken: Iterable[Step] = ()
) -> tuple[Step, datetime] | None:
    """(the next step, its moment); None where the path ends."""
    done = set(taken)
    left = sorted(step for step in steps if step not in done)
    return (left[0], clock_from + timedelta(days=left[0].after_days)) if left else None
