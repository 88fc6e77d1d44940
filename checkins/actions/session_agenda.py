"""The agenda of a session: signal, not trends (product.md, row 68)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from campaigns.models import BriefVersion
from checkins.actions.session_rows import locked
from checkins.enums import AgendaKind, SessionState
from checkins.errors import Refused
from checkins.models import AgendaItem, Session
from core.audit import record
from core.once import insert_once
from core.versions import EditConflict
from partnerships.actions.changes import changed

_OPEN = tuple(state for state in SessionState.values if state != SessionState.CANCELLED)


def add_item(
    *,
    session: Session,
    kind: str,
    text: str,
    by: User,
    at: datetime,
    brief: BriefVersion | None = None,
    public_id: str = "",
) -> AgendaItem:
    """At the end. The same `public_id` again gives what the first click made."""
    new = _checked(kind, text, brief)
    with transaction.atomic():
        row = locked(session, *_OPEN)
        last = AgendaItem.objects.filter(session=row).order_by("-position").first()
        item = AgendaItem(
            workspace_id=row.workspace_id,
            session=row,
            position=last.position + 1 if last else 1,
            created_at=at,
            **new,
        )
        item, made = insert_once(item, public_id, session=row)
        if made:
            told = {"kind": item.kind, "text": item.text}
            record(verb="session.agenda_added", obj=row, by=by, at=at, changes=told)
    return item


def change_item(
    *,
    item: AgendaItem,
    seen: tuple[str, str, str],
    kind: str,
    text: str,
    heard: str,
    by: User,
    at: datetime,
    brief: BriefVersion | None = None,
) -> None:
    """`seen`: kind, text and what was said as the form showed them; EditConflict if they are others
    by now."""
    new = {**_checked(kind, text, brief), "heard": heard.strip()}
    with transaction.atomic():
        row = locked(item.session, *_OPEN)
        fresh = AgendaItem.objects.filter(pk=item.pk).first()
        if fresh is None:
            raise Refused(_("This point was removed meanwhile."))
        if _words(fresh) != seen:
            raise EditConflict(theirs=fresh, mine=new)
        differences = changed(fresh, new)
        for name, value in new.items():
            setattr(fresh, name, value)
        if differences:
            fresh.save(update_fields=list(new))
            told = {k: [str(v or "") for v in pair] for k, pair in differences.items()}
            record(verb="session.agenda_changed", obj=row, by=by, at=at, changes=told)


def move_item(*, item: AgendaItem, up: bool, by: User, at: datetime) -> bool:
    """One place up or down; False where there is none, as on a second click."""
    with transaction.atomic():
        row = locked(item.session, *_OPEN)
        items = list(AgendaItem.objects.filter(session=row))
        places = [one.pk for one in items]
        if item.pk not in places:
            return False
        here = places.index(item.pk)
        there = here - 1 if up else here + 1
        if not 0 <= there < len(items):
            return False
        items[here], items[there] = items[there], items[here]
        for position, one in enumerate(items, 1):
            one.position = position
        AgendaItem.objects.bulk_update(items, ["position"])
        told = {"item": item.text[:80], "place": there + 1}
        record(verb="session.agenda_moved", obj=row, by=by, at=at, changes=told)
    return True


def remove_item(*, item: AgendaItem, by: User, at: datetime) -> bool:
    """False if it is gone already. What it said stays in the audit."""
    with transaction.atomic():
        row = locked(item.session, *_OPEN)
        gone, _by_model = AgendaItem.objects.filter(pk=item.pk).delete()
        if gone:
            told = {"kind": item.kind, "text": item.text, "heard": item.heard}
            record(verb="session.agenda_removed", obj=row, by=by, at=at, changes=told)
    return bool(gone)


def _words(item: AgendaItem) -> tuple[str, str, str]:
    """As a form shows them: a browser has its own line ends."""
    return (item.kind, item.text.replace("\r\n", "\n"), item.heard.replace("\r\n", "\n"))


def _checked(kind: str, text: str, brief: BriefVersion | None) -> dict[str, Any]:
    if not text.strip():
        raise Refused(_("Say what it is about."), field="text")
    if brief is not None and kind != AgendaKind.BRIEF:
        brief = None
    return {"kind": AgendaKind(kind), "text": text.strip(), "brief": brief}
