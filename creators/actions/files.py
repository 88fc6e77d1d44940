"""Files of a creator (product.md, pages); how they are kept is core.uploads."""

from datetime import datetime

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import uploads
from creators.actions.found_by import locked
from creators.errors import FileRefused
from creators.models import Creator, CreatorFile

Kept = uploads.Kept[CreatorFile]
_VERB = "file"
_FULL = _(
    "The files of one creator may have %(most)s MB together, and there are %(used)s MB already."
    " Remove one that is no longer needed."
)


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
    of a removed file bring it back, under its new name. Raises FileRefused."""
    try:
        found = uploads.measured(upload, name)
        with transaction.atomic():
            stored = locked(creator)
            row = CreatorFile(workspace_id=stored.workspace_id, creator=stored)
            told = {"kind": kind, "note": note.strip()}
            return uploads.keep(_shelf(stored), found, row=row, told=told, by=by, at=at)
    except uploads.Unkept as why:
        raise FileRefused(str(why)) from why


def remove_file(*, file: CreatorFile, by: User | None, at: datetime) -> bool:
    """Out of sight; its bytes stay, so that it can be brought back. False if it was already."""
    with transaction.atomic():
        return uploads.remove(file, verb=_VERB, by=by, at=at)


def restore_file(*, file: CreatorFile, by: User | None, at: datetime) -> bool:
    """Undoes the removal. False if it is in sight already. Raises FileRefused."""
    try:
        with transaction.atomic():
            return uploads.restore(_shelf(locked(file.creator)), file, by=by, at=at)
    except uploads.Unkept as why:
        raise FileRefused(str(why)) from why


def _shelf(creator: Creator) -> uploads.Shelf[CreatorFile]:
    rows = CreatorFile.objects.filter(creator=creator)
    return uploads.Shelf(rows=rows, verb=_VERB, full=_FULL, about={"creator": creator})
