"""Sending a check-in: once, in the creator's working hours, to somebody who is still to have it
(product.md, rows 42 and 45)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from accounts.models import User
from checkins import emails
from checkins.actions.closing import clean_line, close
from checkins.actions.planning import RHYTHM, lock, replan_partnership
from checkins.actions.snoozes import rest_while_it_waits
from checkins.actions.touches import log_touch
from checkins.enums import CheckInState, Direction, TouchKind
from checkins.errors import (
    AddressSuppressed,
    AlreadyClosed,
    AwayNow,
    NoAddressKnown,
    NotNow,
    SlotTaken,
)
from checkins.models import CheckIn
from checkins.queries.absences import spans_of
from checkins.queries.templates import version_in_use
from checkins.rules.away import NEVER_AWAY, Spans, next_free_moment
from checkins.rules.cadence import slot_of
from checkins.rules.hours import Hours
from core.audit import record
from core.mail.outbox import NoAddress
from core.mail.suppression import suppression_of
from core.models import OutgoingMail
from core.models.mail import MailState
from core.versions import EditConflict
from creators.enums import ContactChannel
from partnerships.enums import Stage
from partnerships.models import Partnership


@dataclass(frozen=True)
class Outcome:
    """What became of the wish to send: a mail; or it waits until `waits_until`, the creator's next
    working hour behind any absence; or (both None) a contact or pause came first and the date has
    moved."""

    mail: OutgoingMail | None = None
    waits_until: datetime | None = None


def send_check_in(
    *,
    check_in: CheckIn,
    by: User | None,
    at: datetime,
    personal_line: str | None = None,
    expected: int | None = None,
) -> Outcome:
    """Send one planned check-in, or let it wait for the creator's next working hour.

    `personal_line` None: the one that is kept with it. With `expected` (a version), EditConflict
    if somebody wrote another line meanwhile. By itself (`by` None) it is asked again whether it is
    still due; a person who sends it early, or a second one in the same month, means it. Raises
    NotNow, AwayNow, NoAddressKnown, AddressSuppressed, SlotTaken, BrokenTemplate, AlreadyClosed;
    then nothing has been written.
    """
    typed = None if personal_line is None else clean_line(personal_line)
    with transaction.atomic():
        lock(check_in.partnership)
        line = _look_again(check_in, typed, expected)
        if by is None and _has_moved(check_in, at):
            return Outcome()
        _refuse(check_in, at)
        letter = emails.letter_of(check_in, line)
        moment = goes_out_at(check_in.partnership, at)
        if moment > at:
            _wait(check_in, moment, line, by=by, at=at)
            return Outcome(waits_until=moment)
        return Outcome(mail=_send(check_in, letter, line, by=by, at=at))


def goes_out_at(partnership: Partnership, at: datetime, away: Spans | None = None) -> datetime:
    """When a mail sent now leaves: `at`, or their next working hour. AwayNow if there is none.
    `away`: their absences, where they are known already."""
    if away is None:
        away = spans_of([partnership.creator_id]).get(partnership.creator_id, NEVER_AWAY)
    moment = next_free_moment(at, Hours.of(partnership.creator), away)
    if moment is None:
        raise AwayNow
    return moment


def _look_again(check_in: CheckIn, typed: str | None, expected: int | None) -> str:
    """As it is now that nobody else works on the partnership: person, zone, pause, address. Gives
    the personal line to send."""
    fresh = (
        CheckIn.objects.select_related(
            "partnership__creator", "partnership__brand", "partnership__owner",
            "partnership__workspace",
        ).get(pk=check_in.pk)
    )  # fmt: skip
    if fresh.state != CheckInState.PLANNED:
        raise AlreadyClosed
    check_in.partnership = fresh.partnership
    check_in.slot, check_in.reason = fresh.slot, fresh.reason
    if typed is None or typed == fresh.personal_line:
        return fresh.personal_line
    if expected is not None and expected != fresh.version:
        raise EditConflict(theirs=fresh, mine={"personal_line": typed})
    return typed


def _has_moved(check_in: CheckIn, at: datetime) -> bool:
    """Whether the date is another one by now (a contact nobody heard of, a pause, a rhythm)."""
    planned = replan_partnership(partnership=check_in.partnership, by=None, at=at, why=RHYTHM)
    standing = planned[check_in.kind].check_in
    return standing is None or standing.pk != check_in.pk


def _refuse(check_in: CheckIn, at: datetime) -> None:
    partnership = check_in.partnership
    today = at.astimezone(partnership.creator.zone).date()
    if partnership.stage == Stage.ENDED or partnership.paused_on(today):
        raise NotNow
    address, _name = partnership.mail_to
    if not address.strip():
        raise NoAddressKnown
    if suppression_of(address.strip()):
        raise AddressSuppressed


def _wait(check_in: CheckIn, moment: datetime, line: str, *, by: User | None, at: datetime) -> None:
    # Planned still: whoever closes it takes the same lock.
    CheckIn.objects.filter(pk=check_in.pk).update(
        send_at=moment, by_hand=False, personal_line=line, version=F("version") + 1
    )
    check_in.send_at, check_in.by_hand, check_in.personal_line = moment, False, line
    record(verb="check_in.waits", obj=check_in, by=by, at=at, changes={"send_at": moment})
    if by is not None:
        rest_while_it_waits(check_in=check_in, until=moment, by=by)


def _send(
    check_in: CheckIn, letter: emails.Letter, line: str, *, by: User | None, at: datetime
) -> OutgoingMail:
    partnership = check_in.partnership
    slot = _free_slot(check_in, at, said_again=by is not None)
    close(
        check_in, state=CheckInState.SENT, by=by, at=at, slot=slot, sent_at=at, personal_line=line
    )
    try:
        mail = emails.check_in(check_in=check_in, letter=letter, slot=slot, at=at)
    except NoAddress as error:
        raise NoAddressKnown from error
    version = version_in_use(letter.template) if letter.template else None
    CheckIn.objects.filter(pk=check_in.pk).update(mail=mail, template_version=version)
    check_in.mail, check_in.template_version = mail, version
    record(verb="check_in.sent", obj=check_in, by=by, at=at, changes={"slot": slot})
    log_touch(
        partnership=partnership,
        kind=TouchKind.CHECK_IN,
        direction=Direction.OUT,
        at=at,
        by=by,
        subject=mail.subject,
        body=letter.body,
        channel=ContactChannel.EMAIL,
        mail=mail,
        source_key=f"checkin:{check_in.public_id}",
    )
    return mail


def _free_slot(check_in: CheckIn, at: datetime, *, said_again: bool) -> str:
    """The slot of the day it goes out. A second one of a month goes out only if a person says so,
    or the first was stopped before it left; then under its own number: the first one's mail is
    not given for it."""
    day = at.astimezone(check_in.partnership.creator.zone).date()
    slot = slot_of(check_in.kind, check_in.reason.get("cadence", ""), day)
    taken = dict(
        CheckIn.objects.filter(
            partnership=check_in.partnership,
            kind=check_in.kind,
            state=CheckInState.SENT,
            slot__startswith=slot,
        ).values_list("slot", "mail__state")
    )
    if slot not in taken:
        return slot
    if not said_again and set(taken.values()) != {MailState.CANCELLED}:
        raise SlotTaken
    return next(name for n in range(2, 100) if (name := f"{slot}-{n}") not in taken)
