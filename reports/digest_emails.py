"""The digests to members (product.md, row 76): of a morning, or of a week."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from accounts.models import Membership
from checkins.rules.load import hours_of
from core.mail.outbox import queue_mail
from core.models import OutgoingMail
from reports.rules.mornings import DigestLine, WeekDigest

# A digest is read over coffee; the rest is on Today.
MOST_LINES = 20
# A week is planned with it, so it holds more.
MOST_OF_A_WEEK = 40


def digest(
    *, membership: Membership, day: date, lines: Sequence[DigestLine], at: datetime
) -> OutgoingMail:
    """The morning digest of one member for their local `day`: one mail a day at most."""
    context = {
        "lines": lines[:MOST_LINES],
        "all": len(lines),
        "more": max(0, len(lines) - MOST_LINES),
        "overdue": sum(line.overdue for line in lines),
        "minutes": sum(line.minutes for line in lines),
    }
    return _mail(membership, day, "reports/mail/digest", context, at)


def week_digest(
    *, membership: Membership, monday: date, week: WeekDigest, at: datetime
) -> OutgoingMail:
    """The digest of the week that begins on `monday`: one mail a week at most, and none beside one
    of that morning."""
    shown = week.cut(MOST_OF_A_WEEK)
    context = {
        "week": shown,
        "monday": monday,
        "all": len(week.ours),
        "more": len(week.ours) + len(week.waits) - len(shown.ours) - len(shown.waits),
        "overdue": len(week.overdue),
        "hours": hours_of(line.minutes for line in week.ours),
    }
    return _mail(membership, monday, "reports/mail/week", context, at)


def _mail(
    membership: Membership, day: date, template: str, context: dict[str, Any], at: datetime
) -> OutgoingMail:
    user, workspace = membership.user, membership.workspace
    profile = settings.SITE_URL + reverse("accounts:profile")
    today = reverse("checkins:today", kwargs={"workspace": workspace.slug})
    return queue_mail(
        workspace=workspace,
        key=f"digest:{membership.public_id}:{day.isoformat()}",
        kind="digest",
        to=(user.email, user.name),
        language=user.language,
        template=template,
        context={
            "zone": user.zone,
            "user": user,
            "today_url": settings.SITE_URL + today,
            "profile_url": profile,
            **context,
        },
        headers={"List-Unsubscribe": f"<{profile}>"},
        at=at,
    )
