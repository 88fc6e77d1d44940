"""A target, what an audience said, and a weekly sync of a running campaign."""

from datetime import date, datetime
from typing import Any

from campaigns.models import CampaignObjective, Collaboration, Feedback, SyncNote


def live_rows(part: Collaboration, today: date, now: datetime) -> dict[str, Any]:
    ws = part.workspace
    target = CampaignObjective.objects.create(
        workspace=ws, campaign=part.campaign, metric="reach", target=1000
    )
    said = Feedback.objects.create(
        workspace=ws, collaboration=part, kind="product", text="A lid that stays open",
        heard_on=today, link="https://x.example/1",
    )  # fmt: skip
    answered = Feedback.objects.create(
        workspace=ws, collaboration=part, kind="audience", text="Love the light", heard_on=today,
        state="noted", answer="Thank you", answered_at=now,
    )  # fmt: skip
    note = SyncNote.objects.create(
        workspace=ws, collaboration=part, held_on=today, audience="Quiet", agreed="A shorter cut"
    )
    return {
        "target": target.public_id,
        "feedback": said.public_id,
        "feedback_answered": answered.public_id,
        "sync": note.public_id,
    }
