"""What a brief stands on, put there with one click (product.md, row 35)."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from campaigns.actions.changes import lock, open_campaign
from campaigns.models import Brief, Citation
from campaigns.rules.citations import Source
from core.audit import record


def cite(*, brief: Brief, source: Source, by: User | None, at: datetime) -> bool:
    """Keep the words of `source` as they stand now. False if it is cited already (a double click).
    Not an edit of the text: whoever is writing meanwhile has no conflict."""
    with transaction.atomic():
        open_campaign(brief.collaboration.campaign)
        lock(brief)
        if Citation.objects.filter(brief=brief, source_key=source.key).exists():
            return False
        Citation.objects.create(
            workspace_id=brief.workspace_id,
            brief=brief,
            kind=source.kind,
            source_key=source.key,
            text=source.text,
            origin=source.origin[:200],
            goal_id=source.goal_id,
            collaboration_id=source.collaboration_id,
            by=by,
            created_at=at,
        )
        record(verb="brief.cited", obj=brief, by=by, at=at, changes={"source": source.key})
    return True


def uncite(*, brief: Brief, key: str, by: User | None, at: datetime) -> bool:
    """False if it is not cited any more. Versions that were shared keep it."""
    with transaction.atomic():
        open_campaign(brief.collaboration.campaign)
        lock(brief)
        gone, _rows = Citation.objects.filter(brief=brief, source_key=key).delete()
        if gone:
            record(verb="brief.uncited", obj=brief, by=by, at=at, changes={"source": key})
    return bool(gone)
