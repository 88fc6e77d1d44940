"""Optimistic versions: a save over somebody else's edit is refused, and shows both."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.models.tenancy import WorkspaceModel


@dataclass
class EditConflict(Exception):
    """`theirs` is the row as it stands now, `mine` the values that were not saved."""

    theirs: Any
    mine: Mapping[str, Any]


def save_version(obj: WorkspaceModel, *, expected: int, changes: Mapping[str, Any]) -> None:
    """Write `changes` to `obj` if its stored version is still `expected`, else EditConflict.

    One compare-and-swap UPDATE: right on both databases, no lock held while a person types.
    On success `obj` carries the new values and version.
    """
    model = type(obj)
    for name, value in changes.items():
        setattr(obj, name, value)
    obj.refuse_foreign_rows()
    rows: Any = model._base_manager
    updated = rows.filter(pk=obj.pk, workspace_id=obj.workspace_id, version=expected).update(
        **changes, version=expected + 1
    )
    if not updated:
        theirs = model._base_manager.get(pk=obj.pk)
        raise EditConflict(theirs=theirs, mine=dict(changes))
    obj.version = expected + 1  # type: ignore[attr-defined]
