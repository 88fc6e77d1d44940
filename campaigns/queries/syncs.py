"""Sync notes of a campaign, and the weeks that ask for one (product.md, row 47)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from campaigns.models import Campaign, Collaboration, SyncNote
from campaigns.rules.syncs import FIRST, Weeks, weeks_of
from partnerships.syncs import contact_days

# Of one collaboration on the page of a campaign.
NOTES = 12


@dataclass(frozen=True)
class Synced:
    """One collaboration with its notes, the newest first."""

    part: Collaboration
    weeks: Weeks
    notes: list[SyncNote] = field(default_factory=list)
    more: int = 0


def syncs_of(campaign: Campaign, at: datetime) -> list[Synced]:
    """Of everybody who takes part: first campaigns first, then by name; three queries."""
    rows = Collaboration.objects.taking_part().filter(campaign=campaign)
    rows = rows.select_related("campaign", "partnership__creator")
    parts = list(rows.order_by("partnership__creator__name", "pk"))
    notes: dict[int, list[SyncNote]] = defaultdict(list)
    written = SyncNote.objects.filter(collaboration__campaign=campaign).select_related("by")
    for note in written.order_by("-held_on", "-pk"):
        notes[note.collaboration_id].append(note)
    held = {pk: {note.held_on for note in some} for pk, some in notes.items()}
    weeks = weeks_of_parts(parts, at, held)
    found = [
        Synced(
            part,
            weeks[part.pk],
            notes[part.pk][:NOTES],
            max(len(notes[part.pk]) - NOTES, 0),
        )
        for part in parts
    ]
    return sorted(found, key=lambda one: not one.weeks.expected)


def weeks_of_parts(
    parts: Sequence[Collaboration], at: datetime, held: dict[int, set[date]] | None = None
) -> dict[int, Weeks]:
    """Collaboration id → its weeks; one query, none where nobody is here for the first time. The
    rows carry their campaign and the creator; `held`: days with a note, where they are known."""
    first = [part for part in parts if part.sequence == FIRST]
    days = _contacts(first)
    noted = held or {}
    found = {}
    for part in parts:
        zone = part.partnership.creator.zone
        found[part.pk] = weeks_of(
            sequence=part.sequence,
            starts_on=part.campaign.starts_on,
            ends_on=part.campaign.ends_on,
            closed_on=part.closed_at.astimezone(zone).date() if part.closed_at else None,
            contacts={*days.get(part.partnership_id, ()), *noted.get(part.pk, ())},
            today=at.astimezone(zone).date(),
        )
    return found


def _contacts(parts: Iterable[Collaboration]) -> dict[int, list[date]]:
    rows = list(parts)
    if not rows:
        return {}
    first = min(part.campaign.starts_on for part in rows)
    last = max(part.campaign.ends_on for part in rows) + timedelta(days=1)
    return contact_days([part.partnership_id for part in rows], first, last)
