"""What the calendar does to agreements and pauses: on the creator's day, never silently."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from partnerships import emails, emails_renewals, signals
from partnerships.actions.changes import move, tell, today_of
from partnerships.actions.close_out import shift_close_out
from partnerships.actions.renewals import keep_renewals
from partnerships.enums import AgreementState
from partnerships.models import Agreement
from partnerships.rules.agreements import step_on


def advance_agreement(
    *, agreement: Agreement, by: User | None, at: datetime
) -> list[AgreementState]:
    """Move the agreement to the state its dates ask for, through every state on the way.

    Gives the states it passed, none if there was nothing to do. WrongState if somebody else moved
    it meanwhile: of two workers one does it. Done by the system itself (`by` None), it is a mail to
    the partnership's owner, and an end one to the creator too.
    """
    today = today_of(agreement.partnership, at)
    passed: list[AgreementState] = []
    with transaction.atomic():
        while step := step_on(agreement.state, agreement.starts_on, agreement.ends_on, today):
            if step == AgreementState.IN_FORCE:
                move(agreement, verb="agreement.in_force", new={"state": step}, by=by, at=at)
            else:
                finish(agreement, by=by, at=at)
            passed.append(step)
        if by is None and passed:
            emails.agreement_moved(agreement=agreement, at=at)
            if agreement.state == AgreementState.ENDED:
                emails_renewals.ended(agreement=agreement, at=at)
    return passed


def finish(
    agreement: Agreement,
    *,
    by: User | None,
    at: datetime,
    last: date | None = None,
    reason: str = "",
) -> None:
    """End it inside the caller's transaction; `last`: the last day in force where it is cut."""
    new: dict[str, Any] = {"state": AgreementState.ENDED, "end_reason": reason.strip()}
    if last is not None:
        last = last if agreement.ends_on is None else min(last, agreement.ends_on)
        new["ends_on"] = max(last, agreement.starts_on)
    # What fell due before has happened, whether or not the clock came round to it; then its open
    # window is shut, and what is left to do follows the day it really ended.
    keep_renewals(agreement=agreement, at=at, leaving=True)
    move(agreement, verb="agreement.ended", new=new, by=by, at=at)
    keep_renewals(agreement=agreement, at=at)
    shift_close_out(agreement=agreement)
    tell(signals.agreement_ended, agreement.partnership, at=at, agreement_id=agreement.pk)
