"""A creator who was asked by mail and has not answered."""

from datetime import datetime, timedelta
from typing import Any

from campaigns.models import Campaign, Collaboration, Outreach
from campaigns.outreach_emails import answer_url
from partnerships.models import Partnership


def asked(partnership: Partnership, user: Any, at: datetime) -> dict[str, Any]:
    ws, today = partnership.workspace, at.date()
    campaign = Campaign.objects.create(
        workspace=ws, brand=partnership.brand, name="Winter light", owner=user,
        starts_on=today + timedelta(days=30), ends_on=today + timedelta(days=60),
    )  # fmt: skip
    part = Collaboration.objects.create(
        workspace=ws, campaign=campaign, partnership=partnership, state="invited", sequence=2,
        fee_currency="USD",
    )  # fmt: skip
    row = Outreach.objects.create(
        workspace=ws, collaboration=part, asked_at=at, asked_by=user, channel="email",
        message="Would you film the first snow?", note="Maybe, when exactly?",
        answer_by=today + timedelta(days=5),
    )  # fmt: skip
    return {
        "asked_part": part.public_id,
        "outreach_token": answer_url(row).rstrip("/").rpartition("/")[2],
    }
