"""Campaigns, briefs, deliverables, and what is paid for them."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from campaigns.enums import CollaborationState
from campaigns.models import Brief, BriefVersion, Collaboration, Deliverable, Payment
from checkins.enums import Direction, TimelineGroup
from checkins.queries.events.talk import person, problem_of
from checkins.timeline_sources import Asking, Entry, Happening, Telling
from core.models import AuditEntry, OutgoingMail
from core.money import Money, format_money
from core.templatetags.ui import day as day_in_words

_STEPS = {
    "deliverable.taken_back": ("undo-2", Direction.OUT),
}
# As much of a campaign as a line says.
CAMPAIGN = ("campaign__name", "campaign__public_id")
_DIRECTIONS = {verb: move for verb, (_icon, move) in _STEPS.items()}


def _ask_parts(asking: Asking) -> Any:
    rows = Collaboration.objects.filter(asking.of("partnership"))
    return rows.select_related("campaign", "payment__paid_by", "brief").only(
        "public_id", "partnership", "state", "created_at", "closed_at", *CAMPAIGN,
        "brief__public_id", "brief__locked_at", "payment__public_id", "payment__amount",
        "payment__currency", "payment__due_on", "payment__paid_on", *person("payment__paid_by"),
    )  # fmt: skip


def parts(asking: Asking) -> Telling:
    """A creator takes part in some tens of campaigns: one read tells joining, closing, the lock of
    the brief and the payment of each."""
    [rows] = yield [asking.ask(_ask_parts)]
    found: list[Happening] = []
    for row in rows:
        if asking.wants(TimelineGroup.WORK):
            found += _of_part(asking, row)
        payment: Payment | None = getattr(row, "payment", None)
        if payment is not None and asking.wants(TimelineGroup.TERMS):
            found += _of_payment(asking, row, payment)
    if asking.direction:
        found = [one for one in found if _MOVES.get(one.kind) == asking.direction]
    return asking.kept(found)


# Whose move each kind of `parts` is.
_MOVES = {"locked": Direction.OUT, "paid": Direction.OUT}


def _of_part(asking: Asking, row: Collaboration) -> Iterator[Happening]:
    def line(icon: str, what: str, direction: str = "") -> Entry:
        return Entry(
            icon=icon,
            what=what,
            brand=asking.brand(row.partnership_id),
            link=asking.url("campaigns:detail", row.campaign.public_id),
            direction=direction,
        )

    names = {"campaign": row.campaign.name}
    yield Happening(
        row.created_at, "joined", row.public_id,
        lambda: line("flag", _("Joined the campaign “%(campaign)s”") % names),
    )  # fmt: skip
    if row.closed_at is not None and row.state == CollaborationState.CLOSED:
        yield Happening(
            row.closed_at, "closed", row.public_id,
            lambda: line("flag-off", _("Campaign “%(campaign)s” closed") % names),
        )  # fmt: skip
    brief: Brief | None = getattr(row, "brief", None)
    if brief is not None and brief.locked_at is not None:
        yield Happening(
            brief.locked_at, "locked", brief.public_id,
            lambda: line("lock", _("Brief locked: %(campaign)s") % names, Direction.OUT),
        )  # fmt: skip


def _of_payment(asking: Asking, row: Collaboration, payment: Payment) -> Iterator[Happening]:
    money = format_money(Money(payment.amount, payment.currency))

    def line(icon: str, what: str, on: date, who: str = "", direction: str = "") -> Entry:
        return Entry(
            icon=icon,
            what=what % {"money": money},
            on=on,
            brand=asking.brand(row.partnership_id),
            who=who,
            body=row.campaign.name,
            link=asking.url("campaigns:detail", row.campaign.public_id),
            direction=direction,
        )

    due, paid = payment.due_on, payment.paid_on
    if due <= asking.today and (paid is None or paid > due):
        yield Happening(
            asking.noon(due), "payment_due", payment.public_id,
            lambda: line("clock-alert", _("%(money)s was due"), due),
        )  # fmt: skip
    if paid is not None:
        yield Happening(
            asking.noon(paid), "paid", payment.public_id,
            lambda: line(
                "banknote", _("Paid %(money)s"), paid, str(payment.paid_by or ""), Direction.OUT
            ),
        )  # fmt: skip


def _ask_briefs(asking: Asking) -> Any:
    mails = OutgoingMail.objects.filter(
        about_type=BriefVersion._meta.label_lower, about_id=OuterRef("public_id")
    )
    asked = (
        BriefVersion.objects.filter(asking.of("brief__collaboration__partnership"))
        .select_related("shared_by", "brief__collaboration__campaign")
        .only(
            "public_id", "shared_at", "number", "after_lock", *person("shared_by"),
            "brief__collaboration__public_id", *_of_part_in("brief__collaboration"),
        )
        .annotate(mail_state=Subquery(mails.order_by("-pk").values("state")[:1]))
    )  # fmt: skip
    return asking.newest(asked, "brief", "shared_at")


def briefs(asking: Asking) -> Telling:
    [rows] = yield [asking.ask(_ask_briefs)]
    return [
        Happening(row.shared_at, "brief", row.public_id, partial(_brief, asking, row))
        for row in rows
    ]


def _brief(asking: Asking, row: BriefVersion) -> Entry:
    part = row.brief.collaboration
    names = {"campaign": part.campaign.name, "number": row.number}
    state = getattr(row, "mail_state", None)
    if row.after_lock:
        what = _("Brief changed after the lock: %(campaign)s, version %(number)s") % names
    elif row.number > 1:
        what = _("Brief shared anew: %(campaign)s, version %(number)s") % names
    else:
        what = _("Brief shared: %(campaign)s") % names
    return Entry(
        icon="file-pen-line" if row.after_lock else "file-text",
        what=what,
        brand=asking.brand(part.partnership_id),
        who=str(row.shared_by),
        link=asking.url("campaigns:brief_version", part.public_id, row.number),
        problem=problem_of(OutgoingMail(state=state)) if state else "",
        direction=Direction.OUT,
    )


def _of_part_in(path: str) -> tuple[str, ...]:
    return (f"{path}__partnership", *(f"{path}__{column}" for column in CAMPAIGN))


def _deliverables(asking: Asking) -> Any:
    rows = Deliverable.objects.filter(asking.of("collaboration__partnership"))
    return rows.select_related("collaboration__campaign").only(
        "public_id", "title", "due_on", "published_at", "link", *_of_part_in("collaboration")
    )


def _ask_published(asking: Asking) -> Any:
    asked = _deliverables(asking).filter(published_at__isnull=False)
    return asking.newest(asked, "published", "published_at")


def published(asking: Asking) -> Telling:
    [rows] = yield [asking.ask(_ask_published)]
    return [
        Happening(row.published_at, "published", row.public_id, partial(_published, asking, row))
        for row in rows
    ]


def _published(asking: Asking, row: Deliverable) -> Entry:
    part = row.collaboration
    due = _("due %(day)s") % {"day": day_in_words(row.due_on)}
    return Entry(
        icon="megaphone",
        what=_("Published: %(title)s") % {"title": row.title},
        brand=asking.brand(part.partnership_id),
        body=f"{part.campaign.name} · {due}",
        link=asking.url("campaigns:detail", part.campaign.public_id),
        outside=row.link,
        direction=Direction.IN,
    )


def _ask_missed(asking: Asking) -> Any:
    asked = (
        _deliverables(asking)
        .filter(due_on__lt=asking.given("today"))
        .exclude(collaboration__state=CollaborationState.DECLINED)
        .annotate(out_on=TruncDate("published_at", tzinfo=asking.creator.zone))
        .filter(Q(out_on=None) | Q(out_on__gt=F("due_on")))
    )
    return asking.newest_days(asked, "due", "due_on")


def missed(asking: Asking) -> Telling:
    """Due days that passed without the piece; one that was out in time says its day itself."""
    [rows] = yield [asking.ask(_ask_missed)]
    return [
        Happening(asking.noon(row.due_on), "due", row.public_id, partial(_missed, asking, row))
        for row in rows
    ]


def _missed(asking: Asking, row: Deliverable) -> Entry:
    part = row.collaboration
    return Entry(
        icon="clock-alert",
        what=_("Was due: %(title)s") % {"title": row.title},
        on=row.due_on,
        brand=asking.brand(part.partnership_id),
        body=part.campaign.name,
        link=asking.url("campaigns:detail", part.campaign.public_id),
    )


def _ask_steps(asking: Asking) -> Any:
    deliverables = _deliverables(asking).values("public_id")
    verbs = [
        verb for verb, move in _DIRECTIONS.items() if asking.direction in ("", move)
    ]  # fmt: skip
    asked = AuditEntry.objects.filter(
        object_type=Deliverable._meta.label_lower, object_id__in=deliverables, verb__in=verbs
    ).select_related("by")
    asked = asked.only("public_id", "at", "object_id", "verb", *person("by"))
    return asking.newest(asked, "step")


def steps(asking: Asking) -> Telling:
    """What is not kept in a column is in the audit: publications taken back."""
    [rows] = yield [asking.ask(_ask_steps)]
    ids = [row.object_id for row in rows]
    [found] = yield [_deliverables(asking).filter(public_id__in=ids)]
    pieces = {one.public_id: one for one in found}
    return [
        Happening(
            row.at, "step", row.public_id, partial(_step, asking, row, pieces[row.object_id])
        )
        for row in rows
    ]  # fmt: skip


def _step(asking: Asking, row: AuditEntry, piece: Deliverable) -> Entry:
    part = piece.collaboration
    icon, direction = _STEPS[row.verb]
    names = {"title": piece.title}
    return Entry(
        icon=icon,
        what=_("Publication taken back: %(title)s") % names,
        brand=asking.brand(part.partnership_id),
        who=str(row.by or ""),
        body=part.campaign.name,
        link=asking.url("campaigns:detail", part.campaign.public_id),
        direction=direction,
    )
