"""One act on several ticked lines of Today (product.md, row 43): each line in a transaction of its
own, and for each it is told what became of it. What cannot be done stops none of the others."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User, Workspace
from checkins import emails
from checkins.actions.closing import mark_done
from checkins.actions.sending import Outcome, goes_out_at, send_check_in
from checkins.actions.snoozes import snooze_line
from checkins.enums import CheckInState
from checkins.errors import AlreadyClosed, Refused
from checkins.models import CheckIn, CheckInTemplate
from checkins.queries.absences import spans_of
from checkins.queries.templates import standard_texts
from checkins.rules.away import NEVER_AWAY, Spans
from checkins.rules.hours_words import weekday_of
from checkins.today import CHECK_IN_KEY, TodayLine
from core.versions import EditConflict
from partnerships.actions.handover import hand_over_many
from partnerships.errors import Refused as PartnershipRefused
from partnerships.models import Partnership


@dataclass(frozen=True)
class Told:
    """What became of one line. `gone`: somebody had done it before."""

    title: str
    words: str
    done: bool = True
    gone: bool = False
    key: str = ""


@dataclass(frozen=True)
class Ready:
    """A check-in with its mail as it would go now; `seen` stands for these very words. With a
    `problem` it cannot go."""

    check_in: CheckIn
    line: TodayLine
    letter: emails.Letter | None = None
    goes_at: datetime | None = None
    problem: str = ""

    @property
    def seen(self) -> str:
        if self.letter is None:
            return ""
        return sha256(f"{self.letter.subject}\n{self.letter.body}".encode()).hexdigest()[:16]


def gone(title: str) -> Told:
    return Told(title, _("It was done meanwhile."), done=False, gone=True)


def rest_several(
    *, workspace: Workspace, lines: Iterable[TodayLine], until: date, by: User, at: datetime
) -> list[Told]:
    """Each rests for `by` until that day; again for the same day changes nothing."""
    words = _("Rests until %(day)s.") % {"day": weekday_of(until)}

    def rest(line: TodayLine) -> str:
        snooze_line(workspace=workspace, user=by, key=line.key, until=until, at=at)
        return words

    return _each(lines, rest)


def done_several(
    *, lines: Iterable[TodayLine], how: str, note: str, by: User, at: datetime
) -> list[Told]:
    """Check-ins that were done by hand, all the same way (a TouchKind)."""
    check_ins = _check_ins(lines)

    def done(line: TodayLine) -> str:
        if "done" not in line.can.split():
            raise Refused(_("This is not noted in passing: open it."))
        mark_done(check_in=_found(check_ins, line), how=how, note=note, by=by, at=at)
        return _("Noted.")

    return _each(lines, done)


def ready_to_send(lines: Iterable[TodayLine], at: datetime) -> list[Ready]:
    """Every ticked check-in as it would go; reads only."""
    lines = list(lines)
    check_ins = _check_ins(lines)
    texts = standard_texts()
    away = spans_of(row.partnership.creator_id for row in check_ins.values())
    return [
        _ready(
            row, line, at,
            template=texts[row.kind, row.partnership.creator.language],
            away=away.get(row.partnership.creator_id, NEVER_AWAY),
        )
        for line in lines
        if (row := check_ins.get(line.key)) is not None
    ]  # fmt: skip


def send_several(
    *, lines: Iterable[TodayLine], seen: Mapping[str, str], by: User, at: datetime
) -> list[Told]:
    """Send the check-ins whose mail still is what was seen of it (`seen`: line key → Ready.seen).
    Where it is no working hour they wait for the next one."""
    check_ins = _check_ins(lines := list(lines))

    def send(line: TodayLine) -> str:
        row = _ready(_found(check_ins, line), line, at)
        if row.problem:
            raise Refused(row.problem)
        if row.seen != seen.get(line.key):
            raise Refused(_("The mail is not the one you saw any more. Look at it again."))
        check_in = row.check_in
        outcome = send_check_in(
            check_in=check_in,
            by=by,
            at=at,
            personal_line=check_in.personal_line,
            expected=check_in.version,
        )
        return _went(outcome, check_in.partnership)

    return _each(lines, send)


def hand_over_several(
    *,
    lines: Iterable[TodayLine],
    to: User,
    before: Mapping[str, str],
    note: str,
    tell_creator: bool,
    by: User,
    at: datetime,
) -> list[Told]:
    """Each partnership once, however many of its lines are ticked; taken only from whom it was
    seen with (`before`: public ids, partnership → owner)."""
    told: dict[int, Told] = {}

    def hand(line: TodayLine) -> str:
        partnership: Partnership = line.partnership
        if partnership is None:
            raise Refused(_("It belongs to no partnership, so there is nothing to hand over."))
        if partnership.pk in told:
            return told[partnership.pk].words
        keeper = User.objects.filter(public_id=before.get(partnership.public_id, "")).first()
        done = hand_over_many(
            partnerships=[partnership],
            to=to,
            from_owner=keeper or partnership.owner,
            note=note,
            tell_creator=tell_creator,
            by=by,
            at=at,
        )
        if done.moved:
            raise Refused(_("%(name)s has it meanwhile.") % {"name": done.moved[0].owner})
        words = _("%(name)s looks after it from now on.") % {"name": to}
        if done.untold:
            words += " " + _("Nobody told them by mail: tell them yourself.")
        told[partnership.pk] = Told(line.title, words)
        return words

    return _each(lines, hand)


def _each(lines: Iterable[TodayLine], act: Callable[[TodayLine], str]) -> list[Told]:
    found = []
    for line in lines:
        title = f"{line.title}: {line.what}"
        try:
            with transaction.atomic():
                found.append(Told(title, act(line), key=line.key))
        except AlreadyClosed:
            found.append(gone(title))
        except (Refused, PartnershipRefused) as refused:
            found.append(Told(title, str(refused), done=False, key=line.key))
        except EditConflict:
            words = _("Somebody wrote another line for it meanwhile. Look at it again.")
            found.append(Told(title, words, done=False, key=line.key))
    return found


def _check_ins(lines: Iterable[TodayLine]) -> dict[str, CheckIn]:
    """Line key → the planned check-in."""
    ids = [
        line.key.removeprefix(CHECK_IN_KEY) for line in lines if line.key.startswith(CHECK_IN_KEY)
    ]
    rows: Any = CheckIn.objects.filter(public_id__in=ids, state=CheckInState.PLANNED)
    rows = rows.select_related(
        "partnership__creator", "partnership__brand", "partnership__owner",
        "partnership__workspace",
    )  # fmt: skip
    return {f"{CHECK_IN_KEY}{row.public_id}": row for row in rows}


def _found(check_ins: Mapping[str, CheckIn], line: TodayLine) -> CheckIn:
    if not line.key.startswith(CHECK_IN_KEY):
        raise Refused(_("This is no check-in, so there is no mail to send: open it."))
    if line.key not in check_ins:
        raise AlreadyClosed
    return check_ins[line.key]


def _ready(
    check_in: CheckIn,
    line: TodayLine,
    at: datetime,
    *,
    template: CheckInTemplate | None = None,
    away: Spans | None = None,
) -> Ready:
    if "send" not in line.can.split():
        return Ready(check_in, line, problem=line.problem or str(Refused.message))
    try:
        letter = emails.letter_of(check_in, check_in.personal_line, template)
        goes_at = goes_out_at(check_in.partnership, at, away)
    except Refused as refused:
        return Ready(check_in, line, problem=str(refused))
    return Ready(check_in, line, letter, goes_at)


def _went(outcome: Outcome, partnership: Partnership) -> str:
    if outcome.waits_until is None:
        return _("On its way.")
    local = outcome.waits_until.astimezone(partnership.creator.zone)
    when = f"{date_format(local.date(), 'l, j E')}, {local:%H:%M}"
    return _("Goes on %(when)s, their time.") % {"when": when}
