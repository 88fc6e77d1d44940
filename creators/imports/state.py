"""Creators of a batch in memory: loaded in a few queries, changed row by row, written in bulk.

The dry run does the same and leaves out the writing.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, reduce
from operator import or_

from django.db.models import Prefetch, Q

from core.search import fold
from creators.imports.wishes import Wish
from creators.models import AudienceSnapshot, Channel, Creator, Rate, StyleNote, Tag
from creators.rules.doubles import keys_of
from creators.rules.search import creator_search_text

ChannelKey = tuple[str, str]
# Columns of Creator that are computed from the others, and from its channels and tags.
DERIVED = ("followers", "search", "name_key", "email_key")


@dataclass
class ChannelState:
    row: Channel
    snapshots: dict[date, AudienceSnapshot] = field(default_factory=dict)

    def carry_newest(self) -> None:
        """As creators.actions.channels does: the newest followers, the newest known engagement."""
        newest = [self.snapshots[day] for day in sorted(self.snapshots, reverse=True)]
        self.row.followers = newest[0].followers if newest else None
        known = (s.engagement for s in newest if s.engagement is not None)
        self.row.engagement = next(known, None)


@dataclass
class CreatorState:
    """`row.pk` is None for one that the batch makes."""

    row: Creator
    channels: dict[ChannelKey, ChannelState] = field(default_factory=dict)
    rates: list[Rate] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    tags: dict[tuple[str, str], Tag] = field(default_factory=dict)

    @property
    def derived(self) -> tuple[object, ...]:
        return tuple(getattr(self.row, name) for name in DERIVED)

    def derive(self) -> None:
        """Followers, search text and keys, as creators.actions.found_by does."""
        total = sum(c.row.followers or 0 for c in self.channels.values())
        self.row.followers = total or self.row.stated_followers or 0
        for column, key in keys_of(self.row.name, self.row.email).items():
            setattr(self.row, column, key)
        self.row.search = creator_search_text(
            name=self.row.name,
            short_name=self.row.short_name,
            email=self.row.email,
            phone=str(self.row.phone or ""),
            city=self.row.city,
            handles=[channel.row.handle for channel in self.channels.values()],
            tags=[tag.name for tag in self.tags.values()],
            about=self.row.about,
            notes=self.notes,
        )


@dataclass
class Loaded:
    """The creators a batch may mean, and how to find them."""

    by_pk: dict[int, CreatorState] = field(default_factory=dict)
    by_email: dict[str, CreatorState] = field(default_factory=dict)
    by_channel: dict[ChannelKey, CreatorState] = field(default_factory=dict)
    tags: dict[tuple[str, str], Tag] = field(default_factory=dict)

    def add(self, state: CreatorState) -> None:
        self.by_pk[state.row.pk] = state
        self.index(state)

    def index(self, state: CreatorState) -> None:
        if state.row.email and state.row.archived_at is None:
            self.by_email[state.row.email.lower()] = state
        for key in state.channels:
            self.by_channel[key] = state


def load_for(wishes: Iterable[Wish], name_pks: Collection[int], *, lock: bool) -> Loaded:
    """Everything of every creator that one of the wishes may mean. `lock` holds the rows."""
    wishes = list(wishes)
    pks = set(name_pks)
    emails = {wish.email for wish in wishes if wish.email}
    if emails:
        found = Creator.objects.active().filter(email__in=emails)
        pks.update(found.values_list("pk", flat=True))
    handle_keys = {channel.handle.key for wish in wishes for channel in wish.channels}
    if handle_keys:
        wanted = {channel.key for wish in wishes for channel in wish.channels}
        rows = Channel.objects.filter(handle_key__in=handle_keys)
        pks.update(
            pk
            for pk, platform, key in rows.values_list("creator_id", "platform", "handle_key")
            if (platform, key) in wanted
        )
    loaded = load(Creator.objects.filter(pk__in=pks), lock=lock)
    loaded.tags.update(_tags_of(wishes))
    return loaded


def load(creators: object, *, lock: bool) -> Loaded:
    """The creators of a queryset with all that hangs on them, in six queries."""
    # As plain lists: a queryset for each of a creator's relations costs more than its rows.
    snapshots_of = Prefetch("snapshots", AudienceSnapshot.objects.all(), to_attr="loaded_snapshots")
    channels_of = Channel.objects.prefetch_related(snapshots_of)
    queryset = creators.order_by("pk").prefetch_related(  # type: ignore[attr-defined]
        Prefetch("channels", channels_of, to_attr="loaded_channels"),
        Prefetch("rates", Rate.objects.all(), to_attr="loaded_rates"),
        Prefetch("tags", Tag.objects.all(), to_attr="loaded_tags"),
        Prefetch("style_notes", StyleNote.objects.filter(removed_at=None), to_attr="loaded_notes"),
    )
    loaded = Loaded()
    for row in queryset.select_for_update() if lock else queryset:
        state = CreatorState(row=row)
        for channel in row.loaded_channels:
            snapshots = {snapshot.taken_on: snapshot for snapshot in channel.loaded_snapshots}
            state.channels[channel.platform, channel.handle_key] = ChannelState(channel, snapshots)
        state.rates = row.loaded_rates
        state.notes = [note.text for note in row.loaded_notes]
        state.tags = {(tag.kind, tag.folded): tag for tag in row.loaded_tags}
        loaded.add(state)
    return loaded


@lru_cache(maxsize=4096)
def tag_key(kind: str, name: str) -> tuple[str, str]:
    return kind, fold(name)[:120]


def _tags_of(wishes: Iterable[Wish]) -> dict[tuple[str, str], Tag]:
    """The tags that are there already, of those the wishes name."""
    wanted: dict[str, set[str]] = {}
    for wish in wishes:
        for kind, names in wish.tags.items():
            wanted.setdefault(kind, set()).update(tag_key(kind, name)[1] for name in names)
    if not wanted:
        return {}
    which = reduce(or_, (Q(kind=kind, folded__in=keys) for kind, keys in wanted.items()))
    return {(tag.kind, tag.folded): tag for tag in Tag.objects.filter(which)}
