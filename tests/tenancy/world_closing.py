"""A debrief that was told and a correction that waits."""

from datetime import datetime, timedelta
from typing import Any

from accounts.models import User
from campaigns.models import Debrief
from reports.models import Correction, Summary


def looked_back(done: Summary, owner: User, now: datetime) -> dict[str, Any]:
    ws = done.workspace
    debrief = Debrief.objects.create(
        workspace=ws, collaboration=done.collaboration, kind="win", hoped="A thousand",
        happened="Two thousand", ours="Begin earlier", theirs="Fun", together="Again",
        aside="Raise the fee", by=owner, shared_at=now, shared_by=owner,
    )  # fmt: skip
    totals = {**done.figures["totals"], "reach": 1500}
    correction = Correction.objects.create(
        workspace=ws, summary=done, number=1, found_at=now, due_at=now + timedelta(hours=72),
        figures={**done.figures, "rows": 1, "totals": totals}, note="The shop was late.",
        chart_png=b"\x89PNG\r\n\x1a\n",
    )  # fmt: skip
    return {"debrief": debrief.public_id, "correction": correction.public_id}
