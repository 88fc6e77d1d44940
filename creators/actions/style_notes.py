"""How the content of a creator evolves, noted by date (product.md, row 3)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import User
from core.audit import record
from core.versions import save_version
from creators.actions.found_by import locked, refresh
from creators.models import Channel, Creator, StyleNote

EDITABLE = frozenset({"noted_on", "text", "link", "channel"})


def add_style_note(
    *,
    creator: Creator,
    noted_on: date,
    text: str,
    by: User | None,
    at: datetime,
    link: str = "",
    channel: Channel | None = None,
    public_id: str = "",
) -> StyleNote:
    """A note of a day. `public_id` may be chosen beforehand (a form carries it): the same one
    again returns the note that the first click made."""
    note = StyleNote(
        workspace_id=creator.workspace_id, creator=creator, noted_on=noted_on,
        text=_tidy(text), link=link, channel=channel, by=by, created_at=at,
    )  # fmt: skip
    if public_id:
        note.public_id = public_id
    try:
        with transaction.atomic():
            stored = locked(creator)
            note.save(force_insert=True)
            refresh(stored)
            told = {"creator": stored, "noted_on": noted_on, "text": note.text}
            record(verb="style_note.added", obj=note, by=by, at=at, changes=told)
    except IntegrityError:
        made = StyleNote.objects.filter(public_id=public_id, creator=creator).first()
        if made is not None:
            return made
        if not public_id:
            raise
        # The id is taken where we may not look.
        return add_style_note(
            creator=creator, noted_on=noted_on, text=text, by=by, at=at, link=link, channel=channel
        )
    return note


def update_style_note(
    *, note: StyleNote, expected: int, values: Mapping[str, Any], by: User | None, at: datetime
) -> bool:
    """Save `values` (of EDITABLE) over version `expected`. False if nothing differs. Raises
    EditConflict."""
    clean = {name: values[name] for name in EDITABLE if name in values}
    if "text" in clean:
        clean["text"] = _tidy(clean["text"])
    with transaction.atomic():
        creator = locked(note.creator)
        stored = StyleNote.objects.get(pk=note.pk)
        changes = {
            name: [getattr(stored, name), value]
            for name, value in clean.items()
            if getattr(stored, name) != value
        }
        if not changes:
            return False
        save_version(note, expected=expected, changes={n: clean[n] for n in changes})
        refresh(creator)
        record(verb="style_note.updated", obj=note, by=by, at=at, changes=changes)
    return True


def remove_style_note(*, note: StyleNote, by: User | None, at: datetime) -> bool:
    """Out of sight and out of the search. False if it was already."""
    return _show(note, removed_at=at, verb="style_note.removed", by=by, at=at)


def restore_style_note(*, note: StyleNote, by: User | None, at: datetime) -> bool:
    """Undoes the removal. False if it is in sight already."""
    return _show(note, removed_at=None, verb="style_note.restored", by=by, at=at)


def _show(
    note: StyleNote, *, removed_at: datetime | None, verb: str, by: User | None, at: datetime
) -> bool:
    with transaction.atomic():
        creator = locked(note.creator)
        rows = StyleNote.objects.filter(pk=note.pk, removed_at__isnull=removed_at is not None)
        if not rows.update(removed_at=removed_at):
            return False
        note.removed_at = removed_at
        refresh(creator)
        record(verb=verb, obj=note, by=by, at=at)
    return True


def _tidy(text: str) -> str:
    return text.strip().replace("\r\n", "\n")
