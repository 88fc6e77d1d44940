"""What this room would do next with a creator, out of what it knows (product.md, row 1); upper
rooms name theirs in their panels, and the most urgent one is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from core.panels import NextStep
from creators.rules.goals import is_stale

# Growth is judged by snapshots at most this old.
SNAPSHOT_DAYS = 90


@dataclass(frozen=True)
class Known:
    """What there is of a creator. `goal_spoken_on`: of the open goal that waits longest."""

    call_name: str
    has_address: bool
    has_preferences: bool
    channels: int
    snapshot_on: date | None
    declining: bool
    has_price: bool
    goals_open: int
    goal_spoken_on: date | None


def next_steps(known: Known, today: date, *, edit_url: str) -> Sequence[NextStep]:
    """Everything worth doing, in no order: NextStep.order decides."""
    name = {"name": known.call_name}
    return [step for step in (
        _goal(known, today),
        _channel(known, today),
        None if known.has_address else NextStep(
            50, _("No e-mail address of %(name)s is known: nothing can be sent.") % name, "mail",
            f"{edit_url}#id_email", _("Add it"),
        ),
        None if known.has_preferences else NextStep(
            62, _("How %(name)s likes to work is not known yet.") % name, "circle-question-mark",
            "?tab=preferences", _("Note it"),
        ),
        None if known.has_price else NextStep(
            64, _("No price of %(name)s is known yet.") % name, "receipt-text",
            "?tab=rates#set-rate", _("Set a rate"),
        ),
        None if known.goals_open else NextStep(
            66, _("Ask what %(name)s is after: no goal is known.") % name, "target",
            "?tab=goals#add-goal", _("Add a goal"),
        ),
    ) if step is not None]  # fmt: skip


def _goal(known: Known, today: date) -> NextStep | None:
    spoken = known.goal_spoken_on
    if spoken is None or not is_stale(spoken, today):
        return None
    text = _("A goal of %(name)s was not talked about for half a year.")
    return NextStep(
        55, text % {"name": known.call_name}, "target", "?tab=goals", _("Review the goals")
    )


def _channel(known: Known, today: date) -> NextStep | None:
    name = {"name": known.call_name}
    if not known.channels:
        return NextStep(
            52, _("No channel of %(name)s is known yet.") % name, "at-sign",
            "?tab=channels#add-channel", _("Add a channel"),
        )  # fmt: skip
    if known.declining:
        text = _("The audience of %(name)s is shrinking. Look why before the next campaign.")
        return NextStep(
            54, text % name,
            "trending-down", "?tab=channels", _("See the growth"),
        )  # fmt: skip
    if known.snapshot_on is None or (today - known.snapshot_on).days > SNAPSHOT_DAYS:
        return NextStep(
            60, _("The follower counts of %(name)s are older than 90 days.") % name, "chart-line",
            "?tab=channels", _("Add a snapshot"),
        )  # fmt: skip
    return None
