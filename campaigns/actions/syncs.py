"""What a weekly sync brought, a note for each collaboration and day (product.md, row 47)."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from campaigns.actions.changes import creator_day, lock, tell
from campaigns.enums import CampaignState, CollaborationState
from campaigns.errors import Refused, WrongState
from campaigns.models import Collaboration, SyncNote
from campaigns.signals import sync_held
from core.audit import record
from core.versions import EditConflict, save_version
from partnerships.actions.changes import changed


def note_sync(
    *,
    collaboration: Collaboration,
    held_on: date,
    audience: str,
    agreed: str,
    by: User | None,
    at: datetime,
) -> SyncNote:
    """`held_on` is a day of the creator; the room above logs the contact. EditConflict, with both
    texts, if somebody noted another sync of that day; the same again (a double click) gives the
    note that is there."""
    new = _said(audience, agreed)
    if held_on > creator_day(collaboration.partnership.creator, at):
        raise Refused(_("This day is still to come."), field="held_on")
    with transaction.atomic():
        if lock(collaboration).state == CollaborationState.DECLINED:
            raise WrongState(_("They declined. Ask them again first."))
        if lock(collaboration.campaign).state == CampaignState.PLANNED:
            raise WrongState(_("Syncs begin when the campaign is live."))
        there = SyncNote.objects.filter(collaboration=collaboration, held_on=held_on).first()
        if there is not None:
            if not changed(there, new):
                return there
            raise EditConflict(theirs=there, mine=new)
        row = SyncNote.objects.create(
            workspace_id=collaboration.workspace_id,
            collaboration=collaboration,
            held_on=held_on,
            by=by,
            created_at=at,
            **new,
        )
        record(verb="sync.noted", obj=row, by=by, at=at, changes={"held_on": held_on, **new})
        tell(sync_held, SyncNote, workspace_id=row.workspace_id, sync_note_id=row.pk, at=at)
    return row


def update_sync(
    *, note: SyncNote, audience: str, agreed: str, expected: int, by: User | None, at: datetime
) -> None:
    """Its words; the day stays, since a contact is logged on it. EditConflict if `expected` is
    outdated."""
    new = _said(audience, agreed)
    with transaction.atomic():
        differences = changed(note, new)
        save_version(note, expected=expected, changes=new)
        if differences:
            record(verb="sync.changed", obj=note, by=by, at=at, changes=differences)


def _said(audience: str, agreed: str) -> dict[str, Any]:
    new = {"audience": audience.strip(), "agreed": agreed.strip()}
    if not any(new.values()):
        raise Refused(_("What was said, or what was agreed?"), field="audience")
    return new
