"""One timeline (product.md, row 7): contacts, tiers, agreements, publications, payments, and
check-ins that were left out, newest first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _

from campaigns.enums import DeliverableState
from campaigns.models import Deliverable, Payment
from checkins.enums import CheckInState, Direction, TouchKind
from checkins.models import CheckIn, Touch
from checkins.queries.contact import UNDELIVERED
from core.money import Money, format_money
from partnerships.models import Agreement, Partnership, TierChange

PER_PAGE = 30
# So many pages back, a creator's history is read in the lists of campaigns and payments.
LAST_PAGE = 100
_ICONS = {
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
}


@dataclass(frozen=True)
class Entry:
    """`on` is set where only a day is known (of the creator's calendar); `at` orders both."""

    at: datetime
    icon: str
    what: str
    on: date | None = None
    brand: str = ""
    who: str = ""
    body: str = ""
    link: str = ""
    problem: str = ""
    from_them: bool = False
    asks: bool = False


@dataclass(frozen=True)
class TimelinePage:
    """Reads like a page of Django's Paginator where `components/pager.html` needs it."""

    entries: list[Entry]
    number: int
    has_next: bool

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_other_pages(self) -> bool:
        return self.has_next or self.has_previous

    def previous_page_number(self) -> int:
        return self.number - 1

    def next_page_number(self) -> int:
        return self.number + 1


def timeline(partnerships: Iterable[Partnership], number: int = 1) -> TimelinePage:
    """Page `number` of what happened with these partnerships (loaded with creator and brand); six
    queries, however much happened."""
    rows = {row.pk: row for row in partnerships}
    number = max(1, min(number, LAST_PAGE))
    enough = number * PER_PAGE + 1
    found = [
        *_touches(rows, enough),
        *_tiers(rows, enough),
        *_agreements(rows),
        *_published(rows, enough),
        *_paid(rows, enough),
        *_left_out(rows, enough),
    ]
    found.sort(key=lambda entry: entry.at, reverse=True)
    part = found[(number - 1) * PER_PAGE :]
    more = len(part) > PER_PAGE and number < LAST_PAGE
    return TimelinePage(part[:PER_PAGE], number, more)


Rows = dict[int, Partnership]


def _touches(rows: Rows, enough: int) -> Iterator[Entry]:
    found = Touch.objects.filter(partnership__in=rows).select_related("by", "mail")
    for touch in found.order_by("-at", "-pk")[:enough]:
        partnership = rows[touch.partnership_id]
        theirs = touch.direction == Direction.IN
        who = str(partnership.creator) if theirs else str(touch.by or "")
        lost = touch.mail is not None and touch.mail.state in UNDELIVERED
        yield Entry(
            at=touch.at,
            icon=_ICONS.get(TouchKind(touch.kind), "message-circle"),
            what=touch.get_kind_display(),
            brand=str(partnership.brand),
            who=who,
            body="\n".join(filter(None, [touch.subject, touch.body])),
            problem=_("Did not arrive: %(state)s") % {"state": touch.mail.get_state_display()}
            if lost and touch.mail
            else "",
            from_them=touch.direction != Direction.OUT,
            asks=touch.asks,
        )


def _tiers(rows: Rows, enough: int) -> Iterator[Entry]:
    found = TierChange.objects.filter(partnership__in=rows).select_related("by")
    for change in found.order_by("-at", "-pk")[:enough]:
        names = {"old": change.from_tier, "new": change.to_tier}
        yield Entry(
            at=change.at,
            icon="layers",
            what=_("From %(old)s to %(new)s") % names
            if change.from_tier
            else _("Partners, in %(new)s") % names,
            brand=str(rows[change.partnership_id].brand),
            who=str(change.by),
            body=change.reason,
        )


def _agreements(rows: Rows) -> Iterator[Entry]:
    for agreement in Agreement.objects.filter(partnership__in=rows).order_by("pk"):
        partnership = rows[agreement.partnership_id]
        signed = {"name": agreement.signed_by} if agreement.signed_by else None
        for day, what, body in (
            (agreement.sent_on, _("Agreement sent"), ""),
            (
                agreement.signed_on,
                _("Agreement signed"),
                _("For the creator by %(name)s") % signed if signed else "",
            ),
            (agreement.notice_given_on, _("Notice given"), agreement.get_notice_by_display()),
        ):
            if day is not None:
                yield _on(day, partnership, icon="handshake", what=what, body=str(body))


def _published(rows: Rows, enough: int) -> Iterator[Entry]:
    found = Deliverable.objects.filter(
        collaboration__partnership__in=rows, state=DeliverableState.PUBLISHED
    ).select_related("collaboration__campaign")
    for row in found.order_by("-published_at", "-pk")[:enough]:
        partnership = rows[row.collaboration.partnership_id]
        assert row.published_at is not None
        yield Entry(
            at=row.published_at,
            icon="megaphone",
            what=_("Published: %(title)s") % {"title": row.title},
            brand=str(partnership.brand),
            who=str(partnership.creator),
            body=row.collaboration.campaign.name,
            link=row.link,
            from_them=True,
        )


def _paid(rows: Rows, enough: int) -> Iterator[Entry]:
    found = Payment.objects.filter(
        collaboration__partnership__in=rows, paid_on__isnull=False
    ).select_related("collaboration__campaign", "paid_by")
    for row in found.order_by("-paid_on", "-pk")[:enough]:
        assert row.paid_on is not None
        yield _on(
            row.paid_on,
            rows[row.collaboration.partnership_id],
            icon="banknote",
            what=_("Paid %(money)s") % {"money": format_money(Money(row.amount, row.currency))},
            who=str(row.paid_by or ""),
            body=row.collaboration.campaign.name,
        )


def _left_out(rows: Rows, enough: int) -> Iterator[Entry]:
    found = CheckIn.objects.filter(partnership__in=rows, state=CheckInState.SKIPPED)
    for row in found.select_related("closed_by").order_by("-closed_at", "-pk")[:enough]:
        assert row.closed_at is not None
        yield Entry(
            at=row.closed_at,
            icon="calendar-x",
            what=_("Check-in left out"),
            brand=str(rows[row.partnership_id].brand),
            who=str(row.closed_by or ""),
            body=row.skip_reason,
        )


def _on(day: date, partnership: Partnership, **more: Any) -> Entry:
    """A day without an hour stands at noon of the creator's day."""
    noon = datetime.combine(day, time(12), tzinfo=partnership.creator.zone)
    return Entry(at=noon, on=day, brand=str(partnership.brand), **more)
