"""What the growth tab shows of one partnership: offers, roadmap, support, roles."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, IntegerField, QuerySet, Value, When

from partnerships.bookings import booked_days
from partnerships.enums import OpportunityState
from partnerships.models import Opportunity, Partnership, RoadmapItem, RoleChange, Support
from partnerships.rules.growth import (
    ANSWER_WITHIN,
    OPEN_STATES,
    GiveAndTake,
    give_and_take,
    quarter_name,
    quarters_around,
)

# Of what was done for them so many lines are shown.
SUPPORT_SHOWN = 12


@dataclass(frozen=True)
class Offer:
    """An opportunity; `waits`: days without an answer, once that is longer than usual."""

    row: Opportunity
    waits: int

    @property
    def next_state(self) -> str:
        """Where the one button of its line leads: offer, answer, done, or nowhere."""
        return {"idea": "offer", "offered": "answer", "accepted": "done"}.get(self.row.state, "")


@dataclass(frozen=True)
class Quarter:
    first: date
    name: str
    now: bool
    items: list[RoadmapItem]


@dataclass(frozen=True)
class Growth:
    offers: list[Offer]
    past: list[Offer]
    quarters: list[Quarter]
    support: list[Support]
    more_support: int
    balance: GiveAndTake
    roles: list[RoleChange]


def growth(partnership: Partnership, today: date) -> Growth:
    """Five queries: offers, roadmap, support, roles, booked campaigns."""
    offers = [_offer(row, today) for row in _offers(partnership)]
    support = list(Support.objects.filter(partnership=partnership).select_related("by"))
    booked = booked_days([partnership.pk])[partnership.pk]
    roles = RoleChange.objects.filter(partnership=partnership)
    return Growth(
        offers=[offer for offer in offers if offer.row.state in OPEN_STATES],
        past=[offer for offer in offers if offer.row.state not in OPEN_STATES],
        quarters=_quarters(RoadmapItem.objects.filter(partnership=partnership), today),
        support=support[:SUPPORT_SHOWN],
        more_support=max(len(support) - SUPPORT_SHOWN, 0),
        balance=give_and_take([row.on for row in support], booked, today=today),
        roles=list(roles.select_related("by", "opportunity")),
    )


def acceptable(partnership: Partnership) -> "QuerySet[Opportunity]":
    """Offers that a step to another role may follow from."""
    return Opportunity.objects.filter(
        partnership=partnership, state=OpportunityState.ACCEPTED
    ).order_by("title")


def _offers(partnership: Partnership) -> "QuerySet[Opportunity]":
    place = Case(
        *(When(state=state, then=Value(n)) for n, state in enumerate(_ORDER)),
        default=Value(9),
        output_field=IntegerField(),
    )
    rows = Opportunity.objects.filter(partnership=partnership).annotate(place=place)
    return rows.select_related("by").order_by("place", "on", "-pk")


_ORDER = (OpportunityState.ACCEPTED, OpportunityState.OFFERED, OpportunityState.IDEA)


def _offer(row: Opportunity, today: date) -> Offer:
    waits = 0
    if row.state == OpportunityState.OFFERED and row.offered_on:
        waits = (today - row.offered_on).days
    return Offer(row, waits if waits >= ANSWER_WITHIN else 0)


def _quarters(items: Iterable[RoadmapItem], today: date) -> list[Quarter]:
    rows = list(items)
    if not rows:
        return []
    shown = quarters_around(today, [row.quarter for row in rows])
    now = max(day for day in shown if day <= today)
    return [
        Quarter(day, quarter_name(day), day == now, [row for row in rows if row.quarter == day])
        for day in shown
    ]
