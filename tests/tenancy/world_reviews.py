"""A review that waits and one that is decided."""

from datetime import datetime
from typing import Any

from partnerships.models import ContinuationReview, Partnership


def reviewed(partnership: Partnership, at: datetime) -> dict[str, Any]:
    values: dict[str, Any] = {
        "workspace": partnership.workspace,
        "partnership": partnership,
        "due_on": at.date(),
        "evidence_at": at,
        "proposal": "extend",
    }
    open_one = ContinuationReview.objects.create(kind="quarterly", occasion="2025-Q4", **values)
    decided = ContinuationReview.objects.create(
        kind="first_campaign", occasion="first_campaign", decision="extend", reason="Steady",
        decided_at=at, decided_by=partnership.owner, **values,
    )  # fmt: skip
    return {
        "review": open_one.public_id,
        "review_decided": decided.public_id,
        "audit_item": "work",
    }
