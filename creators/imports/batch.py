"""A batch of rows: found or made, changed in memory, written in a dozen statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from core.imports.registry import Line, Verdict
from core.imports.sentences import gettext as _
from core.imports.sentences import joined
from core.models.imports import RowOutcome
from creators.imports.applying import Change, NotNow, Occasion, Written, apply_wish
from creators.imports.fingerprint import fingerprint
from creators.imports.matching import CannotTell, Known, by_name
from creators.imports.state import DERIVED, CreatorState, Loaded, load_for
from creators.imports.wishes import Wish, compose
from creators.models import AudienceSnapshot, Channel, Creator, Rate, Tag
from creators.signals import audience_changed

CREATOR = Creator._meta.label_lower
_SNAPSHOT_COLUMNS = ("followers", "engagement")
_RATE_COLUMNS = ("amount", "valid_until")


@dataclass
class Batch:
    """`dry`: nothing is locked or written, and rows of earlier batches are known by their keys."""

    known: Known
    occasion: Occasion
    dry: bool
    written: Written = field(default_factory=Written)

    def run(self, lines: Sequence[Line]) -> list[Verdict]:
        wishes = [compose(line, self.known.options) for line in lines]
        fit = [wish for wish in wishes if not wish.problems]
        names = {pk for wish in fit for pk in self.known.here_by_name.get(wish.name_key, [])}
        loaded = load_for(fit, names, lock=not self.dry)
        here = {pk: state.row for pk, state in loaded.by_pk.items()}
        verdicts = [self._one(wish, loaded, here) for wish in wishes]
        if not self.dry:
            write(self.written)
            touched = {channel.creator_id for channel in self.written.channels.values()}
            tell_audience(self.occasion.workspace.pk, touched, self.occasion.at)
        return verdicts

    def _one(self, wish: Wish, loaded: Loaded, here: dict[int, Creator]) -> Verdict:
        if wish.problems:
            return Verdict(RowOutcome.ERROR, joined(wish.problems))
        try:
            state = self._find(wish, loaded, here)
            earlier = self.known.earlier_row(wish)
            if earlier is not None:
                wish.remarks.insert(0, _adds_to(earlier))
                if self.dry and state is None:
                    return Verdict(RowOutcome.UPDATE, joined(wish.remarks))
            if state is None:
                return self._create(wish, loaded)
            change = apply_wish(wish, state, loaded, self.occasion, self.written)
        except (CannotTell, NotNow) as error:
            return Verdict(RowOutcome.ERROR, str(error))
        return self._verdict(RowOutcome.UPDATE if change.after else RowOutcome.SAME, wish, state,
                             change)  # fmt: skip

    def _find(self, wish: Wish, loaded: Loaded, here: dict[int, Creator]) -> CreatorState | None:
        found: dict[str, CreatorState] = {}
        if wish.email and (state := loaded.by_email.get(wish.email)):
            found[state.row.public_id] = state
        for channel in wish.channels:
            if state := loaded.by_channel.get(channel.key):
                found[state.row.public_id] = state
        if len(found) > 1:
            names = sorted(state.row.name for state in found.values())
            raise CannotTell(
                _("The e-mail and channels of this row belong to several creators: %(names)s.")
                % {"names": ", ".join(names)}
            )
        if found:
            return next(iter(found.values()))
        row = by_name(wish, self.known, here) if wish.name_key else None
        return loaded.by_pk[row.pk] if row else None

    def _create(self, wish: Wish, loaded: Loaded) -> Verdict:
        values = {**wish.guessed, **wish.said}
        values["zone"] = ZoneInfo(values["zone"])
        row = Creator(workspace=self.occasion.workspace, created_at=self.occasion.at, **values)
        state = CreatorState(row)
        change = apply_wish(wish, state, loaded, self.occasion, self.written)
        self.written.creators[row.public_id] = row
        change.before, change.after["creator"] = {}, fingerprint(row)
        return self._verdict(RowOutcome.CREATE, wish, state, change)

    def _verdict(
        self, outcome: RowOutcome, wish: Wish, state: CreatorState, change: Change
    ) -> Verdict:
        changed = what_changes(change) if outcome == RowOutcome.UPDATE else ""
        verdict = Verdict(outcome, joined([*wish.remarks, changed]))
        if not (self.dry and state.row.pk is None):
            verdict.object_type, verdict.object_id = CREATOR, state.row.public_id
        if not self.dry:
            verdict.before, verdict.after = change.before or None, change.after or None
        return verdict


def tell_audience(workspace_id: int, creator_ids: Iterable[int], at: datetime) -> None:
    """Once for a batch, when it is written: scores follow audiences soon, not only at night."""
    if not (ids := sorted(creator_ids)):
        return
    facts = {"workspace_id": workspace_id, "creator_ids": ids, "at": at}
    transaction.on_commit(lambda: audience_changed.send_robust(sender=Creator, **facts))


def write(written: Written) -> None:
    """Everything of a batch; parents before children, ends of prices before new prices."""
    Tag.objects.bulk_create(written.tags.values())
    creators = written.creators.values()
    old = [row for row in creators if row.pk is not None]
    Creator.objects.bulk_create([row for row in creators if row.pk is None])
    _update_creators(written, old)
    _save(Channel, written.channels.values(), _SNAPSHOT_COLUMNS)
    _save(AudienceSnapshot, written.snapshots.values(), _SNAPSHOT_COLUMNS)
    _save(Rate, written.rates.values(), _RATE_COLUMNS)
    through = Creator.tags.through
    through.objects.bulk_create(
        [through(creator_id=creator.pk, tag_id=tag.pk) for creator, tag in written.tagged],
        ignore_conflicts=True,
    )


def _update_creators(written: Written, rows: Sequence[Creator]) -> None:
    """Columns that a person can edit also move the version: an open form must notice."""
    columns = {name for row in rows for name in written.columns.get(row.public_id, ())}
    if not columns:
        return
    if "search" in columns:
        # What a double is found by is made of the same name and address.
        columns |= {"name_key", "email_key"}
    for row in rows:
        if written.columns.get(row.public_id, set()) - set(DERIVED):
            row.version += 1
    Creator.objects.bulk_update(rows, [*columns, "version"])


def _save(model: Any, rows: Any, columns: Sequence[str]) -> None:
    old = [row for row in rows if row.pk is not None]
    new = [row for row in rows if row.pk is None]
    if old:
        model.objects.bulk_update(old, columns)
    model.objects.bulk_create(new)


def _adds_to(row: int) -> str:
    return _("Same e-mail or channel as row %(row)s: adds to it.") % {"row": row}


def what_changes(change: Change) -> str:
    """`Changes: E-mail, City, followers.` in the words of the profile."""
    columns = change.after.get("creator", {})
    titles: dict[str, Any] = {column.name: column.verbose_name for column in Creator._meta.fields}
    names = [titles[name] for name in columns]
    told = {
        "channels": _("channels"),
        "snapshots": _("audience"),
        "rates": _("prices"),
        "tags": _("tags"),
    }
    names += [words for part, words in told.items() if part in change.after]
    return _("Changes: %(what)s.") % {"what": joined(names, by=", ")}
