"""Leave and illness of a creator: noted, ended, and the plans follow (product.md, row 42)."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from checkins.actions.planning import AWAY, replan_partnership
from checkins.enums import AbsenceKind
from checkins.errors import Refused
from checkins.models import Absence
from checkins.note_emails import KIND as NOTE
from checkins.queries.absences import spans_of
from checkins.queries.writing import ANSWER_KEY
from checkins.rules.away import NEVER_AWAY, Span, next_free_moment
from checkins.rules.hours import Hours
from core.audit import record
from core.mail.outbox import cancel_mail, put_off
from core.models import OutgoingMail
from core.models.mail import MailState
from creators.models import Creator
from partnerships.models import Partnership

# Days before and after today, and between the two ends: beyond it is a slip of the year.
FURTHEST = timedelta(days=731)
_DAY = timedelta(days=1)
_WHY = "the creator is away"


def add_absence(
    *,
    creator: Creator,
    kind: str,
    first: date,
    until: date | None,
    by: User | None,
    at: datetime,
    note: str = "",
) -> Absence:
    """They are away from `first` to `until`, dates where they live, both included; `until` None:
    nobody knows yet. The check-ins of all their partnerships follow.

    The same again gives the one that is there. Refused (with `field`) where the dates are in
    the wrong order, out of all reason, or overlap another absence.
    """
    _refuse_dates(first, until, at.astimezone(creator.zone).date())
    with transaction.atomic():
        rows = _locked(creator)
        for there in Absence.objects.filter(creator=creator):
            if (there.first, there.until) == (first, until):
                return there
            _refuse_overlap(there, Span(first, until))
        absence = Absence(
            workspace_id=creator.workspace_id,
            creator=creator,
            kind=AbsenceKind(kind),
            first=first,
            until=until,
            note=note.strip()[:200],
            by=by,
            created_at=at,
        )
        absence.save(force_insert=True)
        told = {"kind": absence.kind, "first": first, "until": until}
        record(verb="absence.noted", obj=absence, by=by, at=at, changes=told)
        _follow(rows, by=by, at=at)
    return absence


def end_absence(*, absence: Absence, last: date, by: User | None, at: datetime) -> Absence | None:
    """Its last day is, or was, `last`: they are back already, come later, or it is known at last.

    A day before its first takes it away (None): it did not happen. The same again changes
    nothing. Refused (field "last") where it would run into another absence.
    """
    with transaction.atomic():
        rows = _locked(absence.creator)
        now = Absence.objects.select_related("creator").filter(pk=absence.pk).first()
        if now is None or now.until == last:
            return now
        if last < now.first:
            record(verb="absence.removed", obj=now, by=by, at=at, changes={"first": now.first})
            now.delete()
        else:
            _refuse_length(now.first, last, field="last")
            others = Absence.objects.filter(creator=now.creator_id).exclude(pk=now.pk)
            for there in others:
                _refuse_overlap(there, Span(now.first, last), field="last")
            changes = {"until": [now.until, last]}
            Absence.objects.filter(pk=now.pk).update(until=last)
            now.until = last
            record(verb="absence.ended", obj=now, by=by, at=at, changes=changes)
        _follow(rows, by=by, at=at)
    return now if last >= now.first else None


def _locked(creator: Creator) -> list[Partnership]:
    """One at a time for a creator. The partnerships first, as whoever plans holds them."""
    rows = Partnership.objects.filter(creator=creator).select_for_update(no_key=True, of=("self",))
    found = list(rows.select_related("creator", "brand").order_by("pk"))
    list(Creator.objects.filter(pk=creator.pk).select_for_update(no_key=True).values_list("pk"))
    return found


def _follow(rows: list[Partnership], *, by: User | None, at: datetime) -> None:
    for row in rows:
        replan_partnership(partnership=row, by=by, at=at, why=AWAY)
    if rows:
        _notes_wait(rows[0].creator, at=at)


def _notes_wait(creator: Creator, *, at: datetime) -> None:
    """Letters that wait for a working hour wait until they are back; where nobody knows when that
    is, they are taken back: their words stay on the timeline. An answer to their own words goes."""
    away = spans_of([creator.pk]).get(creator.pk, NEVER_AWAY)
    waiting = OutgoingMail.objects.filter(
        kind=NOTE, state=MailState.QUEUED, due_at__gt=at, touch__partnership__creator=creator
    )
    for mail in waiting.exclude(key__startswith=ANSWER_KEY).order_by("pk"):
        moment = next_free_moment(mail.due_at, Hours.of(creator), away)
        if moment is None:
            cancel_mail(mail, at=at, why=_WHY)
        elif moment != mail.due_at:
            put_off(mail, due_at=moment, at=at, why=_WHY)


def _refuse_dates(first: date, until: date | None, today: date) -> None:
    if abs(first - today) > FURTHEST:
        raise Refused(_("Look at the year: this day is far away."), field="first")
    if until is None:
        return
    if until < first:
        raise Refused(_("The last day lies before the first."), field="until")
    _refuse_length(first, until, field="until")


def _refuse_length(first: date, until: date, *, field: str) -> None:
    if until - first > FURTHEST:
        raise Refused(_("That is more than two years. Pause the partnership instead."), field=field)


def _refuse_overlap(there: Absence, span: Span, *, field: str = "first") -> None:
    if not Span(there.first, there.until).overlaps(span):
        return
    names = {"first": _written(there.first), "kind": there.get_kind_display()}
    if there.until is None:
        words = _("They are away since %(first)s already (%(kind)s). Say until when first.")
        raise Refused(words % names, field=field)
    names["until"] = _written(there.until)
    words = _("They are away from %(first)s to %(until)s already (%(kind)s).")
    raise Refused(words % names, field=field)


def _written(day: date) -> str:
    return str(date_format(day, "j E Y"))
