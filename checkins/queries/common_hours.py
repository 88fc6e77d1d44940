"""Whose hours are compared, and what takes their time (row 52)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from babel.core import get_global
from django.db.models import Prefetch, Q

from accounts.models import Membership, Workspace
from checkins.enums import GuestAnswer, SessionState
from checkins.models import Session, SessionGuest, SessionHost
from checkins.queries.absences import spans_of
from checkins.rules.common_hours import Person, Span, merged
from core.workdays import CLOSES, OPENS
from creators.rules.search import search_words
from partnerships.models import Partnership

OFFERED = 8
MOST = 20
# Of a session that began before the span and still lasts.
_LONGEST = timedelta(hours=12)


@dataclass
class Chosen:
    """Partnerships (one of each creator) and colleagues whose hours are compared."""

    partnerships: list[Partnership] = field(default_factory=list)
    members: list[Membership] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.partnerships) + len(self.members)


def chosen(workspace: Workspace, partnerships: Iterable[str], members: Iterable[str]) -> Chosen:
    """By public ids, in their order; unknown ones are left out. Two queries."""
    rows = Partnership.objects.select_related("creator", "brand")
    found = {row.public_id: row for row in rows.filter(public_id__in=list(partnerships)[:MOST])}
    people: dict[int, Partnership] = {}
    for key in partnerships:
        if key in found:
            people.setdefault(found[key].creator_id, found[key])
    colleagues = workspace.memberships.select_related("user").filter(
        public_id__in=list(members)[:MOST]
    )
    return Chosen(list(people.values()), list(colleagues.order_by("user__name", "pk")))


def offered(q: str, without: Chosen) -> list[Partnership]:
    """Living partnerships whose creator holds every word of `q`; none for an empty one."""
    words = search_words(q)
    if not words:
        return []
    rows = Partnership.objects.living().select_related("creator", "brand")
    rows = rows.filter(creator__archived_at=None).exclude(
        creator__in=[one.creator_id for one in without.partnerships]
    )
    for word in words:
        rows = rows.filter(creator__search__contains=word)
    return list(rows.order_by("creator__name", "pk")[:OFFERED])


def people_of(
    who: Chosen,
    first: datetime,
    last: datetime,
    *,
    own: Sequence[Span] = (),
    me: int | None = None,
    leave_out: str = "",
) -> list[Person]:
    """Colleagues, then creators, each with what takes their time from `first` to `last`: fixed
    sessions, leave, and for the user `me` the spans of `own`. `leave_out`: a session that is about
    to be moved. Five queries, however many."""
    creators = [one.creator for one in who.partnerships]
    away = spans_of([creator.pk for creator in creators])
    users, guests = _taken(first, last, leave_out)
    people = []
    for member in who.members:
        user = member.user
        busy = [*users[user.pk], *(own if user.pk == me else ())]
        market = market_of(user.zone)
        people.append(
            Person(user.name, user.zone, market, busy=tuple(merged(busy)), key=member.public_id)
        )
    for one in who.partnerships:
        creator = one.creator
        people.append(
            Person(
                creator.name,
                creator.zone,
                creator.market,
                quiet_from=creator.quiet_from,
                quiet_until=creator.quiet_until,
                opens=OPENS,
                closes=CLOSES,
                busy=tuple(merged(guests[creator.pk])),
                away=tuple((span.first, span.until) for span in away.get(creator.pk, ())),
                key=one.public_id,
            )
        )
    return people


def market_of(zone: Any) -> str:
    """The country a zone lies in: whose holidays a colleague keeps, as far as is known."""
    return str(get_global("zone_territories").get(str(zone), ""))


def _taken(
    first: datetime, last: datetime, leave_out: str
) -> tuple[dict[int, list[Span]], dict[int, list[Span]]]:
    """User id → spans, creator id → spans, of sessions whose time is fixed."""
    coming = SessionGuest.objects.filter(~Q(answer=GuestAnswer.NO)).select_related("partnership")
    hosts = SessionHost.objects.all()
    rows = Session.objects.filter(
        state=SessionState.FIXED, starts_at__gt=first - _LONGEST, starts_at__lt=last
    ).exclude(public_id=leave_out)
    users: dict[int, list[Span]] = defaultdict(list)
    creators: dict[int, list[Span]] = defaultdict(list)
    for session in rows.prefetch_related(Prefetch("guests", coming), Prefetch("hosts", hosts)):
        assert session.starts_at is not None
        span = (session.starts_at, session.starts_at + timedelta(minutes=session.minutes))
        for user in {session.organizer_id, *(host.user_id for host in session.hosts.all())}:
            users[user].append(span)
        for guest in session.guests.all():
            creators[guest.partnership.creator_id].append(span)
    return users, creators
