"""Files of a creator: kept under a random name, their type by their bytes (product.md, pages)."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.core.files.base import File
from django.db import transaction
from django.db.models import Sum

from accounts.models import User
from core.audit import record
from core.file_types import pieces, type_of
from core.ids import new_public_id
from creators.actions.found_by import locked
from creators.errors import FileEmpty, FileTooBig, NoRoomForFile
from creators.models import Creator, CreatorFile
from creators.rules.files import MOST_BYTES, ROOM_BYTES, safe_name


@dataclass(frozen=True)
class Kept:
    """`same`: these bytes were there already, and nothing new was kept."""

    file: CreatorFile
    same: bool


def keep_file(
    *,
    creator: Creator,
    upload: File,
    name: str,
    kind: str,
    by: User | None,
    at: datetime,
    note: str = "",
) -> Kept:
    """Keep the bytes of `upload` for `creator`. The same bytes a second time are kept once; those
    of a removed file bring it back, under its new name.

    Raises FileEmpty, FileTooBig, NoRoomForFile.
    """
    size = upload.size or 0
    if not size:
        raise FileEmpty(name)
    if size > MOST_BYTES:
        raise FileTooBig(name, size)
    digest = hashlib.sha256()
    for piece in pieces(upload):
        digest.update(piece)
    told = {"name": safe_name(name), "kind": kind, "note": note.strip()}
    with transaction.atomic():
        stored = locked(creator)
        rows = CreatorFile.objects.filter(creator=stored)
        there = rows.filter(sha256=digest.hexdigest()).order_by("removed_at").first()
        if there is not None and there.removed_at is None:
            return Kept(there, same=True)
        _refuse_without_room(stored, size)
        if there is not None:
            CreatorFile.objects.filter(pk=there.pk).update(**told, removed_at=None)
            there.refresh_from_db()
            record(verb="file.restored", obj=there, by=by, at=at, changes=told)
            return Kept(there, same=False)
        kept = CreatorFile(
            workspace_id=stored.workspace_id, creator=stored, content_type=type_of(upload, size),
            size=size, sha256=digest.hexdigest(), by=by, created_at=at, **told,
        )  # fmt: skip
        _write(kept, upload)
        shown = {**told, "creator": stored, "type": kept.content_type, "size": size}
        record(verb="file.kept", obj=kept, by=by, at=at, changes=shown)
    return Kept(kept, same=False)


def remove_file(*, file: CreatorFile, by: User | None, at: datetime) -> bool:
    """Out of sight; its bytes stay, so that it can be brought back. False if it was already."""
    with transaction.atomic():
        done = CreatorFile.objects.filter(pk=file.pk, removed_at=None).update(removed_at=at)
        if done:
            file.removed_at = at
            record(verb="file.removed", obj=file, by=by, at=at)
    return bool(done)


def restore_file(*, file: CreatorFile, by: User | None, at: datetime) -> bool:
    """Undoes the removal. False if it is in sight already. Raises NoRoomForFile."""
    with transaction.atomic():
        stored = locked(file.creator)
        current = CreatorFile.objects.get(pk=file.pk)
        if current.removed_at is None:
            return False
        _refuse_without_room(stored, current.size)
        CreatorFile.objects.filter(pk=file.pk).update(removed_at=None)
        file.removed_at = None
        record(verb="file.restored", obj=file, by=by, at=at)
    return True


def _refuse_without_room(creator: Creator, size: int) -> None:
    rows = CreatorFile.objects.filter(creator=creator, removed_at=None)
    used = rows.aggregate(total=Sum("size"))["total"] or 0
    if used + size > ROOM_BYTES:
        raise NoRoomForFile(used)


def _write(kept: CreatorFile, upload: File) -> None:
    """The bytes first, then the row; without the row the bytes go again."""
    upload.seek(0)
    # A name nobody can guess and no server can take for a program.
    kept.file.save(new_public_id() + new_public_id(), upload, save=False)
    try:
        kept.save(force_insert=True)
    except BaseException:
        kept.file.storage.delete(kept.file.name or "")
        raise
