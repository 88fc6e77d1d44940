"""Contacts, either way, and check-ins that were left out."""

from functools import partial
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checkins.enums import CheckInState, Direction, TouchKind
from checkins.models import CheckIn, Touch
from checkins.queries.contact import TWO_WAY, UNDELIVERED
from checkins.timeline_sources import Asking, Entry, Happening, Telling
from core.models import InboundFile, OutgoingMail
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
    TouchKind.SURVEY: "list-checks",
}
# These are told by the brief, the idea, the round and the summary themselves.
_TOLD_ELSEWHERE = (
    Q(source_key__startswith="brief:")
    | Q(source_key__startswith="idea:")
    | Q(source_key__startswith="debrief:")
    | Q(source_key__startswith="round:")
    | (Q(kind=TouchKind.SUMMARY) & ~Q(source_key__startswith="form:"))
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
    asked = rows.select_related("by", "mail", "inbound").only(
        "public_id", "at", "partnership", "kind", "direction", "subject", "body", "asks",
        "awaits_answer", "mail__state", "inbound__from_email", "inbound__from_known",
        *person("by"),
    )  # fmt: skip
    sent = InboundFile.objects.filter(mail=OuterRef("inbound")).order_by().values("mail")
    asked = asked.annotate(files=Subquery(sent.annotate(n=Count("pk")).values("n")))
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
        facts=_facts(touch),
        link=asking.url("checkins:touch", touch.public_id),
        problem=problem_of(touch.mail),
        direction=touch.direction,
        asks=touch.asks,
    )


def _facts(touch: Touch) -> tuple[str, ...]:
    """What the words alone do not say of a mail of theirs."""
    n = getattr(touch, "files", None) or 0
    inbound = touch.inbound
    found = []
    if n:
        found.append(ngettext("%(n)d file", "%(n)d files", n) % {"n": n})
    if inbound is not None and inbound.from_known is False:
        found.append(_("from another address: %(address)s") % {"address": inbound.from_email})
    if touch.awaits_answer:
        found.append(_("Waits for an answer"))
    return tuple(found)


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
