"""Signed papers, kept beside what they sign (product.md, row 18): never replaced, taken out of
sight and brought back."""

from datetime import datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import uploads
from core.file_names import ROOM_BYTES
from partnerships.errors import Refused
from partnerships.models import Agreement, AgreementFile, Amendment, Sow
from partnerships.rules.papers import is_paper

_VERB = "agreement_file"


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
    of = {"agreement": agreement, "sow": sow, "amendment": amendment}
    try:
        found = uploads.measured(upload, name)
        if not is_paper(found.content_type):
            told = _("This is no paper: choose a PDF, a picture or a document.")
            raise Refused(told, field="file")
        with transaction.atomic():
            Agreement.objects.select_for_update().get(pk=agreement.pk)
            row = AgreementFile(workspace_id=agreement.workspace_id, **of)
            return uploads.keep(_shelf(of), found, row=row, told={}, by=by, at=at).file
    except uploads.Unkept as why:
        raise Refused(str(why), field="file") from why


def remove_paper(*, file: AgreementFile, by: User | None, at: datetime) -> bool:
    """Out of sight; row and bytes stay. False if it was already."""
    with transaction.atomic():
        return uploads.remove(file, verb=_VERB, by=by, at=at)


def restore_paper(*, file: AgreementFile, by: User | None, at: datetime) -> bool:
    """Undoes the removal. False if it is in sight already."""
    with transaction.atomic():
        of = {"agreement": file.agreement, "sow": file.sow, "amendment": file.amendment}
        return uploads.restore(_shelf(of), file, by=by, at=at)


def _shelf(of: dict[str, Any]) -> uploads.Shelf[AgreementFile]:
    return uploads.Shelf(
        rows=AgreementFile.objects.filter(**of),
        # All papers of the agreement; removed ones too, whose bytes stay.
        crowd=AgreementFile.objects.filter(agreement=of["agreement"]),
        verb=_VERB,
        full=_("The papers of this agreement would take more than %(most)s MB."),
        room=ROOM_BYTES,
        about=of,
    )
