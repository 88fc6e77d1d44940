"""What the 72-hour clock does by itself (reports/rules/clock.py says when)."""

from datetime import datetime

from django.db import transaction

from accounts.models import Membership, Role, User
from core import audit
from core.mail.outbox import NoAddress
from core.versions import EditConflict
from reports import emails
from reports.actions.summaries import load_summary, quiet_of, send_by_itself
from reports.actions.withdrawing import withdraw_draft
from reports.errors import SummaryRefused
from reports.models import Summary, SummaryState
from reports.rules.clock import Hand, Step, next_step, sends_itself_at


def keep_clock(*, summary: Summary, at: datetime) -> Step | None:
    """Take the step that is due for one summary, if any; the step taken.

    Called as often as anybody likes, by any number of workers: each step happens once.
    """
    current = load_summary(summary)
    if current.state == SummaryState.SENT or withdraw_draft(summary=current, at=at):
        return None
    step = next_step(hand_of(current), at)
    if step is Step.REMIND:
        return step if remind(summary=current, at=at) else None
    if step is Step.ESCALATE:
        return step if escalate(summary=current, at=at) else None
    if step is Step.SEND:
        try:
            send_by_itself(summary=current, at=at)
        except (EditConflict, SummaryRefused, NoAddress):
            # Somebody edits, holds or sends it at this moment, or their address is none a server
            # would take: Today shows it, and the next tick looks again.
            return None
        return step
    return None


def remind(*, summary: Summary, at: datetime) -> bool:
    """Tell whoever looks after the creator that 24 hours are gone. False if that was done."""
    return _once(summary, "reminded_at", at, [caretaker(summary)])


def escalate(*, summary: Summary, at: datetime) -> bool:
    """Tell them and the owners of the workspace that 48 hours are gone. False if that was done."""
    people = {user.pk: user for user in [caretaker(summary), *_owners(summary)]}
    return _once(summary, "escalated_at", at, list(people.values()))


def caretaker(summary: Summary) -> User:
    """The partnership's owner if still a member, else the campaign's, else an owner of all."""
    partnership, campaign = summary.collaboration.partnership, summary.collaboration.campaign
    members = set(
        Membership.objects.filter(
            workspace_id=summary.workspace_id,
            user__in=[partnership.owner_id, campaign.owner_id],
            user__is_active=True,
        ).values_list("user_id", flat=True)
    )
    for user in (partnership.owner, campaign.owner):
        if user.pk in members:
            return user
    return next(iter(_owners(summary)), partnership.owner)


def hand_of(summary: Summary) -> Hand:
    partnership = summary.collaboration.partnership
    return Hand(
        closed_at=summary.closed_at,
        held=summary.state == SummaryState.HELD,
        reminded=summary.reminded_at is not None,
        escalated=summary.escalated_at is not None,
        has_address=bool(partnership.mail_to[0]),
        quiet=quiet_of(partnership.creator),
    )


def _owners(summary: Summary) -> list[User]:
    members = Membership.objects.filter(
        workspace_id=summary.workspace_id, role=Role.OWNER, user__is_active=True
    )
    return [member.user for member in members.select_related("user").order_by("pk")]


def _once(summary: Summary, mark: str, at: datetime, people: list[User]) -> bool:
    write = emails.reminder if mark == "reminded_at" else emails.escalation
    hand = hand_of(summary)
    with transaction.atomic():
        marked = (
            Summary.objects.filter(pk=summary.pk, **{mark: None})
            .exclude(state=SummaryState.SENT)
            .update(**{mark: at})
        )
        if not marked:
            return False
        for person in people:
            write(
                summary=summary,
                to=person,
                at=at,
                sends_at=sends_itself_at(hand.closed_at, hand.quiet),
            )
        verb = "remind of summary" if mark == "reminded_at" else "escalate summary"
        audit.record(
            verb=verb, obj=summary, by=None, at=at, changes={"to": [p.email for p in people]}
        )
    return True
