"""What the profile shows of this room; upper rooms bring the rest by panels."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from core.charts import Chart
from core.models import AuditEntry
from creators.models import AudienceSnapshot, Channel, Creator, Rate, Tag
from creators.rules.growth import Growth, Reading, growth_of
from creators.rules.rate_card import RateLine, rate_card

# A chart of one or two points says nothing that the figures beside it do not.
FEWEST_POINTS = 3


@dataclass(frozen=True)
class Step:
    """A snapshot and what changed since the one before it (None for the first)."""

    snapshot: AudienceSnapshot
    change: int | None


@dataclass(frozen=True)
class ChannelView:
    channel: Channel
    growth: Growth | None
    # Newest first.
    steps: list[Step]

    def chart(self, *, title: str, x_title: str, y_title: str, language: str) -> Chart | None:
        if len(self.steps) < FEWEST_POINTS:
            return None
        points = [step.snapshot for step in reversed(self.steps)]
        rows: list[dict[str, Any]] = [{"day": p.taken_on, "followers": p.followers} for p in points]
        return Chart(
            title=title,
            rows=rows,
            kind="line",
            x="day",
            y="followers",
            x_title=x_title,
            y_title=y_title,
            language=language,
        )


def tags_of(creator: Creator) -> list[Tag]:
    return list(Tag.objects.filter(creators=creator).order_by("kind", "name"))


def channels_of(creator: Creator) -> list[ChannelView]:
    """Biggest first; two queries, however many channels and snapshots."""
    channels = Channel.objects.filter(creator=creator).prefetch_related("snapshots")
    return [_view(channel) for channel in channels]


def rates_of(creator: Creator, today: date) -> list[RateLine[Any]]:
    rows: Iterable[Any] = Rate.objects.filter(creator=creator)
    return rate_card(rows, today)


def last_editor(creator: Creator) -> str:
    """Who saved the creator last; "" if it was the system."""
    entry = (
        AuditEntry.objects.filter(object_type="creators.creator", object_id=creator.public_id)
        .select_related("by")
        .order_by("-at", "-pk")
        .first()
    )
    return str(entry.by) if entry and entry.by else ""


def _view(channel: Channel) -> ChannelView:
    snapshots = sorted(channel.snapshots.all(), key=lambda snapshot: snapshot.taken_on)
    readings = [Reading(s.taken_on, s.followers, s.engagement) for s in snapshots]
    steps = [Step(snapshots[0], None)] if snapshots else []
    steps += [Step(now, now.followers - before.followers) for before, now in pairwise(snapshots)]
    return ChannelView(channel=channel, growth=growth_of(readings), steps=steps[::-1])
