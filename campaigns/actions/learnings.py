"""What a collaboration, or a campaign as a whole, taught; it comes back in the next brief
(product.md, rows 35, 59)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from campaigns.actions.changes import lock
from campaigns.errors import Refused
from campaigns.models import Campaign, Collaboration, Learning
from core.audit import record
from core.versions import EditConflict


def save_learnings(
    *, collaboration: Collaboration, texts: Mapping[str, str], by: User | None, at: datetime
) -> list[Learning]:
    """Add learnings to those there are: each line of `texts[kind]` is one. A line that is there
    already is not doubled, so a form sent twice adds once. Gives the new ones."""
    return _save(collaboration, "collaboration", texts, by, at)


def save_campaign_learnings(
    *, campaign: Campaign, texts: Mapping[str, str], by: User | None, at: datetime
) -> list[Learning]:
    """The same of the campaign as a whole: what everybody's part in it taught together."""
    return _save(campaign, "campaign", texts, by, at)


def _save(
    of: Collaboration | Campaign,
    name: str,
    texts: Mapping[str, str],
    by: User | None,
    at: datetime,
) -> list[Learning]:
    added = []
    with transaction.atomic():
        lock(of)
        there = set(of.learnings.values_list("kind", "text"))
        for kind, text in texts.items():
            for line in filter(None, (line.strip() for line in text.splitlines())):
                if (kind, line) in there:
                    continue
                there.add((kind, line))
                made: dict[str, Any] = {name: of, "kind": kind, "text": line, "by": by}
                made |= {"workspace_id": of.workspace_id, "created_at": at}
                added.append(Learning.objects.create(**made))
        if added:
            said = {"learnings": [[row.kind, row.text] for row in added]}
            record(verb="learnings.saved", obj=of, by=by, at=at, changes=said)
    return added


def edit_learning(
    *,
    learning: Learning,
    kind: str,
    text: str,
    seen: tuple[str, str],
    by: User | None,
    at: datetime,
) -> Learning:
    """Say it better. `seen`: kind and text as the writer began with them; EditConflict if it says
    something else meanwhile. What a brief has cited keeps the words it was cited with."""
    text = " ".join(text.split())
    if not text:
        raise Refused(_("Write it down, or delete it."), field="text")
    new = {"kind": kind, "text": text}
    with transaction.atomic():
        fresh = lock(learning)
        if (fresh.kind, fresh.text) == (kind, text):
            return fresh
        if (fresh.kind, fresh.text) != seen:
            raise EditConflict(theirs=fresh, mine=new)
        said = {name: [getattr(fresh, name), value] for name, value in new.items()}
        Learning.objects.filter(pk=fresh.pk).update(**new)
        fresh.kind, fresh.text = kind, text
        record(verb="learning.edited", obj=fresh, by=by, at=at, changes=said)
    return fresh


def delete_learning(*, learning: Learning, by: User | None, at: datetime) -> None:
    """Gone from the next briefs; its words stay in the audit."""
    with transaction.atomic():
        said = {"kind": learning.kind, "text": learning.text}
        record(verb="learning.deleted", obj=learning, by=by, at=at, changes=said)
        learning.delete()
