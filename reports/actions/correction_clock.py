"""What the clock of a correction does by itself (reports/rules/corrections.py says when)."""

from datetime import datetime

from django.db import transaction

from campaigns.enums import CampaignState
from core import audit
from core.mail.outbox import NoAddress
from core.versions import EditConflict
from reports import correction_emails
from reports.actions.clock import caretaker
from reports.actions.corrections import load_correction, send_correction_by_itself
from reports.actions.summaries import quiet_of
from reports.errors import SummaryRefused
from reports.models import Correction, CorrectionState
from reports.rules.clock import Hand, Step, sends_itself_at
from reports.rules.corrections import correction_step


def keep_correction_clock(*, correction: Correction, at: datetime) -> Step | None:
    """Take the step that is due for one draft, if any; the step taken. Each happens once."""
    current = load_correction(correction)
    if current.state != CorrectionState.DRAFT:
        return None
    hand = hand_of(current)
    step = correction_step(hand, at)
    if step is Step.REMIND:
        return step if _remind(current, hand, at) else None
    if step is Step.SEND:
        try:
            sent = send_correction_by_itself(correction=current, at=at)
        except (EditConflict, SummaryRefused, NoAddress):
            # Somebody edits or drops it at this moment; the next tick looks again.
            return None
        return step if sent else None
    return None


def hand_of(correction: Correction) -> Hand:
    part = correction.summary.collaboration
    return Hand(
        closed_at=correction.found_at,
        held=part.campaign.state != CampaignState.CLOSED,
        reminded=correction.reminded_at is not None,
        escalated=False,
        has_address=bool(part.partnership.mail_to[0]),
        quiet=quiet_of(part.partnership.creator),
    )


def _remind(correction: Correction, hand: Hand, at: datetime) -> bool:
    person = caretaker(correction.summary)
    with transaction.atomic():
        rows = Correction.objects.filter(pk=correction.pk, reminded_at=None)
        if not rows.filter(state=CorrectionState.DRAFT).update(reminded_at=at):
            return False
        sends_at = sends_itself_at(hand.closed_at, hand.quiet)
        correction_emails.reminder(correction=correction, to=person, at=at, sends_at=sends_at)
        told = {"to": [person.email]}
        audit.record(verb="remind of correction", obj=correction, by=None, at=at, changes=told)
    return True
