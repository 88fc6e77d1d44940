"""A window that is open and something left to do, in each workspace."""

from datetime import date, datetime, timedelta
from typing import Any

from accounts.models import Workspace
from partnerships.models import Agreement, CloseOutTask, Renewal
from tests import factories


def renewing(ws: Workspace, owner: Any, today: date, now: datetime) -> dict[str, Any]:
    partnership = factories.PartnershipFactory(workspace=ws, owner=owner)
    agreement = Agreement.objects.create(
        workspace=ws, partnership=partnership, kind="evergreen", state="in_force",
        starts_on=today - timedelta(days=320), campaigns_a_year=4, currency="USD",
    )  # fmt: skip
    renewal = Renewal.objects.create(
        workspace=ws, agreement=agreement, year=2, opens_on=today, opened_at=now,
        renews_on=today + timedelta(days=45), until=today + timedelta(days=409),
    )  # fmt: skip
    task = CloseOutTask.objects.create(
        workspace=ws, agreement=agreement, kind="settle", due_on=today
    )
    return {"renewal": renewal.public_id, "close_out_task": task.public_id}
