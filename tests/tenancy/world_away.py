"""A creator who was on leave long ago."""

from datetime import date
from typing import Any

from accounts.models import User
from checkins.models import Absence
from partnerships.models import Partnership


def was_away(partnership: Partnership, by: User) -> dict[str, Any]:
    row = Absence.objects.create(
        workspace=partnership.workspace, creator=partnership.creator, kind="leave",
        first=date(2020, 1, 6), until=date(2020, 1, 10), by=by,
    )  # fmt: skip
    return {"absence": row.public_id}
