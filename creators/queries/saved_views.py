"""The views of the directory that a person sees: their own and the shared ones."""

from django.db.models import Q
from django.shortcuts import get_object_or_404

from accounts.models import User
from creators.models import CreatorQuerySet, SavedView

# Above the list; the page of views has them all.
MOST_TABS = 12
# A tab says "more than" from here on, so that its count stays cheap.
COUNTED = 1_000
_SHOWN = ["public_id", "workspace", "version", "name", "query", "shared", "owner__name",
          "owner__email"]  # fmt: skip


def views_of(user: User) -> list[SavedView]:
    """By name, their own first; one query."""
    rows = SavedView.objects.filter(Q(owner=user) | Q(shared=True), removed_at=None)
    rows = rows.select_related("owner").only(*_SHOWN)
    return sorted(rows, key=lambda view: view.owner_id != user.pk)


def view_or_404(public_id: str, user: User, *, deleted_too: bool = False) -> SavedView:
    """One that `user` sees."""
    rows = SavedView.objects.filter(Q(owner=user) | Q(shared=True)).select_related("owner")
    if not deleted_too:
        rows = rows.filter(removed_at=None)
    return get_object_or_404(rows, public_id=public_id)


def count_up(creators: CreatorQuerySet) -> int:
    """How many, COUNTED + 1 for more than that; one query."""
    return creators.order_by()[: COUNTED + 1].count()
