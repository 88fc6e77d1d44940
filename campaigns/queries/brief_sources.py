"""What is known while a brief is written, each piece as it can be cited (rows 2, 4, 35, 59)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.enums import CitationKind, CollaborationState, IdeaState
from campaigns.models import Collaboration, Idea, Learning
from campaigns.queries.history import Past, pasts_of_creator
from campaigns.rules.citations import Source
from campaigns.rules.past import against_first, in_words
from creators.models import Creator, Goal
from creators.queries.notes import open_goals

PAST_CAMPAIGNS = 4
PAST_LEARNINGS = 12
PAST_IDEAS = 6


@dataclass(frozen=True)
class Known:
    """`note`: where it is from and what kind it is, for whoever writes."""

    source: Source
    note: str = ""


@dataclass(frozen=True)
class KnownPast:
    """`change`: engagement against the creator's own first with the brand, a fraction; `source`
    None: nothing was measured."""

    past: Past
    change: float | None
    source: Source | None

    @property
    def rose(self) -> bool:
        return (self.change or 0) >= 0

    @property
    def size(self) -> float:
        return abs(self.change or 0)


@dataclass(frozen=True)
class Sources:
    preferences: list[Source] = field(default_factory=list)
    goals: list[Source] = field(default_factory=list)
    learnings: list[Known] = field(default_factory=list)
    of_campaigns: list[Known] = field(default_factory=list)
    ideas: list[Known] = field(default_factory=list)
    past: list[KnownPast] = field(default_factory=list)

    def __iter__(self) -> Iterator[Source]:
        yield from self.preferences
        yield from self.goals
        for known in (*self.learnings, *self.of_campaigns, *self.ideas):
            yield known.source
        for row in self.past:
            if row.source is not None:
                yield row.source

    def named(self, key: str) -> Source | None:
        return next((source for source in self if source.key == key), None)


def sources_of(collaboration: Collaboration) -> Sources:
    """Six queries. Texts that this house words are in the creator's language: they may go into
    their mail."""
    creator = collaboration.partnership.creator
    learnings = learnings_of(creator, but=collaboration)[: 5 * PAST_LEARNINGS]
    return Sources(
        preferences=list(_preferences(creator)),
        goals=[_goal(goal) for goal in open_goals(creator)],
        learnings=[_learning(row) for row in _each_once(learnings)],
        of_campaigns=[_learning(row) for row in _each_once(_of_campaigns(collaboration))],
        ideas=[_idea(row) for row in _ideas(collaboration)],
        past=_past(collaboration),
    )


def _preferences(creator: Creator) -> Iterator[Source]:
    """Notes of the team: in the words of whoever cites them."""
    kind = CitationKind.PREFERENCE
    if creator.briefing:
        yield Source(kind, "preference:briefing", creator.briefing)
    if creator.lead_days:
        days = ngettext("Lead time: %(n)d day", "Lead time: %(n)d days", creator.lead_days)
        yield Source(kind, "preference:lead", days % {"n": creator.lead_days})
    if creator.boundaries:
        yield Source(kind, "preference:boundaries", creator.boundaries)
    if creator.quiet_from and creator.quiet_until:
        hours = {"a": time_format(creator.quiet_from), "b": time_format(creator.quiet_until)}
        words = _("Quiet from %(a)s to %(b)s, their time") % hours
        yield Source(kind, "preference:quiet", words)
    if creator.goals:
        yield Source(kind, "preference:goals", creator.goals)


def _goal(goal: Goal) -> Source:
    return Source(CitationKind.GOAL, f"goal:{goal.public_id}", goal.text, goal_id=goal.pk)


def _learning(row: Learning) -> Known:
    prefix = "learning" if row.collaboration_id else "campaign-learning"
    source = Source(
        CitationKind.LEARNING,
        f"{prefix}:{row.public_id}",
        row.text,
        row.learned_in.name,
        collaboration_id=row.collaboration_id,
    )
    return Known(source, f"{row.get_kind_display()} · {row.learned_in.name}")


def _idea(row: Idea) -> Known:
    campaign = row.collaboration.campaign.name
    source = Source(
        CitationKind.IDEA,
        f"idea:{row.public_id}",
        row.text,
        campaign,
        collaboration_id=row.collaboration_id,
    )
    answer = f": {row.answer}" if row.answer else ""
    return Known(source, f"{campaign} · {row.get_state_display()}{answer}")


def _past(collaboration: Collaboration) -> list[KnownPast]:
    """Finished ones, the newest first; of other brands too, which are compared with nothing."""
    creator, brand = collaboration.partnership.creator, collaboration.campaign.brand_id
    rows = [
        one
        for one in pasts_of_creator(creator)
        if one.collaboration.state == CollaborationState.CLOSED
        and one.collaboration.pk != collaboration.pk
    ]
    with_brand = [one for one in rows if one.collaboration.campaign.brand_id == brand]
    first = with_brand[-1] if with_brand else None
    found = []
    for one in rows[:PAST_CAMPAIGNS]:
        compared = first is not None and one in with_brand and one is not first
        change = against_first(one.tally, first.tally) if compared and first else None
        found.append(KnownPast(one, change, _result(one, change, creator.language)))
    return found


def _result(one: Past, change: float | None, language: str) -> Source | None:
    words = in_words(one.tally, change, language)
    if not words:
        return None
    part = one.collaboration
    return Source(
        CitationKind.RESULT,
        f"result:{part.public_id}",
        words,
        part.campaign.name,
        collaboration_id=part.pk,
    )


def _ideas(collaboration: Collaboration) -> "QuerySet[Idea]":
    """Answered ones of earlier campaigns with the brand, the newest first."""
    rows = Idea.objects.filter(
        collaboration__partnership__creator=collaboration.partnership.creator_id,
        collaboration__campaign__brand=collaboration.campaign.brand_id,
        state__in=[IdeaState.ADOPTED, IdeaState.ADAPTED, IdeaState.DECLINED],
    ).exclude(collaboration=collaboration)
    return rows.select_related("collaboration__campaign").order_by("-said_at", "-pk")[:PAST_IDEAS]


def _of_campaigns(collaboration: Collaboration) -> "QuerySet[Learning]":
    """What campaigns of the brand taught as a whole, whoever took part."""
    rows = Learning.objects.filter(campaign__brand=collaboration.campaign.brand_id)
    rows = rows.exclude(campaign=collaboration.campaign_id).select_related("campaign")
    return rows.order_by("-campaign__starts_on", "kind", "pk")[: 5 * PAST_LEARNINGS]


def _each_once(learnings: Iterable[Learning]) -> list[Learning]:
    """What was learned again and again is said once, by its newest campaign."""
    found = {(row.kind, row.text): row for row in reversed(list(learnings))}
    newest_first = sorted(found.values(), key=lambda row: row.learned_in.starts_on)
    return list(reversed(newest_first))[:PAST_LEARNINGS]


def learnings_of(creator: Creator, but: Collaboration | None = None) -> "QuerySet[Learning]":
    """Newest campaign first."""
    rows = Learning.objects.filter(collaboration__partnership__creator=creator)
    if but is not None:
        rows = rows.exclude(collaboration=but)
    return rows.select_related("collaboration__campaign__brand").order_by(
        "-collaboration__campaign__starts_on", "kind", "pk"
    )
