"""Check-ins that are due, and those whose mail did not arrive (product.md, rows 42 and 43)."""

from datetime import timedelta
from operator import attrgetter
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from checkins.enums import CheckInKind, CheckInState
from checkins.errors import AddressSuppressed, MissingWords, NoAddressKnown, SlotTaken
from checkins.models import CheckIn, Touch
from checkins.queries.contact import TO_MANY
from checkins.queries.lines.known import asked, given, placed, with_owner
from checkins.queries.reach import with_reach
from checkins.rules.reasons import explain
from checkins.today import LIMIT, Asking, LineAction, Lines, TodayLine
from core.models.mail import MailState
from core.prepared import Given, prepared
from partnerships.enums import Stage
from partnerships.models import Partnership

_PATH = ("partnership__creator", "partnership__brand")
_OWNER, _partnership = "partnership__owner", attrgetter("partnership")
_HELD = {
    "late": gettext_lazy("It was overdue before it could be planned: read it before it goes out."),
    "slot": SlotTaken.message,
    "words": gettext_lazy("The template is broken. Mend it in the settings."),
}
# How a mail ends that nobody read.
_LOST = {
    MailState.BOUNCED: gettext_lazy("The mail of %(date)s came back: the address does not work."),
    MailState.COMPLAINED: gettext_lazy("The mail of %(date)s was marked as spam."),
    MailState.FAILED: gettext_lazy("The mail of %(date)s could not be sent."),
    MailState.SUPPRESSED: gettext_lazy(
        "The mail of %(date)s was not sent: the address is blocked."
    ),
    MailState.UNKNOWN: gettext_lazy("Nobody knows whether the mail of %(date)s arrived."),
}
# Longer than the longest rhythm: by then the next one says what is wrong.
LOOKS_BACK = timedelta(days=100)


def due_check_ins(asking: Asking) -> Lines:
    """Planned ones up to a week ahead, the longest overdue first."""
    [found] = yield [asked(_due, asking)]
    found = placed(found, asking, _partnership)
    return [_line(row, asking) for row in found]


def next_check_in(asking: Asking) -> TodayLine | None:
    found = placed(_next(asking.mine, **given(asking)), asking, _partnership)
    return next((_line(row, asking) for row in found), None)


def _due(mine: bool) -> "QuerySet[CheckIn, Any]":
    return _kept_warm(mine).filter(due_on__lte=Given("until")).order_by("due_on", "pk")[:LIMIT]


@prepared
def _next(mine: bool) -> "QuerySet[CheckIn, Any]":
    return _kept_warm(mine).filter(due_on__gt=Given("until")).order_by("due_on", "pk")[:1]


def undelivered(asking: Asking) -> Lines:
    """Sent, never arrived, and nobody has been in touch since."""
    [rows] = yield [asked(_undelivered, asking, since=asking.at - LOOKS_BACK)]
    return [_lost(row, asking) for row in placed(rows, asking, _partnership)]


def _undelivered(mine: bool) -> "QuerySet[CheckIn, Any]":
    later = Touch.objects.filter(
        partnership=OuterRef("partnership"), pk__gt=OuterRef("mail__touch__pk")
    ).exclude(kind__in=TO_MANY)
    rows = CheckIn.objects.filter(
        ~Exists(later),
        state=CheckInState.SENT,
        mail__state__in=list(_LOST),
        sent_at__gt=Given("since"),
    ).exclude(partnership__stage=Stage.ENDED)
    if mine:
        rows = rows.filter(partnership__owner=Given("user"))
    rows = rows.select_related(*_PATH, *with_owner(mine, _OWNER), "mail")
    return rows.order_by("sent_at")[:LIMIT]


def _kept_warm(mine: bool) -> "QuerySet[CheckIn, Any]":
    rows = with_reach(CheckIn.objects.filter(state=CheckInState.PLANNED)).exclude(
        partnership__stage=Stage.ENDED
    )
    if mine:
        rows = rows.filter(partnership__owner=Given("user"))
    return rows.select_related(*_PATH, *with_owner(mine, _OWNER))


def _line(row: Any, asking: Asking) -> TodayLine:
    partnership = row.partnership
    zone = partnership.creator.zone
    local_today = asking.at.astimezone(zone).date()
    language = get_language() or "en"
    checkpoint = row.kind == CheckInKind.CHECKPOINT
    problem = _problem(row)
    return TodayLine(
        key=f"checkin:{row.public_id}",
        kind="checkpoint" if checkpoint else "check_in",
        title=str(partnership.creator),
        what=f"{row.get_kind_display()} · {partnership.brand}",
        reason=explain(row.reason, language, local_today),
        url=page("creators:profile", row, partnership.creator.public_id),
        due_on=row.due_on,
        local_today=local_today,
        due_at=None if row.by_hand or problem else row.send_at,
        zone=zone,
        overdue=row.due_on < local_today,
        partnership=partnership,
        actions=_actions(row, can_mail=_reachable(row), talk=checkpoint),
        problem=problem,
        note="" if row.by_hand or problem else str(_("Goes out by itself")),
    )


def _reachable(row: Any) -> bool:
    return bool(row.to_email) and not row.is_suppressed


def _problem(row: Any) -> str:
    if not row.to_email:
        return str(NoAddressKnown.message)
    if row.is_suppressed:
        return str(AddressSuppressed.message)
    held, _colon, missing = (row.reason.get("held") or "" if row.by_hand else "").partition(":")
    if missing:
        return str(MissingWords(missing.split(":"), row.partnership.creator.name))
    return str(_HELD.get(held, "")) if held else ""


def _actions(row: CheckIn, *, can_mail: bool, talk: bool) -> tuple[LineAction, ...]:
    """What is most likely first: a mail, for a checkpoint the talk."""
    send = LineAction("send", gettext_lazy("Send"), page("checkins:send", row, row.public_id))
    done = LineAction("done", gettext_lazy("Done"), page("checkins:done", row, row.public_id))
    first = (done, send) if talk else (send, done)
    return (
        *(first if can_mail else (done,)),
        LineAction("skip", gettext_lazy("Leave out"), page("checkins:skip", row, row.public_id)),
    )


def _lost(row: CheckIn, asking: Asking) -> TodayLine:
    partnership = row.partnership
    assert row.mail is not None
    sent = str(_day(row, asking))
    return TodayLine(
        key=f"undelivered:{row.public_id}",
        kind="undelivered",
        title=str(partnership.creator),
        what=f"{row.get_kind_display()} · {partnership.brand}",
        reason=str(_LOST[MailState(row.mail.state)]) % {"date": sent},
        url=page("creators:profile", row, partnership.creator.public_id),
        due_on=asking.today,
        zone=partnership.creator.zone,
        partnership=partnership,
        actions=(log_action(partnership, row),),
        problem=row.mail.last_error,
    )


def _day(row: CheckIn, asking: Asking) -> str:
    assert row.sent_at is not None
    return date_format(row.sent_at.astimezone(asking.user.zone).date(), "j E")


def log_action(partnership: Partnership, row: Any) -> LineAction:
    url = page("checkins:log_touch", row, partnership.public_id)
    return LineAction("log", gettext_lazy("Log a contact"), url)


def page(name: str, row: Any, *ids: str) -> str:
    """A page of the row's workspace (loaded with it)."""
    return reverse(name, args=[row.workspace.slug, *ids])
