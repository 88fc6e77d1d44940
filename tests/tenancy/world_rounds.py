"""A round that was asked to be revised, a screenshot, a post that wants a remark."""

from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile

from accounts.models import User
from campaigns.deliverable_emails import answer_url
from campaigns.models import Collaboration, Deliverable, DeliverableFile, Submission
from tests import factories


def with_rounds(
    part: Collaboration, deliverable: Deliverable, by: User, now: datetime
) -> dict[str, Any]:
    ws = part.workspace
    asked = Submission.objects.create(
        workspace=ws, deliverable=deliverable, number=1, submitted_at=now, by=by, verdict_by=by,
        link="https://drive.example/draft-1", note="Rough cut", verdict="revision",
        verdict_note="Open with the balcony", verdict_at=now,
    )  # fmt: skip
    Deliverable.objects.filter(pk=deliverable.pk).update(state="revision", revisions=1)
    shot = DeliverableFile(
        workspace=ws, deliverable=deliverable, name="shot.png", kind="screenshot",
        content_type="image/png", size=8, sha256=ws.slug, by=by,
    )  # fmt: skip
    shot.file.save("shot", ContentFile(b"\x89PNG\r\n\x1a\n"))
    out = factories.DeliverableFactory(
        collaboration=part, title="Out", state="published", published_at=now,
        link=f"https://x.com/{ws.slug}/status/1", link_key=f"x.com/{ws.slug}/status/1",
    )  # fmt: skip
    return {
        "deliverable_file": shot.public_id,
        "round_token": answer_url(asked, now).split("/")[-2],
        "published": out.public_id,
    }
