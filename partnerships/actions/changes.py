"""What the actions on partnerships and agreements share: whose day it is, one guarded save."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.dispatch import Signal

from accounts.models import Membership, User
from accounts.permissions import Permission, may
from core.audit import record
from core.versions import EditConflict, save_version
from partnerships.errors import NotAMember, WrongState
from partnerships.models import Partnership


def today_of(partnership: Partnership, at: datetime) -> date:
    """The creator's own date at `at`: the day that agreements and pauses are counted in."""
    return at.astimezone(partnership.creator.zone).date()


def check_owner(workspace_id: int, owner: User) -> None:
    """Only a member who may edit can keep a partnership (row 6)."""
    role = (
        Membership.objects.filter(workspace_id=workspace_id, user=owner)
        .values_list("role", flat=True)
        .first()
    )
    if role is None or not may(role, Permission.EDIT):
        raise NotAMember


def changed(obj: Any, new: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Field → [old, new] for what really differs."""
    return {
        key: [getattr(obj, key), value] for key, value in new.items() if getattr(obj, key) != value
    }


def move(
    obj: Any,
    *,
    verb: str,
    new: Mapping[str, Any],
    by: User | None,
    at: datetime,
    expected: int | None = None,
    told: Mapping[str, Any] | None = None,
) -> None:
    """Save `new` if nobody was faster, and record it. `told` goes into the audit row besides.

    The version is the guard of the state too: each write counts it up, so a row that still has it
    is in the state the caller looked at. WrongState if it has not.
    """
    differences = changed(obj, new)
    try:
        save_version(obj, expected=obj.version if expected is None else expected, changes=new)
    except EditConflict as conflict:
        raise WrongState from conflict
    record(verb=verb, obj=obj, by=by, at=at, changes={**differences, **(told or {})})


def tell(signal: Signal, partnership: Partnership, *, at: datetime, **more: Any) -> None:
    """Send `signal` when the transaction is committed."""
    transaction.on_commit(
        lambda: signal.send(
            sender=Partnership,
            workspace_id=partnership.workspace_id,
            partnership_id=partnership.pk,
            at=at,
            **more,
        )
    )
