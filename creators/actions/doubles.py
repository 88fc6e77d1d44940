"""Two creators a person looked at, who are two people."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from core.audit import record
from creators.models import Creator, NotDuplicate


def tell_apart(*, one: Creator, other: Creator, by: User, at: datetime) -> NotDuplicate:
    """They are not proposed again. Harmless if that is known already."""
    first, second = sorted([one, other], key=lambda row: row.pk)
    with transaction.atomic():
        pair, made = NotDuplicate.objects.get_or_create(
            workspace_id=first.workspace_id,
            first=first,
            second=second,
            defaults={"at": at, "by": by, "created_at": at},
        )
        if made:
            _record("creator.told_apart", first, second, by, at)
    return pair


def forget_apart(*, one: Creator, other: Creator, by: User, at: datetime) -> bool:
    """They may be proposed again; False if nobody had told them apart."""
    first, second = sorted([one, other], key=lambda row: row.pk)
    with transaction.atomic():
        gone, _rows = NotDuplicate.objects.filter(first=first, second=second).delete()
        if gone:
            _record("creator.not_told_apart", first, second, by, at)
    return bool(gone)


def _record(verb: str, first: Creator, second: Creator, by: User, at: datetime) -> None:
    for row, other in ((first, second), (second, first)):
        changes = {"with": other.public_id, "name": other.name}
        record(verb=verb, obj=row, by=by, at=at, changes=changes)
