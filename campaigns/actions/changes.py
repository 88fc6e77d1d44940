"""What the actions of this room share: one guarded step, the order of a creator's campaigns."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import transaction
from django.dispatch import Signal

from accounts.models import User
from campaigns.enums import CampaignState, CollaborationState
from campaigns.errors import CampaignClosed
from campaigns.models import Campaign, Collaboration, Deliverable
from campaigns.rules.sequence import Place, number_in_order
from core.audit import record
from core.models import WorkspaceModel
from core.versions import save_version
from creators.models import Creator
from partnerships.actions.changes import changed
from partnerships.models import Partnership

Row = TypeVar("Row", bound=WorkspaceModel)


def lock(obj: Row) -> Row:
    """The row as it stands, held until the transaction ends (SQLite has one writer anyway)."""
    return type(obj)._base_manager.select_for_update().get(pk=obj.pk)


def step(
    obj: Campaign | Collaboration | Deliverable,
    *,
    sources: Iterable[str],
    new: Mapping[str, Any],
    verb: str,
    by: User | None,
    at: datetime,
) -> bool:
    """Move `obj` on if its state is one of `sources`, record it, and tell whether it was.

    Either way `obj` then says what the row says. Runs inside the action's transaction.
    """
    fresh = lock(obj)
    moved = fresh.state in sources
    if moved:
        differences = changed(fresh, new)
        save_version(fresh, expected=fresh.version, changes=new)
        record(verb=verb, obj=fresh, by=by, at=at, changes=said(differences))
    for name in (*new, "state", "version"):
        setattr(obj, name, getattr(fresh, name))
    return moved


def said(changes: Mapping[str, Any]) -> dict[str, Any]:
    """`changes` as the audit keeps them: people by name."""

    def plain(value: Any) -> Any:
        if isinstance(value, list):
            return [plain(each) for each in value]
        return str(value) if isinstance(value, User) else value

    return {name: plain(value) for name, value in changes.items()}


def open_campaign(campaign: Campaign) -> Campaign:
    """The campaign, locked so that it is not closed meanwhile; CampaignClosed if it is."""
    fresh = lock(campaign)
    if fresh.state == CampaignState.CLOSED:
        raise CampaignClosed
    return fresh


def creator_day(creator: Creator, at: datetime) -> date:
    """The creator's own date at `at`."""
    return at.astimezone(creator.zone).date()


def hold_history(partnerships: Iterable[Partnership]) -> None:
    """Lock what the numbers of these creators with their brands are counted under."""
    ids = sorted({partnership.creator_id for partnership in partnerships})
    list(Creator.objects.select_for_update().filter(pk__in=ids).order_by("pk"))


def renumber(partnerships: Iterable[Partnership]) -> None:
    """Number the collaborations of each (creator, brand) anew, also over an ended partnership.

    Call after `hold_history`, so that two campaigns planned at once do not both become the
    second one. Not an edit: versions stay.
    """
    for creator_id, brand_id in sorted({(p.creator_id, p.brand_id) for p in partnerships}):
        rows = Collaboration.objects.filter(
            partnership__creator_id=creator_id, partnership__brand_id=brand_id
        ).select_related("campaign")
        places = [
            Place(row.pk, row.campaign.starts_on, row.state == CollaborationState.DECLINED)
            for row in rows
        ]
        numbers = number_in_order(places)
        for row in rows:
            if row.sequence != numbers[row.pk]:
                Collaboration.objects.filter(pk=row.pk).update(sequence=numbers[row.pk])


def tell(signal: Signal, sender: type[WorkspaceModel], **facts: Any) -> None:
    """Send `signal` when the transaction is committed. A receiver that fails fails alone: the rows
    are written, and its sweep will find them."""
    transaction.on_commit(lambda: signal.send_robust(sender=sender, **facts))
