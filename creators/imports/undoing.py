"""Taking an import back: rows that are as it left them are put back or deleted, others kept.

Rows come last first, so that of two rows on one creator the later one is undone before the
earlier. A row is undone as a whole or not at all.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import ForeignKey, ForeignObjectRel
from django.utils import timezone

from core.imports.sentences import gettext as _
from core.models import ImportRow
from creators.imports.applying import Part, rate_values, snapshot_values
from creators.imports.batch import Written, tell_audience, write
from creators.imports.fingerprint import as_text, fingerprint
from creators.imports.state import DERIVED, ChannelState, CreatorState, Loaded, load
from creators.models import AudienceSnapshot, Channel, Creator, PotentialScore, Rate, Tag

# What goes with a creator or is taken back by itself. A score is computed, nobody's work.
_OWN = (Channel, AudienceSnapshot, Rate, Tag, Creator.tags.through, PotentialScore)


@dataclass
class Undoing:
    """A batch of rows on their way back."""

    loaded: Loaded
    by_id: dict[str, CreatorState]
    used: dict[type, set[int]]
    written: Written = field(default_factory=Written)
    gone: dict[type, set[int]] = field(default_factory=dict)
    untagged: set[tuple[int, int]] = field(default_factory=set)
    tags: set[str] = field(default_factory=set)
    # Creators whose channels or figures are other ones now.
    heard: set[int] = field(default_factory=set)
    # Public ids of those who were made part of another since, with their names.
    merged: dict[str, str] = field(default_factory=dict)


def undo_rows(rows: Sequence[ImportRow]) -> list[str]:
    """ "" for each row that was taken back, else why it was kept."""
    wanted = {row.object_id for row in rows}
    loaded = load(Creator.objects.filter(public_id__in=wanted), lock=True)
    states = loaded.by_pk.values()
    by_id = {state.row.public_id: state for state in states}
    undoing = Undoing(
        loaded=loaded,
        by_id=by_id,
        merged=_merged(wanted - by_id.keys()),
        used={
            Creator: used_elsewhere(Creator, loaded.by_pk),
            Channel: used_elsewhere(
                Channel, [c.row.pk for state in states for c in state.channels.values()]
            ),
            Rate: used_elsewhere(Rate, [rate.pk for state in states for rate in state.rates]),
        },
    )
    whys = [_undo(row, undoing) for row in rows]
    _write(undoing)
    heard = undoing.heard - undoing.gone.get(Creator, set())
    tell_audience(rows[0].workspace_id, heard, timezone.now())
    return whys


def _merged(public_ids: set[str]) -> dict[str, str]:
    """Those of them who are seen nowhere but in the record of a merge."""
    if not public_ids:
        return {}
    rows = Creator.with_absorbed.filter(public_id__in=public_ids)
    return dict(rows.values_list("public_id", "name"))


def used_elsewhere(model: type, pks: Iterable[int]) -> set[int]:
    """Which of the rows another room points to: whatever room that is, they are not deleted."""
    used: set[int] = set()
    pks = list(pks)
    # Hidden ones too (related_name="+"): an introduction would go with whom it introduces.
    for relation in model._meta.get_fields(include_hidden=True):  # type: ignore[attr-defined]
        if not isinstance(relation, ForeignObjectRel):
            continue
        other = relation.related_model
        if other in _OWN or not isinstance(relation.field, ForeignKey):
            continue
        name = relation.field.name
        used.update(
            other._base_manager.filter(**{f"{name}__in": pks}).values_list(f"{name}_id", flat=True)
        )
    return used


def _undo(row: ImportRow, undoing: Undoing) -> str:
    state = undoing.by_id.get(row.object_id)
    if state is None and row.object_id in undoing.merged:
        name = undoing.merged[row.object_id]
        return _("Kept: %(name)s was changed after the import.") % {"name": name}
    if state is None:
        return _("Kept as it is: this creator is gone already.")
    after: dict[str, Part] = row.after or {}
    before: dict[str, Part] | None = row.before
    if not _as_left(state, after, new=before is None):
        return _("Kept: %(name)s was changed after the import.") % {"name": state.row.name}
    if _in_use(state, after, before, undoing):
        return _("Kept: %(name)s is in use by now.") % {"name": state.row.name}
    _take_back(state, after, before or {}, undoing)
    return ""


def _as_left(state: CreatorState, after: dict[str, Part], *, new: bool) -> bool:
    """Whether everything the row wrote is there unchanged, and nothing was hung on a new thing."""
    if new:
        if fingerprint(state.row) != after["creator"]:
            return False
    elif any(as_text(getattr(state.row, n)) != v for n, v in after.get("creator", {}).items()):
        return False
    channels, snapshots, rates = _by_id(state)
    for key in after.get("channels", {}):
        channel = channels.get(key)
        mine = after.get("snapshots", {})
        if channel is None or any(
            snapshot.public_id not in mine for snapshot in channel.snapshots.values()
        ):
            return False
        if (told := after["channels"][key]) != {n: getattr(channel.row, n) for n in told}:
            return False
    if any(
        key not in snapshots or snapshot_values(snapshots[key]) != values
        for key, values in after.get("snapshots", {}).items()
    ) or any(
        key not in rates or rate_values(rates[key]) != values
        for key, values in after.get("rates", {}).items()
    ):
        return False
    tagged = {tag.public_id for tag in state.tags.values()}
    if not new:
        return set(after.get("tags", {})) <= tagged
    # A new creator is deleted with all that hangs on it: nothing else may.
    return (
        channels.keys() == after.get("channels", {}).keys()
        and rates.keys() == after.get("rates", {}).keys()
        and tagged == set(after.get("tags", {}))
    )


def _by_id(
    state: CreatorState,
) -> tuple[dict[str, ChannelState], dict[str, AudienceSnapshot], dict[str, Rate]]:
    channels = {channel.row.public_id: channel for channel in state.channels.values()}
    snapshots = {
        snapshot.public_id: snapshot
        for channel in channels.values()
        for snapshot in channel.snapshots.values()
    }
    return channels, snapshots, {rate.public_id: rate for rate in state.rates}


def _in_use(
    state: CreatorState, after: dict[str, Part], before: dict[str, Part] | None, undoing: Undoing
) -> bool:
    """Whether another room holds on to something that would be deleted."""
    if before is None:
        if state.row.pk in undoing.used[Creator]:
            return True
        before = {}
    channels, _snapshots, rates = _by_id(state)
    leaving = [
        (Channel, channels[key].row.pk)
        for key in after.get("channels", {})
        if before.get("channels", {}).get(key) is None
    ] + [
        (Rate, rates[key].pk)
        for key in after.get("rates", {})
        if before.get("rates", {}).get(key) is None
    ]
    return any(pk in undoing.used[model] for model, pk in leaving)


def _take_back(
    state: CreatorState, after: dict[str, Part], before: dict[str, Part], undoing: Undoing
) -> None:
    derived = state.derived
    if after.keys() & {"channels", "snapshots"}:
        undoing.heard.add(state.row.pk)
    touched = _take_snapshots_back(state, after, before, undoing)
    _take_rates_back(state, after, before, undoing)
    for key in after.get("channels", {}):
        found = next(k for k, c in state.channels.items() if c.row.public_id == key)
        undoing.gone.setdefault(Channel, set()).add(state.channels.pop(found).row.pk)
    for channel in touched:
        channel.carry_newest()
        undoing.written.channels[channel.row.public_id] = channel.row
    for key in after.get("tags", {}):
        found_tag = next(k for k, tag in state.tags.items() if tag.public_id == key)
        tag = state.tags.pop(found_tag)
        if before:
            undoing.untagged.add((state.row.pk, tag.pk))
    undoing.tags.update(after.get("new_tags", {}))
    if not before:
        undoing.gone.setdefault(Creator, set()).add(state.row.pk)
        undoing.by_id.pop(state.row.public_id)
        return
    for name, value in before.get("creator", {}).items():
        setattr(state.row, name, ZoneInfo(value) if name == "zone" else value)
        undoing.written.column(state.row, name)
    state.derive()
    if derived != state.derived:
        undoing.written.column(state.row, *DERIVED)


def _take_snapshots_back(
    state: CreatorState, after: dict[str, Part], before: dict[str, Part], undoing: Undoing
) -> list[ChannelState]:
    """The channels whose snapshots are other ones now."""
    touched = []
    for channel in state.channels.values():
        for day, snapshot in list(channel.snapshots.items()):
            if snapshot.public_id not in after.get("snapshots", {}):
                continue
            touched.append(channel)
            old = before.get("snapshots", {}).get(snapshot.public_id)
            if old is None:
                del channel.snapshots[day]
                undoing.gone.setdefault(AudienceSnapshot, set()).add(snapshot.pk)
            else:
                rate = old["engagement"]
                snapshot.followers = old["followers"]
                snapshot.engagement = None if rate is None else Decimal(rate)
                undoing.written.snapshots[snapshot.public_id] = snapshot
    return touched


def _take_rates_back(
    state: CreatorState, after: dict[str, Part], before: dict[str, Part], undoing: Undoing
) -> None:
    for rate in list(state.rates):
        if rate.public_id not in after.get("rates", {}):
            continue
        old = before.get("rates", {}).get(rate.public_id)
        if old is None:
            state.rates.remove(rate)
            undoing.gone.setdefault(Rate, set()).add(rate.pk)
        else:
            until = old["valid_until"]
            rate.amount = Decimal(old["amount"])
            rate.valid_until = date.fromisoformat(until) if until else None
            undoing.written.rates[rate.public_id] = rate


def _write(undoing: Undoing) -> None:
    """Deletions first: an ended price may only be open again when its successor is gone."""
    gone = undoing.gone
    through: Any = Creator.tags.through
    for creator_pk, tag_pk in undoing.untagged:
        through.objects.filter(creator_id=creator_pk, tag_id=tag_pk).delete()
    for model in (AudienceSnapshot, Rate, Channel, Creator):
        if pks := gone.get(model):
            model.objects.filter(pk__in=pks).delete()
    written = undoing.written
    for model, rows in (
        (AudienceSnapshot, written.snapshots), (Rate, written.rates),
        (Channel, written.channels), (Creator, written.creators),
    ):  # fmt: skip
        for key in [key for key, row in rows.items() if row.pk in gone.get(model, ())]:
            del rows[key]
    write(written)
    if undoing.tags:
        lonely = Tag.objects.filter(public_id__in=undoing.tags, creators=None)
        used = used_elsewhere(Tag, lonely.values_list("pk", flat=True))
        lonely.exclude(pk__in=used).delete()
