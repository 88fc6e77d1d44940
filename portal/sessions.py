"""Sessions as a guest sees them (row 75): when and where, what it is about, what was decided and
used. Never the team's notes, nor who else takes part."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from django.db.models import F, Q, QuerySet

from checkins.enums import SessionState
from checkins.models import AgendaItem, SessionGuest
from checkins.queries.session_outcome import Outcome, outcomes
from checkins.rules.hours_words import when_there
from core.money import Money
from creators.models import Creator
from partnerships.models import Partnership
from portal.queries import partnerships

# The newest; who has been to more finds the rest in our mails.
MOST = 50
_SHOWN = (
    "answer", "answered_at", "fee", "currency", "invited_at", "came",
    "session__kind", "session__title", "session__purpose", "session__state",
    "session__starts_at", "session__minutes", "session__place", "session__organizer__name",
    "session__organizer__email",
)  # fmt: skip


@dataclass(frozen=True)
class Coming:
    """`agenda` holds points without the brief they are about: it is another creator's business."""

    guest: SessionGuest
    agenda: Sequence[str]
    zone: tzinfo

    @property
    def when(self) -> str:
        starts_at = self.guest.session.starts_at
        return when_there(starts_at, self.zone) if starts_at else ""

    @property
    def fee(self) -> Money | None:
        return Money(self.guest.fee, self.guest.currency) if self.guest.fee else None


@dataclass(frozen=True)
class Past:
    """`mine` of a use: whether it was this creator's own brief."""

    guest: SessionGuest
    outcome: Outcome


def _of(creator: Creator, now: datetime) -> "QuerySet[SessionGuest]":
    """Those they have heard of: whose turn has not come knows nothing yet."""
    rows = SessionGuest.objects.filter(
        Q(invited_at__lte=now) | ~Q(answer=""), partnership__creator=creator
    )
    return rows.select_related("session__organizer").only(*_SHOWN)


@dataclass(frozen=True)
class Short:
    """An invitation as the first page names it."""

    title: str
    state: str
    starts_at: datetime | None
    answer: str
    zone: tzinfo

    @property
    def when(self) -> str:
        return when_there(self.starts_at, self.zone) if self.starts_at else ""


@dataclass(frozen=True)
class Contacts:
    """Whom to write to, and the sessions to come; `any`: there were some, and their page says
    more."""

    partnerships: list[Partnership]
    sessions: list[Short]
    any: bool


def contacts(creator: Creator, now: datetime) -> Contacts:
    """One query: a first page reads partnerships and their invitations along with them."""
    rows = partnerships(creator).annotate(
        guest_title=F("session_guests__session__title"),
        guest_state=F("session_guests__session__state"),
        guest_starts=F("session_guests__session__starts_at"),
        guest_answer=F("session_guests__answer"),
        guest_invited=F("session_guests__invited_at"),
    )
    found: dict[int, Partnership] = {}
    short, known = [], False
    for row in rows:
        found.setdefault(row.pk, row)
        heard = row.guest_invited is not None and row.guest_invited <= now
        if not row.guest_state or not (heard or row.guest_answer):
            continue
        known = True
        if row.guest_state == SessionState.POLLED or (
            row.guest_state == SessionState.FIXED and row.guest_starts > now
        ):
            said = (row.guest_title, row.guest_state, row.guest_starts, row.guest_answer)
            short.append(Short(*said, creator.zone))
    short.sort(key=lambda one: (one.starts_at is None, one.starts_at or now))
    return Contacts(list(found.values()), short, known)


def upcoming(creator: Creator, now: datetime) -> "QuerySet[SessionGuest]":
    """The soonest first, those without a time last; one query."""
    rows = _of(creator, now).filter(
        Q(session__state=SessionState.POLLED)
        | Q(session__state=SessionState.FIXED, session__starts_at__gt=now)
    )
    return rows.order_by(F("session__starts_at").asc(nulls_last=True), "pk")[:MOST]


def coming(creator: Creator, now: datetime) -> list[Coming]:
    """With the points of their agendas; two queries."""
    guests = list(upcoming(creator, now))
    points: dict[int, list[str]] = {one.session_id: [] for one in guests}
    rows = AgendaItem.objects.filter(session__in=points).order_by("position", "pk")
    for session, text in rows.values_list("session", "text"):
        points[session].append(text)
    return [Coming(one, points[one.session_id], creator.zone) for one in guests]


def past(creator: Creator, now: datetime) -> list[Past]:
    """Those they came to, newest first, with what is shared of them; three queries."""
    rows = _of(creator, now).filter(session__state=SessionState.HELD, came=True)
    guests = list(rows.order_by("-session__starts_at", "-pk")[:MOST])
    found = outcomes(one.session_id for one in guests)
    return [Past(one, found.get(one.session_id, Outcome([]))) for one in guests]
