"""The decision of a continuation review, and what the creator is told (product.md, row 17)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.audit import record
from core.mail.outbox import NoAddress
from core.versions import EditConflict, save_version
from partnerships import emails_reviews as emails
from partnerships.enums import Decision
from partnerships.errors import ReasonMissing, Refused, WrongState
from partnerships.models import ContinuationReview


def decide_review(
    *,
    review: ContinuationReview,
    expected: int,
    decision: str,
    reason: str,
    adjustments: str,
    by: User | None,
    at: datetime,
) -> None:
    """By a person, with a reason; from then on it stays, with the evidence it was made from.

    EditConflict if `expected` is outdated: the figures were renewed while the person read them.
    WrongState where it is decided or dropped already.
    """
    if decision not in Decision.values:
        raise Refused(_("Choose what to do."), field="decision")
    if not reason.strip():
        raise ReasonMissing
    if decision == Decision.ADJUST and not adjustments.strip():
        raise Refused(_("Say what changes: it leads to the amendment."), field="adjustments")
    if review.decision or review.dropped_at:
        raise WrongState(_("This review is decided already, or its occasion is gone."))
    new = {
        "decision": decision,
        "reason": reason.strip(),
        "adjustments": adjustments.strip(),
        "decided_at": at,
        "decided_by": by,
    }
    told = {
        "decision": decision,
        "reason": reason.strip(),
        "adjustments": adjustments.strip(),
        "proposal": review.proposal,
        "occasion": review.occasion,
    }
    with transaction.atomic():
        save_version(review, expected=expected, changes=new)
        record(verb="review.decided", obj=review, by=by, at=at, changes=told)


def share_review(
    *, review: ContinuationReview, text: str, tell: bool, by: User | None, at: datetime
) -> None:
    """The words the creator reads in the portal from now on; with `tell` one mail as well. Said
    once: WrongState after that. NoAddress with `tell` and no address: nothing is written."""
    if not review.decision or review.shared_at:
        raise WrongState
    if not text.strip():
        raise Refused(_("Write what the creator is told."), field="shared_text")
    address, name = review.partnership.mail_to
    if tell and not address:
        raise NoAddress(name)
    with transaction.atomic():
        new: dict[str, Any] = {"shared_text": text.strip(), "shared_at": at}
        if tell:
            review.shared_text = text.strip()
            new["mail"] = emails.review_shared(review=review, sender=by, at=at)
        _move(review, "review.shared", new, by, at, {"text": text.strip(), "mailed": tell})


def reopen_review(
    *, review: ContinuationReview, reason: str, by: User | None, at: datetime
) -> None:
    """A changed mind: the review is undecided again. What was decided, and what the creator was
    told, stays in the audit and in the timeline."""
    if not review.decision:
        raise WrongState
    if not reason.strip():
        raise ReasonMissing
    told = {
        "why": reason.strip(),
        "decision": review.decision,
        "reason": review.reason,
        "shared_text": review.shared_text,
    }
    new = {
        "decision": "",
        "reason": "",
        "adjustments": "",
        "decided_at": None,
        "decided_by": None,
        "shared_text": "",
        "shared_at": None,
        "mail": None,
    }
    with transaction.atomic():
        _move(review, "review.reopened", new, by, at, told)


def _move(
    review: ContinuationReview,
    verb: str,
    new: dict[str, Any],
    by: User | None,
    at: datetime,
    told: dict[str, Any],
) -> None:
    try:
        save_version(review, expected=review.version, changes=new)
    except EditConflict as conflict:
        raise WrongState from conflict
    record(verb=verb, obj=review, by=by, at=at, changes={**told, "occasion": review.occasion})
