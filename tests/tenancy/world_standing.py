"""A concern and an objective."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.models import User
from partnerships.models import Concern, Objective, Partnership


def stood(partnership: Partnership, owner: User, today: date) -> dict[str, Any]:
    ws, now = partnership.workspace, timezone.now()
    concern = Concern.objects.create(
        workspace=ws, partnership=partnership, title="Silent for weeks", severity="high",
        owner=owner, opened_at=now, opened_by=owner, clock_from=now,
    )  # fmt: skip
    objective = Objective.objects.create(
        workspace=ws, partnership=partnership, audience="Women who cook", market="US",
        metric="reach", target=Decimal(1000), starts_on=today, ends_on=today + timedelta(days=90),
    )  # fmt: skip
    return {"concern": concern.public_id, "objective": objective.public_id}
