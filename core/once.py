"""A form sent twice is one row: its page carries the id that the row will have."""

from typing import Any, TypeVar

from django.db import IntegrityError, transaction

from core.ids import new_public_id
from core.models import WorkspaceModel

Row = TypeVar("Row", bound=WorkspaceModel)


def insert_once(row: Row, public_id: str, **same: Any) -> tuple[Row, bool]:
    """Insert `row` under `public_id`; gives (row, whether it is new).

    The same id again gives the row that the first click made, if it is one of `same` (lookups);
    an id that is taken where we may not look is replaced by a new one. Without an id it is just
    inserted.
    """
    if public_id:
        row.public_id = public_id
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        made = type(row).objects.filter(public_id=public_id, **same).first() if public_id else None
        if made is not None:
            return made, False
        if not public_id:
            raise
        row.public_id = new_public_id()
        with transaction.atomic():
            row.save(force_insert=True)
    return row, True
