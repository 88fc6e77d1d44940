"""One campaign with everybody's part in it, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, F, QuerySet, When

from campaigns.enums import CollaborationState, DeliverableState
from campaigns.models import (
    Brief,
    BriefVersion,
    Campaign,
    Collaboration,
    Debrief,
    Deliverable,
    Learning,
    Payment,
)
from campaigns.queries.briefs import BriefStanding, standing_of
from campaigns.queries.debriefs import of_parts as debriefs_of_parts
from campaigns.queries.feedback import counted_rows as feedback_rows
from campaigns.queries.ideas import Standing
from campaigns.queries.ideas import counted_rows as idea_rows
from campaigns.queries.ideas import standings_in as ideas_in
from campaigns.queries.outreach import Asked
from campaigns.queries.outreach import of_parts as asked_of
from campaigns.queries.results import sums_in, sums_of
from campaigns.queries.voices import Voice, last_syncs, voices_in
from campaigns.rules.payments import PaymentState, payment_state
from campaigns.rules.tallies import Tally
from core.money import Money
from core.together import read_together
from partnerships.models import Partnership

PARTS = 30


@dataclass
class DeliverableLine:
    deliverable: Deliverable
    late: bool


@dataclass
class Card:
    """One collaboration as the campaign's page shows it."""

    part: Collaboration
    fee: Money
    brief: BriefStanding
    deliverables: list[DeliverableLine]
    tally: Tally
    learnings: list[Learning]
    payment: Payment | None
    payment_state: str
    panels: list[dict[str, Any]]
    asked: Asked | None = None
    ideas: Standing = Standing()
    voice: Voice | None = None
    debrief: Debrief | None = None

    @property
    def moves(self) -> list[BriefVersion]:
        """Versions shared after the lock, the newest first (row 36); asks nothing."""
        brief = getattr(self.part, "brief", None)
        return [row for row in brief.versions.all() if row.after_lock] if brief else []


def cards(campaign: Campaign, number: str, at: datetime) -> tuple[Page, list[Card]]:
    """A page of parts: those taking part by name, then those who declined. Days are the
    creator's own at `at`."""
    page = Paginator(_parts(campaign), PARTS).get_page(number)
    parts = list(page.object_list)
    ids = [part.pk for part in parts]
    measured, waiting, synced, ideas, debriefs = read_together(
        [
            sums_of(ids),
            feedback_rows(ids),
            last_syncs(ids),
            idea_rows(ids),
            debriefs_of_parts(ids),
        ]
    )
    found = sums_in(measured)
    voices = voices_in(parts, waiting, synced, at)
    said = ideas_in(ideas, ids)
    made = [_card(part, found.get(part.pk, Tally()), at) for part in parts]
    asked = asked_of(ids)
    back = {row.collaboration_id: row for row in debriefs}
    for card in made:
        card.asked = asked.get(card.part.pk)
        card.ideas = said[card.part.pk]
        card.debrief = back.get(card.part.pk)
        card.voice = voices.get(card.part.pk)
    return page, made


def _parts(campaign: Campaign) -> QuerySet[Collaboration]:
    declined_last = Case(When(state=CollaborationState.DECLINED, then=1), default=0)
    return (
        campaign.collaborations.select_related(
            "campaign", "partnership__creator", "partnership__brand", "brief", "payment"
        )
        .prefetch_related("deliverables", "brief__versions", "learnings")
        .order_by(declined_last, F("partnership__creator__name"), "pk")
    )


def _card(part: Collaboration, tally: Tally, at: datetime) -> Card:
    today = at.astimezone(part.partnership.creator.zone).date()
    brief: Brief | None = getattr(part, "brief", None)
    payment: Payment | None = getattr(part, "payment", None)
    state: PaymentState | str = ""
    if payment is not None:
        state = payment_state(due_on=payment.due_on, paid_on=payment.paid_on, today=today)
    lines = [
        DeliverableLine(row, row.state != DeliverableState.PUBLISHED and row.due_on < today)
        for row in part.deliverables.all()
    ]
    return Card(
        part=part,
        fee=Money(part.fee_amount, part.fee_currency),
        brief=standing_of(brief),
        deliverables=lines,
        tally=tally,
        learnings=list(part.learnings.all()),
        payment=payment,
        payment_state=state,
        panels=[],
    )


def candidates(campaign: Campaign) -> QuerySet[Partnership]:
    """Partnerships that could be added: of the brand, living, not in it yet (or declined); the
    strategic tier first (row 54: top partners are asked first)."""
    there = Collaboration.objects.taking_part().filter(campaign=campaign).values("partnership")
    return (
        Partnership.objects.living()
        .filter(brand=campaign.brand)
        .exclude(pk__in=there)
        .select_related("creator", "brand", "workspace")
        .order_by("tier", "creator__name", "pk")
    )
