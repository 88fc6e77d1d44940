"""Who might take part in a session (product.md, rows 68, 69, 71)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max, Q, QuerySet

from checkins.enums import SessionState
from checkins.models import Session, SessionGuest
from checkins.queries.standing import BY_PARTNERSHIP, warmths
from creators.enums import Market
from creators.rules.search import search_words
from partnerships.enums import Tier
from partnerships.models import Brand, Partnership

OFFERED = 60
# An outage of so long is caught up by itself.
CATCHES_UP = timedelta(days=7)


@dataclass(frozen=True)
class Wishes:
    q: str = ""
    market: str = ""
    tier: str = ""
    brand: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str], session: Session) -> "Wishes":
        """Without a wish for a brand, that of the session."""
        market, tier = query.get("market", ""), query.get("tier", "")
        own = session.brand.public_id if session.brand else ""
        return cls(
            q=query.get("q", "").replace("\x00", "")[:200],
            market=market if market in Market.values else "",
            tier=tier if tier in Tier.values else "",
            brand=query.get("brand", own).replace("\x00", "")[:16],
        )


@dataclass(frozen=True)
class Candidate:
    """`last`: the newest session they came to."""

    partnership: Partnership
    last: datetime | None
    warmth: Any


def candidates(session: Session, wishes: Wishes, at: datetime) -> list[Candidate]:
    """Living partnerships of people who do not take part yet; top partners first. Three queries."""
    rows = Partnership.objects.living().select_related("creator", "brand")
    there = SessionGuest.objects.filter(session=session).values("partnership__creator")
    rows = rows.exclude(creator__in=there).filter(creator__archived_at=None)
    if wishes.brand:
        rows = rows.filter(brand__public_id=wishes.brand)
    if wishes.market:
        rows = rows.filter(creator__market=wishes.market)
    if wishes.tier:
        rows = rows.filter(tier=wishes.tier)
    for word in search_words(wishes.q):
        rows = rows.filter(creator__search__contains=word)
    found = list(rows.order_by("tier", "creator__name", "pk")[:OFFERED])
    ids = [row.pk for row in found]
    warm = warmths(ids, BY_PARTNERSHIP, at)
    came = SessionGuest.objects.filter(
        partnership__in=ids, came=True, session__state=SessionState.HELD
    )
    last = dict(came.order_by().values_list("partnership").annotate(Max("session__starts_at")))
    return [Candidate(row, last.get(row.pk), warm.get(row.pk)) for row in found]


def brands() -> Any:
    return Brand.objects.order_by("name")


def turn_has_come(at: datetime) -> "QuerySet[SessionGuest]":
    """Who is to hear of a session that is still to come and has had no mail; not what was left
    undone for weeks, which a person looks at."""
    rows = SessionGuest.objects.filter(
        Q(session__starts_at=None) | Q(session__starts_at__gt=at),
        session__state__in=[SessionState.POLLED, SessionState.FIXED],
        mail=None,
        answer="",
        invited_at__lte=at,
        invited_at__gt=at - CATCHES_UP,
    )
    return rows.select_related("session").order_by("invited_at", "pk")
