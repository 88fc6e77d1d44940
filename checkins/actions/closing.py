"""What a person does with a planned check-in besides sending it: done another way, left out with
a reason, held, given a personal line, put off (product.md, rows 42 and 43)."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import User
from checkins.actions.planning import lock, replan_partnership
from checkins.actions.touches import log_touch
from checkins.enums import CheckInState, Direction, TouchKind
from checkins.errors import AlreadyClosed, ReasonMissing, Refused
from checkins.models import CheckIn, Touch
from checkins.queries.absences import spans_of
from checkins.queries.plans import send_at_of
from checkins.rules.away import NEVER_AWAY
from checkins.rules.hours import Hours
from checkins.rules.wording import LONGEST_LINE
from core.audit import record
from core.versions import save_version
from creators.enums import ContactChannel

# A word with somebody goes both ways; what is sent or posted only says it was said.
_BOTH_WAYS = {TouchKind.CALL: ContactChannel.CALL, TouchKind.MEETING: ContactChannel.MEETING}


def close(check_in: CheckIn, *, state: str, by: User | None, at: datetime, **fields: Any) -> None:
    """Close a planned check-in, once: of two who try, the second gets AlreadyClosed.

    Inside the caller's transaction; waits for whoever works on the same partnership.
    """
    lock(check_in.partnership)
    new = {**fields, "state": state, "closed_by": by, "closed_at": at}
    closed = CheckIn.objects.filter(pk=check_in.pk, state=CheckInState.PLANNED).update(
        **new, version=F("version") + 1
    )
    if not closed:
        raise AlreadyClosed
    for name, value in new.items():
        setattr(check_in, name, value)


def mark_done(*, check_in: CheckIn, how: str, by: User, at: datetime, note: str = "") -> Touch:
    """They were in touch another way, `how` (a TouchKind): that contact is logged, and the next
    check-in counts from it."""
    kind = TouchKind(how)
    with transaction.atomic():
        close(check_in, state=CheckInState.DONE, by=by, at=at)
        record(verb="check_in.done", obj=check_in, by=by, at=at, changes={"how": kind})
        return log_touch(
            partnership=check_in.partnership,
            kind=kind,
            direction=Direction.BOTH if kind in _BOTH_WAYS else Direction.OUT,
            at=at,
            by=by,
            body=note,
            channel=_BOTH_WAYS.get(kind, check_in.partnership.creator.contact_by),
            source_key=f"checkin:{check_in.public_id}",
        )


def skip_check_in(*, check_in: CheckIn, reason: str, by: User, at: datetime) -> CheckIn | None:
    """Leave it out, with the reason that stays readable; the one planned next, if any."""
    if not reason.strip():
        raise ReasonMissing
    with transaction.atomic():
        words = reason.strip()[:200]
        close(check_in, state=CheckInState.SKIPPED, by=by, at=at, skip_reason=words)
        record(verb="check_in.skipped", obj=check_in, by=by, at=at, changes={"reason": words})
        planned = replan_partnership(partnership=check_in.partnership, by=by, at=at)
    return planned[check_in.kind].check_in


def take_by_hand(
    *, check_in: CheckIn, by: User | None, at: datetime, by_hand: bool = True, why: str = ""
) -> None:
    """Hold it for a person, or (`by_hand` False) let it go out by itself again.

    `why`: a code of actions/planning.py where the system itself holds it.
    """
    _refuse_closed(check_in)
    reason = {key: value for key, value in check_in.reason.items() if key != "held"}
    fields: dict[str, Any] = {"by_hand": by_hand, "reason": reason}
    if why:
        fields["reason"] = {**reason, "held": why}
    if not by_hand:
        fields["send_at"] = _moment(check_in, check_in.due_on, at)
    with transaction.atomic():
        _change(check_in, fields)
        record(verb="check_in.held", obj=check_in, by=by, at=at, changes={"by_hand": by_hand})


def set_personal_line(
    *, check_in: CheckIn, text: str, expected: int, by: User, at: datetime
) -> None:
    """The words that only this person would write; EditConflict if somebody wrote theirs first."""
    _refuse_closed(check_in)
    line = clean_line(text)
    with transaction.atomic():
        save_version(check_in, expected=expected, changes={"personal_line": line})
        record(verb="check_in.line_written", obj=check_in, by=by, at=at, changes={"line": line})


def put_off(*, check_in: CheckIn, until: date, by: User | None, at: datetime) -> None:
    """Nothing goes out before `until`, a date where the creator lives. It stays due when it was."""
    fields = {"send_at": _moment(check_in, until, at)}
    with transaction.atomic():
        _change(check_in, fields)
        record(verb="check_in.put_off", obj=check_in, by=by, at=at, changes={"until": until})


def _moment(check_in: CheckIn, day: date, at: datetime) -> datetime:
    partnership = check_in.partnership
    away = spans_of([partnership.creator_id]).get(partnership.creator_id, NEVER_AWAY)
    return send_at_of(day, Hours.of(partnership.creator), away, at)


def clean_line(text: str) -> str:
    line = text.replace("\r\n", "\n").strip()
    if len(line) > LONGEST_LINE:
        raise Refused(
            _("At most %(count)d characters: it is one line.") % {"count": LONGEST_LINE},
            field="personal_line",
        )
    return line


def _change(check_in: CheckIn, fields: dict[str, Any]) -> None:
    changed = CheckIn.objects.filter(pk=check_in.pk, state=CheckInState.PLANNED).update(
        **fields, version=F("version") + 1
    )
    if not changed:
        raise AlreadyClosed
    check_in.refresh_from_db(fields=[*fields, "version"])


def _refuse_closed(check_in: CheckIn) -> None:
    if check_in.state != CheckInState.PLANNED:
        raise AlreadyClosed
