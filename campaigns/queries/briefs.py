"""The brief, and what should be at hand while it is written (product.md, rows 2, 35, 38, 40)."""

from dataclasses import dataclass
from datetime import date

from campaigns.emails import brief_key
from campaigns.enums import DeliverableState
from campaigns.last_words import last_words
from campaigns.models import Brief, BriefVersion, Collaboration, Deliverable
from campaigns.queries.autonomy import Freedom, freedom_of
from campaigns.queries.brief_sources import Sources, sources_of
from campaigns.queries.overlap import clashes_of, overlapping
from campaigns.rules.briefs import changed_texts
from campaigns.rules.exclusivity import Clash
from campaigns.rules.lead_time import days_short
from campaigns.rules.urgency import Silence, urgent_after_silence
from core.models import OutgoingMail
from creators.models import Creator
from partnerships.models import Partnership


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
    """`overlap`: others of the brand in these days; `clashes` block sharing."""

    creator: Creator
    late: list[Late]
    silence: Silence | None
    overlap: list[Collaboration]
    clashes: list[Clash]
    freedom: Freedom
    sources: Sources


def at_hand(collaboration: Collaboration, today: date) -> AtHand:
    """All that should be known while a brief is written. `today` is the creator's date."""
    partnership = collaboration.partnership
    creator = partnership.creator
    unpublished = [
        row for row in collaboration.deliverables.all() if row.state != DeliverableState.PUBLISHED
    ]
    short = {
        deliverable: days_short(due_on=deliverable.due_on, today=today, lead_days=creator.lead_days)
        for deliverable in unpublished
    }
    return AtHand(
        creator=creator,
        late=[Late(deliverable, days) for deliverable, days in short.items() if days],
        silence=_silence(partnership, [row.due_on for row in unpublished], today),
        overlap=list(overlapping(collaboration)),
        clashes=clashes_of(collaboration),
        freedom=freedom_of(collaboration),
        sources=sources_of(collaboration),
    )


def _silence(partnership: Partnership, due: list[date], today: date) -> Silence | None:
    """One query, none where nothing is due."""
    found = last_words(partnership.pk) if due else None
    if found is None:
        return None
    last = found.at.astimezone(partnership.creator.zone).date() if found.at else None
    return urgent_after_silence(
        last=last, started_on=partnership.started_on, span=found.span, due=due, today=today
    )
