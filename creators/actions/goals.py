"""What a creator is after for themselves, and how it stood when it was talked about (row 4)."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from accounts.models import User
from core.audit import record
from core.versions import save_version
from creators.actions.found_by import locked
from creators.enums import GoalState
from creators.models import Creator, Goal, GoalReview


def add_goal(
    *,
    creator: Creator,
    text: str,
    set_on: date,
    by: User | None,
    at: datetime,
    public_id: str = "",
) -> Goal:
    """A goal as they said it on a day. `public_id` may be chosen beforehand (a form carries it):
    the same one again returns the goal that the first click made."""
    goal = Goal(
        workspace_id=creator.workspace_id, creator=creator, text=text.strip(), set_on=set_on,
        created_at=at,
    )  # fmt: skip
    if public_id:
        goal.public_id = public_id
    try:
        with transaction.atomic():
            goal.save(force_insert=True)
            told = {"creator": creator, "text": goal.text, "set_on": set_on}
            record(verb="goal.added", obj=goal, by=by, at=at, changes=told)
    except IntegrityError:
        made = Goal.objects.filter(public_id=public_id, creator=creator).first()
        if made is not None:
            return made
        if not public_id:
            raise
        # The id is taken where we may not look.
        return add_goal(creator=creator, text=text, set_on=set_on, by=by, at=at)
    return goal


def update_goal(
    *, goal: Goal, expected: int, text: str, set_on: date, by: User | None, at: datetime
) -> bool:
    """The same goal in better words. False if nothing differs. Raises EditConflict."""
    new = {"text": text.strip(), "set_on": set_on}
    with transaction.atomic():
        stored = Goal.objects.select_for_update().get(pk=goal.pk)
        changes = {n: [getattr(stored, n), v] for n, v in new.items() if getattr(stored, n) != v}
        if not changes:
            return False
        save_version(goal, expected=expected, changes={n: new[n] for n in changes})
        record(verb="goal.updated", obj=goal, by=by, at=at, changes=changes)
    return True


def review_goal(
    *,
    goal: Goal,
    reviewed_on: date,
    state: str,
    by: User | None,
    at: datetime,
    note: str = "",
    source_key: str = "",
) -> GoalReview:
    """How the goal stood on a day. The newest review says the state of the goal; one written later
    for an earlier day is history only.

    `source_key` (the form or the contact it came from) makes it once-only for this goal.
    """
    with transaction.atomic():
        locked(goal.creator)
        if source_key:
            made = GoalReview.objects.filter(goal=goal, source_key=source_key).first()
            if made is not None:
                return made
        review = GoalReview.objects.create(
            workspace_id=goal.workspace_id, goal=goal, reviewed_on=reviewed_on,
            state=GoalState(state), note=note.strip().replace("\r\n", "\n"), by=by,
            source_key=source_key, created_at=at,
        )  # fmt: skip
        newest = GoalReview.objects.filter(goal=goal).order_by("-reviewed_on", "-pk")[0]
        before, goal.state = goal.state, newest.state
        Goal.objects.filter(pk=goal.pk).update(state=newest.state)
        record(
            verb="goal.reviewed",
            obj=goal,
            by=by,
            at=at,
            changes={
                "reviewed_on": reviewed_on,
                "state": [before, goal.state],
                "note": review.note,
            },
        )
    return review
