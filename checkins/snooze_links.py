"""Links of the morning mail that put a line of Today off (product.md, rows 43 and 76). Each holds
one member, one line and one way to put it off, and is good for a week."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from datetime import date, datetime, timedelta

from django.conf import settings
from django.urls import reverse

from accounts.models import Membership
from checkins.rules.week import next_monday
from core.reply_pages import make_token

PURPOSE = "snooze"
GOOD_FOR = timedelta(days=7)
TOMORROW, MONDAY = "tomorrow", "monday"


def snooze_url(membership: Membership, key: str, when: str, at: datetime) -> str:
    """`when` is TOMORROW or MONDAY, counted from the day the button is pressed."""
    line = urlsafe_b64encode(key.encode()).decode().rstrip("=")
    parts = (membership.workspace.public_id, membership.public_id, line, when)
    token = make_token(PURPOSE, *parts, until=at.date() + GOOD_FOR)
    return settings.SITE_URL + reverse("checkins:snooze_answer", args=[token])


def key_of(line: str) -> str | None:
    """The key of the line that such a link names."""
    try:
        return urlsafe_b64decode(line + "=" * (-len(line) % 4)).decode()
    except (Error, ValueError):
        return None


def day_of(when: str, today: date) -> date:
    return next_monday(today) if when == MONDAY else today + timedelta(days=1)
