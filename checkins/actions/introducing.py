"""What becomes of an introduction: the answers, the two mails, what came of it (row 51)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from checkins import introduction_emails as emails
from checkins.actions.introductions import (
    OPEN,
    let_go,
    locked,
    log_mail,
    move,
    refuse_unreachable,
    unreachable,
)
from checkins.actions.touches import log_touch
from checkins.enums import Direction, IntroductionState, Side, TouchKind
from checkins.errors import AlreadyAnswered, NotOpen, ReasonMissing, Refused
from checkins.models import Introduction
from checkins.queries.introductions import one_partnership, to_pass_on
from checkins.rules.introductions import follow_up_day
from creators.enums import ContactChannel

LONGEST_LINE = 500


def record_answer(
    *,
    introduction: Introduction,
    side: str,
    agreed: bool,
    by: User | None,
    at: datetime,
    line: str = "",
    channel: str = ContactChannel.EMAIL,
) -> None:
    """The answer of one of them, once: on their page (`by` None) or told to a colleague. A no ends
    it, and is named to nobody; the second yes makes the introduction if mail reaches both, else
    it waits for a person. Raises AlreadyAnswered, NotOpen."""
    with transaction.atomic():
        row = locked(introduction, *IntroductionState.values)
        if row.agreed(side) is not None:
            raise AlreadyAnswered
        if row.state not in (OPEN if by else (IntroductionState.ASKED,)):
            raise NotOpen
        line = line.strip()[:LONGEST_LINE]
        new = {f"{side}_agreed": agreed, f"{side}_answered_at": at, f"{side}_line": line}
        if not agreed:
            new |= {"state": IntroductionState.DECLINED, "closed_at": at}
        move(row, introduction, "introduction.answered", by=by, at=at, new=new)
        _log_answer(row, side, line, channel, by=by, at=at)
        if not agreed:
            let_go(row, at=at, why="declined")
        elif row.both_agreed and not unreachable(row):
            _make(row, introduction, by=by, at=at, by_mail=True)


def _log_answer(
    row: Introduction, side: str, line: str, channel: str, *, by: User | None, at: datetime
) -> None:
    partnership = one_partnership(row.creator_of(side), row.owner)
    if partnership is not None:
        other = row.creator_of(Side(side).other)
        log_touch(
            partnership=partnership,
            kind=TouchKind.REPLY,
            direction=Direction.IN,
            at=at,
            by=by,
            subject=_("About meeting %(name)s") % {"name": other},
            body=line,
            channel=channel,
            source_key=f"introduction:{row.public_id}:{side}:answer",
        )


def make_introduction(
    *, introduction: Introduction, by: User, at: datetime, by_mail: bool = True
) -> None:
    """Both have said yes: two mails in their languages, each with the other's address; or
    (`by_mail` False) a colleague has brought them together in another way. Raises NotReachable."""
    with transaction.atomic():
        row = locked(introduction, *OPEN)
        if not row.both_agreed:
            raise NotOpen(_("Both have to say yes first."))
        if by_mail:
            refuse_unreachable(row)
        _make(row, introduction, by=by, at=at, by_mail=by_mail)


def _make(
    row: Introduction, shown: Introduction, *, by: User | None, at: datetime, by_mail: bool
) -> None:
    day = follow_up_day(at.astimezone(row.owner.zone).date())
    new = {"state": IntroductionState.MADE, "made_at": at, "follow_up_on": day}
    move(row, shown, "introduction.made", by=by, at=at, new=new)
    for side in Side if by_mail else ():
        mail = emails.made(introduction=row, side=side, at=at)
        log_mail(row, side, mail, by=by, at=at)


def follow_up_later(*, introduction: Introduction, until: date, by: User, at: datetime) -> None:
    """Nothing to tell yet: ask again on `until`, a day of the owner's calendar after today."""
    if until <= at.astimezone(introduction.owner.zone).date():
        raise Refused(_("Give a day after today."), field="until")
    with transaction.atomic():
        row = locked(introduction, IntroductionState.MADE)
        new = {"follow_up_on": until}
        move(row, introduction, "introduction.put_off", by=by, at=at, new=new)


def close_introduction(*, introduction: Introduction, outcome: str, by: User, at: datetime) -> None:
    """What came of it, in a few words, also where it was nothing."""
    if not outcome.strip():
        words = _("Write down what came of it, even if it was nothing.")
        raise ReasonMissing(words, field="outcome")
    with transaction.atomic():
        row = locked(introduction, IntroductionState.MADE)
        new = {
            "state": IntroductionState.CLOSED,
            "outcome": outcome.strip(),
            "closed_at": at,
            "follow_up_on": None,
        }
        move(row, introduction, "introduction.closed", by=by, at=at, new=new)


def pass_on(*, creator_ids: list[int], before: User, to: User, at: datetime) -> int:
    """Open introductions of creators who were handed over go with them, unless their old contact
    still looks after the other one. Gives how many."""
    moved = 0
    states = [*OPEN, IntroductionState.MADE]
    with transaction.atomic():
        for found in to_pass_on(creator_ids, before, states):
            row = locked(found, *states)
            told = {"owner": [str(row.owner), str(to)]}
            verb, new = "introduction.handed_over", {"owner": to}
            move(row, found, verb, by=None, at=at, new=new, told=told)
            moved += 1
    return moved
