"""A win or a debrief of one collaboration: written, then told to the creator once (product.md,
row 49)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from campaigns import debrief_emails
from campaigns.actions.changes import changed, tell
from campaigns.enums import CollaborationState, DebriefKind
from campaigns.errors import Refused, WrongState
from campaigns.models import Collaboration, Debrief
from campaigns.signals import debrief_shared
from core.audit import record
from core.versions import EditConflict, save_version

# What the creator reads, and what stays inside the team.
TOLD = ("hoped", "happened", "ours", "theirs", "together")
TEXTS = (*TOLD, "aside")


def save_debrief(
    *,
    collaboration: Collaboration,
    kind: DebriefKind,
    texts: Mapping[str, str],
    expected: int,
    by: User | None,
    at: datetime,
) -> Debrief:
    """Write it, or write it anew. `expected`: the version the writer began with, 0 for a new one
    (EditConflict over somebody's edit). Saving what stands there changes nothing.

    WrongState for whoever declined, or where the creator has read it: then only what is for the
    team may change. Refused if nothing is said.
    """
    if collaboration.state == CollaborationState.DECLINED:
        raise WrongState(_("They declined: there is nothing to look back at."))
    new: dict[str, Any] = {name: texts.get(name, "").strip() for name in TEXTS}
    if not any(new.values()):
        raise Refused(_("Write at least one of them."), field="happened")
    new["kind"] = kind.value
    found = Debrief.objects.filter(collaboration=collaboration).first()
    if found is None:
        found = _made(collaboration, new, by, at)
        if found is not None:
            return found
        found = Debrief.objects.get(collaboration=collaboration)
    return _edited(found, new, expected, by, at)


def _made(
    collaboration: Collaboration, new: dict[str, Any], by: User | None, at: datetime
) -> Debrief | None:
    """None if a colleague was a moment faster."""
    try:
        with transaction.atomic():
            made = Debrief.objects.create(
                workspace_id=collaboration.workspace_id, collaboration=collaboration, by=by,
                created_at=at, **new,
            )  # fmt: skip
            record(verb="debrief.written", obj=made, by=by, at=at, changes=_open(new))
    except IntegrityError:
        return None
    return made


def _edited(
    found: Debrief, new: dict[str, Any], expected: int, by: User | None, at: datetime
) -> Debrief:
    differences = changed(found, new)
    if not differences:
        return found
    if found.shared_at is not None and set(differences) != {"aside"}:
        raise WrongState(_("The creator has read it: what was told stays as it is."))
    with transaction.atomic():
        save_version(found, expected=expected, changes=new)
        record(verb="debrief.edited", obj=found, by=by, at=at, changes=_open(differences))
    return found


def share_debrief(*, debrief: Debrief, expected: int, by: User | None, at: datetime) -> bool:
    """Tell the creator: by mail, and in their portal, once. False if they were told already.

    `expected`: the version that was read before the button (EditConflict if it says something
    else by now). NoAddress if the creator has none.
    """
    with transaction.atomic():
        claimed = Debrief.objects.filter(pk=debrief.pk, shared_at=None, version=expected).update(
            shared_at=at, shared_by=by, version=expected + 1
        )
        fresh = _with_everything().get(pk=debrief.pk)
        if not claimed:
            if fresh.shared_at is not None:
                return False
            raise EditConflict(theirs=fresh, mine={})
        if not any(getattr(fresh, name) for name in TOLD):
            raise Refused(_("There is nothing in it yet that the creator may read."))
        mail = debrief_emails.debrief(debrief=fresh, sender=by, at=at)
        Debrief.objects.filter(pk=fresh.pk).update(mail=mail)
        record(verb="debrief.shared", obj=fresh, by=by, at=at, changes={"kind": fresh.kind})
        facts = {"workspace_id": fresh.workspace_id, "debrief_id": fresh.pk}
        tell(debrief_shared, Debrief, at=at, **facts)
    return True


def _with_everything() -> Any:
    return Debrief.objects.select_related(
        "workspace", *(f"collaboration__{path}" for path in debrief_emails.PATH)
    )


def _open(changes: Mapping[str, Any]) -> dict[str, Any]:
    """As the audit keeps it: that something stands aside, not what."""
    return {name: "…" if name == "aside" and value else value for name, value in changes.items()}
