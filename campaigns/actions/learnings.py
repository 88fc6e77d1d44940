"""What a collaboration taught; it comes back in the next brief (product.md, rows 35, 59)."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts.models import User
from campaigns.actions.changes import lock
from campaigns.models import Collaboration, Learning
from core.audit import record


def save_learnings(
    *, collaboration: Collaboration, texts: Mapping[str, str], by: User | None, at: datetime
) -> list[Learning]:
    """Add learnings to those there are: each line of `texts[kind]` is one. A line that is there
    already is not doubled, so a form sent twice adds once. Gives the new ones."""
    added = []
    with transaction.atomic():
        lock(collaboration)
        there = set(collaboration.learnings.values_list("kind", "text"))
        for kind, text in texts.items():
            for line in filter(None, (line.strip() for line in text.splitlines())):
                if (kind, line) in there:
                    continue
                there.add((kind, line))
                added.append(
                    Learning.objects.create(
                        workspace_id=collaboration.workspace_id,
                        collaboration=collaboration,
                        kind=kind,
                        text=line,
                        by=by,
                        created_at=at,
                    )
                )
        if added:
            said = {"learnings": [[row.kind, row.text] for row in added]}
            record(verb="learnings.saved", obj=collaboration, by=by, at=at, changes=said)
    return added


def delete_learning(*, learning: Learning, by: User | None, at: datetime) -> None:
    """Gone from the next briefs; its words stay in the audit."""
    with transaction.atomic():
        said = {"kind": learning.kind, "text": learning.text}
        record(verb="learning.deleted", obj=learning, by=by, at=at, changes=said)
        learning.delete()
