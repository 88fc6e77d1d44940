"""How a file that somebody brings is kept (product.md, pages): measured, typed by its bytes, stored
under a random name, once for the same bytes; taken out of sight and brought back.

    shelf = Shelf(rows=CreatorFile.objects.filter(creator=creator), verb="file", full=…)
    kept = keep(shelf, measured(upload, name), row=CreatorFile(…), told={"kind": "kit"}, by=…, at=…)

A row of a file has `file`, `name`, `content_type`, `size`, `sha256`, `by`, `created_at` and
`removed_at`. `keep` and `restore` run inside the action's transaction, under the lock of the owner.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.core.files.base import File
from django.db.models import F, QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.audit import record
from core.file_names import MOST_BYTES, ROOM_BYTES, megabytes, safe_name
from core.file_types import pieces, type_of
from core.ids import new_public_id

Row = TypeVar("Row", bound=Any)


class Unkept(Exception):
    """The file is empty, too big, or there is no room; the words are for whoever brought it."""


@dataclass(frozen=True)
class Measured:
    """A file as it came: `size` in bytes, `content_type` by its bytes."""

    file: File
    name: str
    size: int
    content_type: str
    sha256: str


@dataclass(frozen=True)
class Shelf(Generic[Row]):
    """Where files of one thing stand. `rows`: all of them, removed ones too; `verb`: what the audit
    calls one; `full`: what is said where there is no room, with %(most)s and %(used)s."""

    rows: "QuerySet[Row]"
    verb: str
    full: str | Promise
    # In bytes, for all together.
    room: int = ROOM_BYTES
    # Those whose sizes count against the room, removed ones too; None: the rows in sight.
    crowd: "QuerySet[Row] | None" = None
    # What the audit says of the owner.
    about: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Kept(Generic[Row]):
    """`same`: these bytes were there already, and nothing new was kept."""

    file: Row
    same: bool


def measured(upload: File, name: str) -> Measured:
    """Reads the file through, in bounded memory. Raises Unkept."""
    name, size = safe_name(name), upload.size or 0
    if not size:
        raise Unkept(_("“%(name)s” is empty.") % {"name": name})
    if size > MOST_BYTES:
        told = {"name": name, "size": megabytes(size), "most": megabytes(MOST_BYTES)}
        raise Unkept(_("“%(name)s” has %(size)s MB; a file may have %(most)s MB at most.") % told)
    digest = hashlib.sha256()
    for piece in pieces(upload):
        digest.update(piece)
    return Measured(upload, name, size, type_of(upload, size), digest.hexdigest())


def keep(
    shelf: Shelf[Row],
    found: Measured,
    *,
    row: Row,
    told: Mapping[str, Any],
    by: Any,
    at: datetime,
) -> Kept[Row]:
    """`row` is new and says whose it is; `told` is what was said of the file. The same bytes a
    second time give the row that is there; a removed one comes back under its new name and words.
    Raises Unkept."""
    words = {"name": found.name, **told}
    rows = shelf.rows.filter(sha256=found.sha256)
    there = rows.order_by(F("removed_at").asc(nulls_first=True)).first()
    if there is not None:
        back = _restored(shelf, there, words, by=by, at=at)
        return Kept(there, same=not back)
    _refuse_without_room(shelf, found.size)
    facts = {"content_type": found.content_type, "size": found.size, "sha256": found.sha256}
    for name, value in {**words, **facts, "by": by, "created_at": at}.items():
        setattr(row, name, value)
    _write(row, found.file)
    shown = {**shelf.about, **words, "type": found.content_type, "size": found.size}
    record(verb=f"{shelf.verb}.kept", obj=row, by=by, at=at, changes=shown)
    return Kept(row, same=False)


def remove(file: Any, *, verb: str, by: Any, at: datetime) -> bool:
    """Out of sight; its bytes stay, so that it can be brought back. False if it was already."""
    rows = type(file).objects.filter(pk=file.pk, removed_at=None)
    done = bool(rows.update(removed_at=at))
    if done:
        file.removed_at = at
        record(verb=f"{verb}.removed", obj=file, by=by, at=at)
    return done


def restore(shelf: Shelf[Any], file: Any, *, by: Any, at: datetime) -> bool:
    """Undoes the removal. False if it is in sight already. Raises Unkept."""
    file.refresh_from_db(fields=["removed_at", "size"])
    return _restored(shelf, file, {}, by=by, at=at)


def _restored(
    shelf: Shelf[Any], file: Any, words: Mapping[str, Any], *, by: Any, at: datetime
) -> bool:
    if file.removed_at is None:
        return False
    if shelf.crowd is None:
        _refuse_without_room(shelf, file.size)
    for name, value in {**words, "removed_at": None}.items():
        setattr(file, name, value)
    file.save(update_fields=[*words, "removed_at"])
    record(verb=f"{shelf.verb}.restored", obj=file, by=by, at=at, changes=words)
    return True


def _refuse_without_room(shelf: Shelf[Any], size: int) -> None:
    crowd = shelf.rows.filter(removed_at=None) if shelf.crowd is None else shelf.crowd
    used = crowd.aggregate(total=Sum("size"))["total"] or 0
    if used + size > shelf.room:
        told = {"used": megabytes(used), "most": megabytes(shelf.room)}
        raise Unkept(str(shelf.full) % told)


def _write(row: Any, upload: File) -> None:
    """The bytes first, then the row; without the row the bytes go again."""
    upload.seek(0)
    # A name nobody can guess and no server can take for a program.
    row.file.save(new_public_id() + new_public_id(), upload, save=False)
    try:
        row.save(force_insert=True)
    except BaseException:
        row.file.storage.delete(row.file.name or "")
        raise
