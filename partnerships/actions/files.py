"""Signed papers, kept beside what they sign (product.md, row 18): never replaced, taken out of
sight and brought back."""

import hashlib
from datetime import datetime

from django.core.files.base import File
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.audit import record
from core.file_types import pieces, type_of
from core.ids import new_public_id
from creators.rules.files import MOST_BYTES, ROOM_BYTES, megabytes, safe_name
from partnerships.errors import Refused
from partnerships.models import Agreement, AgreementFile, Amendment, Sow
from partnerships.rules.papers import is_paper


def keep_paper(
    *,
    agreement: Agreement,
    upload: File,
    name: str,
    by: User | None,
    at: datetime,
    sow: Sow | None = None,
    amendment: Amendment | None = None,
) -> AgreementFile:
    """Keep the bytes of `upload` as the paper of `agreement`, or of its `sow` or `amendment`. The
    same bytes a second time give the row that is there, brought back if it was removed.

    Refused, on the field `file`: empty, too big, no paper by its bytes, no room.
    """
    size = _checked_size(upload)
    kind = type_of(upload, size)
    if not is_paper(kind):
        raise Refused(_("This is no paper: choose a PDF, a picture or a document."), field="file")
    digest = hashlib.sha256()
    for piece in pieces(upload):
        digest.update(piece)
    of = {"agreement": agreement, "sow": sow, "amendment": amendment}
    with transaction.atomic():
        Agreement.objects.select_for_update().get(pk=agreement.pk)
        rows = AgreementFile.objects.filter(**of, sha256=digest.hexdigest())
        if there := rows.order_by("removed_at").first():
            restore_paper(file=there, by=by, at=at)
            return there
        _refuse_without_room(agreement, size)
        kept = AgreementFile(
            workspace_id=agreement.workspace_id, **of, name=safe_name(name), content_type=kind,
            size=size, sha256=digest.hexdigest(), by=by, created_at=at,
        )  # fmt: skip
        _write(kept, upload)
        told = {**of, "name": kept.name, "type": kind, "size": size, "sha256": kept.sha256}
        record(verb="agreement_file.kept", obj=kept, by=by, at=at, changes=told)
    return kept


def remove_paper(*, file: AgreementFile, by: User | None, at: datetime) -> bool:
    """Out of sight; row and bytes stay. False if it was already."""
    with transaction.atomic():
        done = AgreementFile.objects.filter(pk=file.pk, removed_at=None).update(removed_at=at)
        if done:
            file.removed_at = at
            record(verb="agreement_file.removed", obj=file, by=by, at=at)
    return bool(done)


def restore_paper(*, file: AgreementFile, by: User | None, at: datetime) -> bool:
    """Undoes the removal. False if it is in sight already."""
    with transaction.atomic():
        rows = AgreementFile.objects.filter(pk=file.pk).exclude(removed_at=None)
        done = rows.update(removed_at=None)
        if done:
            file.removed_at = None
            record(verb="agreement_file.restored", obj=file, by=by, at=at)
    return bool(done)


def _checked_size(upload: File) -> int:
    size = upload.size or 0
    if not size:
        raise Refused(_("The file is empty."), field="file")
    if size > MOST_BYTES:
        told = _("The file has %(size)s MB; at most %(most)s are kept.")
        values = {"size": megabytes(size), "most": megabytes(MOST_BYTES)}
        raise Refused(told % values, field="file")
    return size


def _refuse_without_room(agreement: Agreement, size: int) -> None:
    # Removed ones too: their bytes stay.
    rows = AgreementFile.objects.filter(agreement=agreement)
    used = rows.aggregate(total=Sum("size"))["total"] or 0
    if used + size > ROOM_BYTES:
        told = _("The papers of this agreement would take more than %(most)s MB.")
        raise Refused(told % {"most": megabytes(ROOM_BYTES)}, field="file")


def _write(kept: AgreementFile, upload: File) -> None:
    """The bytes first, then the row; without the row the bytes go again."""
    upload.seek(0)
    # A name nobody can guess and no server can take for a program.
    kept.file.save(new_public_id() + new_public_id(), upload, save=False)
    try:
        kept.save(force_insert=True)
    except BaseException:
        kept.file.storage.delete(kept.file.name or "")
        raise
