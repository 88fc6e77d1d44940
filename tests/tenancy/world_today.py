"""The link of a morning mail that puts a line off."""

from datetime import datetime
from typing import Any

from accounts.models import Membership, User
from checkins.models import CheckIn
from checkins.snooze_links import TOMORROW, snooze_url


def with_snooze(check_in: CheckIn, owner: User, now: datetime) -> dict[str, Any]:
    member = Membership.objects.get(workspace=check_in.workspace, user=owner)
    url = snooze_url(member, f"checkin:{check_in.public_id}", TOMORROW, now)
    return {"snooze_token": url.split("/")[-2]}
