"""What the profile shows of this room; upper rooms bring the rest by panels."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.db.models import (
    Aggregate,
    Count,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Coalesce, Concat, JSONObject
from django.http import Http404

from core.charts import Chart
from core.models import AuditEntry
from core.prepared import Given, prepared
from creators.enums import ContentFormat, GoalState, Platform
from creators.models import (
    AudienceSnapshot,
    Channel,
    Creator,
    CreatorFile,
    Goal,
    GoalReview,
    Merge,
    Rate,
    RatePolicy,
    StyleNote,
    Tag,
)
from creators.rules.growth import Growth, Reading, growth_of
from creators.rules.rate_card import DEFAULT_JUMP_PERCENT, RateLine, rate_card

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


@dataclass(frozen=True)
class ChannelLine:
    """A channel in a line: what the head and the overview say of it."""

    platform: str
    handle: str
    url: str
    followers: int | None
    loose_key: str
    growth: Growth | None

    @property
    def platform_name(self) -> str:
        return str(Platform(self.platform).label)


@dataclass(frozen=True)
class TagLine:
    public_id: str
    kind: str
    name: str


@dataclass(frozen=True)
class GlancedPrice:
    format: str
    currency: str
    amount: Decimal
    valid_from: date
    valid_until: date | None

    def get_format_display(self) -> str:
        return str(ContentFormat(self.format).label)


def creator_at_a_glance(public_id: str) -> Any:
    """The creator with what every tab's head says beside it, in one query; else 404."""
    found = _glance(public_id=public_id)
    if not found:
        raise Http404
    return found[0]


@prepared
def _glance() -> "QuerySet[Creator]":
    return with_glance(Creator.objects.filter(public_id=Given("public_id")))


def with_glance(creators: QuerySet[Creator]) -> QuerySet[Creator]:
    """`newest_style` is a mapping or None; `goal_spoken_on` is the day on which the
    longest neglected open goal was last spoken of."""
    mine = OuterRef("pk")
    return creators.annotate(
        jump_percent=Coalesce(
            Subquery(RatePolicy.objects.values("jump_percent")[:1]), DEFAULT_JUMP_PERCENT
        ),
        goals_open=_count(Goal.objects.filter(creator=OuterRef("pk"), state=GoalState.OPEN)),
        goal_spoken_on=Subquery(_spoken().values("spoken_on")[:1]),
        newest_style=Subquery(
            StyleNote.objects.filter(creator=OuterRef("pk"), removed_at=None)
            .annotate(told=JSONObject(text="text", noted_on="noted_on"))
            .values("told")[:1]
        ),
        tags_told=_told(
            Tag.objects.filter(creators=mine), "workspace", "public_id", "kind", "name"
        ),
        channels_told=_told(
            Channel.objects.filter(creator=mine), "creator",
            "pk", "platform", "handle", "url", "followers", "loose_key",
        ),
        snapshots_told=_told(
            AudienceSnapshot.objects.filter(channel__creator=mine), "channel__creator",
            "channel_id", "taken_on", "followers",
        ),
        merge_count=_count(Merge.objects.filter(kept=OuterRef("pk"), undone_at=None), "kept"),
        file_count=_count(CreatorFile.objects.filter(creator=OuterRef("pk"), removed_at=None)),
        snapshot_on=Subquery(
            AudienceSnapshot.objects.filter(channel__creator=OuterRef("pk"))
            .order_by("-taken_on")
            .values("taken_on")[:1]
        ),
        prices_told=_told(
            Rate.objects.filter(creator=mine), "creator",
            "format", "currency", "amount", "valid_from", "valid_until",
        ),
    )  # fmt: skip


def _count(rows: "QuerySet[Any]", of: str = "creator") -> Any:
    found = rows.order_by().values(of).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(found), 0)


def _told(rows: "QuerySet[Any]", of: str, *names: str) -> Subquery:
    """Columns of many rows as one text: "\t" between them, "\n" after each row. No column told so
    holds control signs: they are words between commas, names of accounts, figures and days."""
    parts: list[Any] = []
    for name in names:
        text = Coalesce(Cast(name, TextField()), Value(""), output_field=TextField())
        end = "\n" if name == names[-1] else "\t"
        parts += [text, Value(end, output_field=TextField())]
    line = Concat(*parts, output_field=TextField())
    return Subquery(rows.order_by().values(of).annotate(told=_Together(line)).values("told"))


def _spoken() -> "QuerySet[Any]":
    newest = GoalReview.objects.filter(goal=OuterRef("pk")).values("reviewed_on")[:1]
    open_goals = Goal.objects.filter(creator=OuterRef("pk"), state=GoalState.OPEN)
    return open_goals.annotate(spoken_on=Coalesce(Subquery(newest), F("set_on"))).order_by(
        "spoken_on"
    )


class _Together(Aggregate):
    """Texts of many rows as one, each ended by "\n"; `String_agg` and `group_concat` are one."""

    function = "GROUP_CONCAT"
    template = "%(function)s(%(expressions)s, '')"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(compiler, connection, function="STRING_AGG", **more)


def glanced_tags(creator: Any) -> list[TagLine]:
    """The tags that came with the glance, topics first as the kinds are named."""
    ordered = sorted(_told_rows(creator.tags_told), key=lambda part: (part[1], part[2].casefold()))
    return [TagLine(public_id=part[0], kind=part[1], name=part[2]) for part in ordered]


def glanced_rates(creator: Any, today: date) -> list[RateLine[GlancedPrice]]:
    """The rate card on a day, out of the prices that came with the glance."""
    prices = [
        GlancedPrice(kind, currency, Decimal(amount), _day(start), _day(end) if end else None)
        for kind, currency, amount, start, end in _told_rows(creator.prices_told)
    ]
    return rate_card(prices, today)


def _day(text: str) -> date:
    return date.fromisoformat(text[:10])


def tags_of(creator: Creator) -> list[Tag]:
    return list(Tag.objects.filter(creators=creator).order_by("kind", "name"))


def channel_lines(creator: Any) -> list[ChannelLine]:
    """Biggest first, out of what came with the glance; no query."""
    readings: dict[str, list[Reading]] = defaultdict(list)
    for pk, day, followers in _told_rows(creator.snapshots_told):
        readings[pk].append(Reading(_day(day), int(followers)))
    lines: list[tuple[int, ChannelLine]] = []
    for pk, platform, handle, url, count, key in _told_rows(creator.channels_told):
        growth, followers = growth_of(readings[pk]), int(count) if count else None
        lines.append((int(pk), ChannelLine(platform, handle, url, followers, key, growth)))
    lines.sort(key=lambda one: (-(one[1].followers or -1), one[0]))
    return [line for _pk, line in lines]


def _told_rows(told: str | None) -> list[Any]:
    return [line.split("\t") for line in (told or "").split("\n") if line]


def channels_of(creator: Creator) -> list[ChannelView]:
    """Biggest first; two queries, however many channels and snapshots."""
    channels = Channel.objects.filter(creator=creator).prefetch_related("snapshots")
    ordered = channels.order_by(F("followers").desc(nulls_last=True), "pk")
    return [_view(channel) for channel in ordered]


def rates_of(creator: Creator, today: date) -> list[RateLine[Any]]:
    rows: Iterable[Any] = Rate.objects.filter(creator=creator)
    return rate_card(rows, today)


def rate_policy() -> tuple[int, int]:
    """(percent, version); version 0 where the workspace has not set one. One query."""
    row = RatePolicy.objects.first()
    return (row.jump_percent, row.version) if row else (DEFAULT_JUMP_PERCENT, 0)


def last_editor(row: Any) -> str:
    """Who saved the row last; "" if it was the system."""
    entry = (
        AuditEntry.objects.filter(object_type=row._meta.label_lower, object_id=row.public_id)
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
