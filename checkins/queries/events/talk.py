"""Contacts, either way, and check-ins that were left out."""

from functools import partial
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from checkins.enums import CheckInState, Direction, TouchKind
from checkins.models import CheckIn, Touch
from checkins.queries.contact import TWO_WAY, UNDELIVERED
from checkins.timeline_sources import Asking, Entry, Happening, Telling
from core.models import OutgoingMail
from core.search import fold

ICONS = {
    TouchKind.CHECK_IN: "send",
    TouchKind.REPLY: "reply",
    TouchKind.MESSAGE: "message-circle",
    TouchKind.CALL: "phone",
    TouchKind.MEETING: "users",
    TouchKind.COMMENT: "message-square-quote",
    TouchKind.QUESTION: "circle-question-mark",
    TouchKind.OPINION: "lightbulb",
    TouchKind.HOW_IS_YEAR: "sun",
    TouchKind.WIN: "trophy",
    TouchKind.BRIEF: "file-text",
    TouchKind.SUMMARY: "chart-column",
    TouchKind.INTRODUCTION: "user-round-plus",
}
# These are told by the brief and by the summary themselves.
_TOLD_ELSEWHERE = Q(source_key__startswith="brief:") | (
    Q(kind=TouchKind.SUMMARY) & ~Q(source_key__startswith="form:")
)


def person(field: str) -> tuple[str, str]:
    """The columns by which somebody is named, for `only()`."""
    return (f"{field}__name", f"{field}__email")


def problem_of(mail: OutgoingMail | None) -> str:
    """Words where a mail surely was not read."""
    if mail is None or mail.state not in UNDELIVERED:
        return ""
    return _("Did not arrive: %(state)s") % {"state": mail.get_state_display()}


def _ask_touches(asking: Asking) -> Any:
    rows = Touch.objects.filter(asking.of("partnership")).exclude(_TOLD_ELSEWHERE)
    if asking.direction == Direction.IN:
        rows = rows.filter(direction__in=TWO_WAY)
    elif asking.direction == Direction.OUT:
        rows = rows.exclude(direction=Direction.IN)
    for word in asking.words:
        kinds = [kind for kind in TouchKind if word in fold(str(kind.label))]
        rows = rows.filter(Q(search__contains=word) | Q(kind__in=kinds))
    asked = rows.select_related("by", "mail").only(
        "public_id", "at", "partnership", "kind", "direction", "subject", "body", "asks",
        "mail__state", *person("by"),
    )  # fmt: skip
    return asking.newest(asked, "touch")


def touches(asking: Asking) -> Telling:
    [found] = yield [asking.ask(_ask_touches)]
    return [
        Happening(touch.at, "touch", touch.public_id, partial(_touch, asking, touch))
        for touch in found
    ]


def _touch(asking: Asking, touch: Touch) -> Entry:
    partnership = asking.partnerships[touch.partnership_id]
    theirs = touch.direction == Direction.IN
    return Entry(
        icon=ICONS.get(TouchKind(touch.kind), "message-circle"),
        what=touch.get_kind_display(),
        brand=str(partnership.brand),
        who=str(asking.creator) if theirs else str(touch.by or ""),
        body="\n".join(filter(None, [touch.subject, touch.body])),
        link=asking.url("partnerships:detail", partnership.public_id),
        problem=problem_of(touch.mail),
        direction=touch.direction,
        asks=touch.asks,
    )


def _ask_left_out(asking: Asking) -> Any:
    asked = CheckIn.objects.filter(
        asking.of("partnership"), state=CheckInState.SKIPPED
    ).select_related("closed_by")
    asked = asked.only("public_id", "partnership", "closed_at", "skip_reason", *person("closed_by"))
    return asking.newest(asked, "left_out", "closed_at")


def left_out(asking: Asking) -> Telling:
    [rows] = yield [asking.ask(_ask_left_out)]
    return [
        Happening(row.closed_at, "left_out", row.public_id, partial(_left_out, asking, row))
        for row in rows
    ]


def _left_out(asking: Asking, row: CheckIn) -> Entry:
    partnership = asking.partnerships[row.partnership_id]
    return Entry(
        icon="calendar-x",
        what=_("Check-in left out"),
        brand=str(partnership.brand),
        who=str(row.closed_by or ""),
        body=row.skip_reason,
        link=asking.url("partnerships:detail", partnership.public_id),
    )
