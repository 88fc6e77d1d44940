"""The brief, and what should be at hand while it is written (product.md, rows 2, 35, 38, 40)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from campaigns.emails import brief_key
from campaigns.enums import CollaborationState, DeliverableState
from campaigns.models import Brief, BriefVersion, Collaboration, Deliverable, Learning
from campaigns.queries.history import Past, pasts
from campaigns.rules.briefs import changed_texts
from campaigns.rules.lead_time import days_short
from core.models import OutgoingMail
from creators.models import Creator, Goal
from creators.queries.notes import open_goals

PAST_CAMPAIGNS = 4
PAST_LEARNINGS = 12


@dataclass(frozen=True)
class BriefStanding:
    """`state`: none, draft, changed (after it was shared), shared, locked, moved (changed after
    the lock and not yet shared). `number` is the newest shared version, 0: none."""

    state: str = "none"
    number: int = 0


def standing_of(brief: Brief | None) -> BriefStanding:
    """Asks nothing if `versions` are prefetched."""
    if brief is None:
        return BriefStanding()
    newest = next(iter(brief.versions.all()), None)
    if newest is None:
        return BriefStanding("draft")
    differs = brief.autonomy != newest.autonomy or changed_texts(brief.sections, newest.sections)
    if brief.locked_at is not None:
        return BriefStanding("moved" if differs else "locked", newest.number)
    return BriefStanding("changed" if differs else "shared", newest.number)


def shared_brief(collaboration: Collaboration) -> BriefVersion | None:
    """What the creator was shown last."""
    return (
        BriefVersion.objects.filter(brief__collaboration=collaboration).order_by("-number").first()
    )


def versions_with_mail(brief: Brief) -> list[tuple[BriefVersion, OutgoingMail | None]]:
    """Newest first, each with the fate of its mail; None: no address at the time."""
    versions = list(brief.versions.select_related("shared_by"))
    for version in versions:
        version.brief = brief
    keys = {brief_key(version): version for version in versions}
    mails = {mail.key: mail for mail in OutgoingMail.objects.filter(key__in=keys)}
    return [(version, mails.get(key)) for key, version in keys.items()]


@dataclass(frozen=True)
class Late:
    """A deliverable that is due sooner than the creator's lead time allows."""

    deliverable: Deliverable
    days: int


@dataclass(frozen=True)
class AtHand:
    creator: Creator
    late: list[Late]
    learnings: list[Learning]
    past: list[Past]
    goals: list[Goal]


def at_hand(collaboration: Collaboration, today: date) -> AtHand:
    """Preferences and open goals, too short deadlines, learnings and results of earlier campaigns;
    the own brand's first. `today` is the creator's date."""
    creator = collaboration.partnership.creator
    unpublished = collaboration.deliverables.exclude(state=DeliverableState.PUBLISHED)
    short = {
        deliverable: days_short(due_on=deliverable.due_on, today=today, lead_days=creator.lead_days)
        for deliverable in unpublished
    }
    earlier = (
        Collaboration.objects.filter(partnership__creator=creator, state=CollaborationState.CLOSED)
        .exclude(pk=collaboration.pk)
        .select_related("campaign__brand")
        .order_by("-closed_at", "-pk")
    )
    return AtHand(
        creator=creator,
        late=[Late(deliverable, days) for deliverable, days in short.items() if days],
        learnings=_each_once(learnings_of(creator, but=collaboration)[: 5 * PAST_LEARNINGS]),
        past=pasts(earlier[:PAST_CAMPAIGNS]),
        goals=open_goals(creator),
    )


def _each_once(learnings: Iterable[Learning]) -> list[Learning]:
    """What was learned again and again is said once, by its newest campaign."""
    found = {(row.kind, row.text): row for row in reversed(list(learnings))}
    newest_first = sorted(found.values(), key=lambda row: row.collaboration.campaign.starts_on)
    return list(reversed(newest_first))[:PAST_LEARNINGS]


def learnings_of(creator: Creator, but: Collaboration | None = None) -> QuerySet[Learning]:
    """Newest campaign first."""
    rows = Learning.objects.filter(collaboration__partnership__creator=creator)
    if but is not None:
        rows = rows.exclude(collaboration=but)
    return rows.select_related("collaboration__campaign__brand").order_by(
        "-collaboration__campaign__starts_on", "kind", "pk"
    )
