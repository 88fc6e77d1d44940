"""What people wrote down about a creator: goals with their reviews, notes on style, files."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from creators.enums import GoalState
from creators.models import Creator, CreatorFile, Goal, GoalReview, StyleNote
from creators.rules.goals import is_stale


@dataclass(frozen=True)
class GoalView:
    """A goal with its reviews, the newest first; `stale`: open, and not spoken of for half a
    year."""

    goal: Goal
    reviews: list[GoalReview]
    stale: bool

    @property
    def spoken_on(self) -> date:
        return self.reviews[0].reviewed_on if self.reviews else self.goal.set_on


def goals_of(creator: Creator, today: date) -> list[GoalView]:
    """Open ones first, those not spoken of for longest on top; two queries."""
    rows = Goal.objects.filter(creator=creator).prefetch_related("reviews__by")
    views = [_view(goal, today) for goal in rows]
    views.sort(key=lambda view: (view.goal.state != GoalState.OPEN, view.spoken_on))
    return views


def open_goals(creator: Creator) -> list[Goal]:
    """What there is to talk about at the next contact; one query."""
    return list(Goal.objects.filter(creator=creator, state=GoalState.OPEN).order_by("set_on", "pk"))


def _view(goal: Goal, today: date) -> GoalView:
    reviews = sorted(goal.reviews.all(), key=lambda r: (r.reviewed_on, r.pk), reverse=True)
    spoken = reviews[0].reviewed_on if reviews else goal.set_on
    stale = goal.state == GoalState.OPEN and is_stale(spoken, today)
    return GoalView(goal, reviews, stale)


def style_notes_of(creator: Creator) -> tuple[list[StyleNote], list[StyleNote]]:
    """(in sight, removed), the newest first; one query."""
    rows = list(StyleNote.objects.filter(creator=creator).select_related("channel", "by"))
    return _parted(rows)


def files_of(creator: Creator) -> tuple[list[CreatorFile], list[CreatorFile]]:
    """(in sight, removed), the newest first; one query."""
    return _parted(list(CreatorFile.objects.filter(creator=creator).select_related("by")))


def _parted(rows: list[Any]) -> tuple[list[Any], list[Any]]:
    seen = [row for row in rows if row.removed_at is None]
    return seen, [row for row in rows if row.removed_at is not None]
