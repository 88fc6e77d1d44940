"""States of the directory under a name: saved, shared, deleted, brought back (row 5)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Workspace
from core.audit import record
from core.search import fold
from core.versions import save_version
from creators.errors import NameMissing, ViewNameTaken
from creators.models import SavedView

EDITABLE = frozenset({"name", "shared", "query"})


def save_view(
    *,
    workspace: Workspace,
    name: str,
    query: str,
    by: User,
    at: datetime,
    shared: bool = False,
    public_id: str = "",
) -> SavedView:
    """A new view of `by`; `query` is canonical (filters.Asked.state).

    `public_id` may be chosen beforehand (a form carries it): the same one again returns the view
    that the first click made. Raises ViewNameTaken, NameMissing.
    """
    name = _tidy(name)
    view = SavedView(
        workspace=workspace, owner=by, name=name, folded=_folded(name), shared=shared,
        query=query, created_at=at,
    )  # fmt: skip
    if public_id:
        view.public_id = public_id
    try:
        with transaction.atomic():
            view.save(force_insert=True)
            told = {"name": name, "shared": shared, "query": query}
            record(verb="view.saved", obj=view, by=by, at=at, changes=told)
    except IntegrityError:
        made = SavedView.objects.filter(public_id=public_id, owner=by).first()
        if made is None:
            raise ViewNameTaken from None
        return made
    return view


def update_view(
    *, view: SavedView, expected: int, values: Mapping[str, Any], by: User, at: datetime
) -> bool:
    """Save `values` (of EDITABLE) over version `expected`. False if nothing differs. Raises
    EditConflict, ViewNameTaken, NameMissing."""
    clean = {name: values[name] for name in EDITABLE if name in values}
    if "name" in clean:
        clean["name"] = _tidy(clean["name"])
        clean["folded"] = _folded(clean["name"])
    stored = SavedView.objects.get(pk=view.pk)
    changes = {
        name: [getattr(stored, name), value]
        for name, value in clean.items()
        if getattr(stored, name) != value
    }
    if not changes:
        return False
    try:
        with transaction.atomic():
            save_version(view, expected=expected, changes={name: clean[name] for name in changes})
            changes.pop("folded", None)
            record(verb="view.changed", obj=view, by=by, at=at, changes=changes)
    except IntegrityError:
        raise ViewNameTaken from None
    return True


def delete_view(*, view: SavedView, by: User, at: datetime) -> bool:
    """Out of everybody's sight. False if it was already."""
    with transaction.atomic():
        rows = SavedView.objects.filter(pk=view.pk, removed_at=None)
        if not rows.update(removed_at=at):
            return False
        record(verb="view.deleted", obj=view, by=by, at=at)
    return True


def restore_view(*, view: SavedView, by: User, at: datetime) -> bool:
    """Undoes the deletion. False if it is there already. Raises ViewNameTaken if its owner has
    another one of this name now."""
    try:
        with transaction.atomic():
            rows = SavedView.objects.filter(pk=view.pk).exclude(removed_at=None)
            if not rows.update(removed_at=None):
                return False
            record(verb="view.restored", obj=view, by=by, at=at)
    except IntegrityError:
        raise ViewNameTaken from None
    return True


def _tidy(name: str) -> str:
    return " ".join(name.split())[:60]


def _folded(name: str) -> str:
    if not name:
        raise NameMissing(_("A view needs a name."))
    # A name of signs alone ("★") folds to itself.
    return (fold(name) or name)[:120]
