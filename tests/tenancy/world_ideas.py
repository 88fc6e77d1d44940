"""What a creator said of a brief: waiting, decided, told."""

from datetime import datetime
from typing import Any

from campaigns.idea_emails import answer_url
from campaigns.models import BriefVersion, Collaboration, Idea


def with_ideas(part: Collaboration, version: BriefVersion, now: datetime) -> dict[str, Any]:
    rows = [
        Idea.objects.create(
            workspace=part.workspace, collaboration=part, of_version=version, section="goal",
            kind="suggestion", text=f"Film it at dawn, {n}", source="page", said_at=now, **more,
        )
        for n, more in enumerate(
            (
                {},
                {"state": "declined", "answer": "Too dark", "decided_at": now},
                {"state": "adopted", "decided_at": now, "told_at": now, "used_in": version},
            )
        )
    ]  # fmt: skip
    token = answer_url(version).rstrip("/").rpartition("/")[2]
    return {"idea": rows[0].public_id, "brief_token": token}
