"""What the audience said and what the brand answers (product.md, rows 47 and 72)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from campaigns import feedback_emails
from campaigns.actions.changes import creator_day, lock
from campaigns.enums import CollaborationState, FeedbackState
from campaigns.errors import Refused, WrongState
from campaigns.models import Collaboration, Feedback
from campaigns.queries.feedback import untold
from core.audit import record
from core.mail.outbox import NoAddress
from core.once import insert_once
from core.versions import EditConflict, save_version
from partnerships.actions.changes import changed

_WORDS = ("kind", "text", "heard_on", "link")


def add_feedback(
    *,
    collaboration: Collaboration,
    values: Mapping[str, Any],
    public_id: str = "",
    by: User | None,
    at: datetime,
) -> Feedback:
    """`values`: kind, text, heard_on (a day of the creator), link. `public_id`: the id that the
    page made, so that a double click adds one."""
    new = _checked(values, collaboration, at)
    with transaction.atomic():
        if lock(collaboration).state == CollaborationState.DECLINED:
            raise WrongState(_("They declined. Ask them again first."))
        row = Feedback(
            workspace_id=collaboration.workspace_id,
            collaboration=collaboration,
            by=by,
            created_at=at,
            **new,
        )
        row, made = insert_once(row, public_id, collaboration=collaboration)
        if made:
            record(verb="feedback.added", obj=row, by=by, at=at, changes=new)
    return row


def update_feedback(
    *, feedback: Feedback, expected: int, values: Mapping[str, Any], by: User | None, at: datetime
) -> None:
    """While the brand has not answered. EditConflict if `expected` is outdated."""
    new = _checked(values, feedback.collaboration, at)
    with transaction.atomic():
        _still_open(lock(feedback))
        differences = changed(feedback, new)
        save_version(feedback, expected=expected, changes=new)
        if differences:
            record(verb="feedback.changed", obj=feedback, by=by, at=at, changes=differences)


def remove_feedback(*, feedback: Feedback, by: User | None, at: datetime) -> bool:
    """While the brand has not answered; its words stay in the audit. False if it is gone."""
    with transaction.atomic():
        row = Feedback.objects.select_for_update().filter(pk=feedback.pk).first()
        if row is None:
            return False
        _still_open(row)
        said = {name: getattr(row, name) for name in _WORDS}
        record(verb="feedback.removed", obj=row, by=by, at=at, changes=said)
        row.delete()
    return True


def answer_feedback(
    *,
    feedback: Feedback,
    state: str,
    answer: str,
    expected: int,
    by: User | None,
    at: datetime,
) -> bool:
    """The brand's answer, in words for the creator. It may be corrected until they were told.
    EditConflict if `expected` is outdated; False if it says this already (a double click)."""
    words = answer.strip()
    if state not in FeedbackState or state == FeedbackState.OPEN:
        raise Refused(_("Choose what becomes of it."), field="state")
    if not words:
        raise Refused(_("A sentence for the creator and their audience, please."), field="answer")
    new = {"state": state, "answer": words, "answered_at": at, "answered_by": by}
    with transaction.atomic():
        fresh = lock(feedback)
        if (fresh.state, fresh.answer) == (state, words):
            return False
        if fresh.told_id is not None:
            raise WrongState(_("They have been told already: this answer stays as it is."))
        if fresh.version != expected:
            raise EditConflict(theirs=fresh, mine=new)
        save_version(feedback, expected=expected, changes=new)
        said = {"state": state, "answer": words}
        record(verb="feedback.answered", obj=feedback, by=by, at=at, changes=said)
    return True


def tell_answers(*, collaboration: Collaboration, by: User, at: datetime) -> int:
    """One mail with all answers that the creator has not been told; gives how many. 0: there is
    nothing new (a double click). Refused where they have no address: they read it in the portal,
    or hear it from you."""
    with transaction.atomic():
        lock(collaboration)
        rows = list(untold(collaboration))
        if not rows:
            return 0
        try:
            mail = feedback_emails.answers(collaboration=collaboration, rows=rows, at=at)
        except NoAddress:
            raise Refused(
                _("There is no e-mail address. They read the answers in their portal.")
            ) from None
        # Not an edit of the words.
        Feedback.objects.filter(pk__in=[row.pk for row in rows]).update(told=mail)
        said = {"answers": [row.public_id for row in rows]}
        record(verb="feedback.told", obj=collaboration, by=by, at=at, changes=said)
    return len(rows)


def _still_open(feedback: Feedback) -> None:
    if feedback.state != FeedbackState.OPEN:
        raise WrongState(_("The brand has answered: what was said stays as it is."))


def _checked(
    values: Mapping[str, Any], collaboration: Collaboration, at: datetime
) -> dict[str, Any]:
    new = {name: values[name] for name in _WORDS}
    new["text"] = new["text"].strip()
    if not new["text"]:
        raise Refused(_("What was said?"), field="text")
    heard: date = new["heard_on"]
    if heard > creator_day(collaboration.partnership.creator, at):
        raise Refused(_("This day is still to come."), field="heard_on")
    return new
