"""Whom a campaign could ask, with what was before, and whom it should have asked first (row 54)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q

from campaigns.enums import Answer, CollaborationState
from campaigns.models import Campaign, Collaboration, Outreach
from campaigns.queries.detail import candidates
from campaigns.rules.candidates import Before, gap
from creators.models.creator import NEVER
from partnerships.enums import Tier
from partnerships.models import Partnership


@dataclass(frozen=True)
class Candidate:
    """`days` without work or contact (None: there was neither yet); `gap`: 0, 90 or 180."""

    before: Before
    days: int | None
    gap: int

    @property
    def number(self) -> int:
        """Which campaign with the brand it would be."""
        return self.before.earlier + 1

    @property
    def answer(self) -> str:
        return str(Answer(self.before.answer).label) if self.before.answer else ""


def histories(partnerships: Sequence[Partnership], at: datetime) -> dict[int, Candidate]:
    """Partnership id → what was before `at`; two queries. `creator` has to be at hand. An ended
    partnership of the same two counts too, as it does for the number."""
    pairs = Q(
        partnership__creator__in=[p.creator_id for p in partnerships],
        partnership__brand__in=[p.brand_id for p in partnerships],
    )
    rows = Collaboration.objects.filter(pairs).exclude(state=CollaborationState.DECLINED)
    work = {
        (creator, brand): (n, last)
        for creator, brand, n, last in rows.order_by()
        .values("partnership__creator", "partnership__brand")
        .annotate(n=Count("pk"), last=Max("campaign__ends_on"))
        .values_list("partnership__creator", "partnership__brand", "n", "last")
    }
    answers = _answers(partnerships)
    found = {}
    for row in partnerships:
        zone = row.creator.zone
        today = at.astimezone(zone).date()
        earlier, worked_on = work.get((row.creator_id, row.brand_id), (0, None))
        spoke = row.creator.contacted_at
        answer, answered_at = answers.get(row.pk, ("", None))
        before = Before(
            earlier=earlier,
            worked_on=worked_on,
            spoke_on=None if spoke == NEVER else spoke.astimezone(zone).date(),
            answer=answer,
            answered_on=answered_at.astimezone(zone).date() if answered_at else None,
        )
        days = before.days(today)
        found[row.pk] = Candidate(before, days, gap(days))
    return found


def _answers(partnerships: Sequence[Partnership]) -> dict[int, tuple[str, datetime]]:
    rows = Outreach.objects.filter(collaboration__partnership__in=[p.pk for p in partnerships])
    said = rows.exclude(answer="").order_by("answered_at", "pk")
    told = said.values_list("collaboration__partnership", "answer", "answered_at")
    return {pk: (answer, at) for pk, answer, at in told if at is not None}


def first_tier_unasked(campaign: Campaign) -> list[str]:
    """Names of first-tier partners who could take part, while nobody of that tier was asked yet;
    two queries at most."""
    asked = Collaboration.objects.filter(campaign=campaign, partnership__tier=Tier.T1)
    if asked.exists():
        return []
    free = candidates(campaign).filter(tier=Tier.T1)
    return list(free.values_list("creator__name", flat=True))
