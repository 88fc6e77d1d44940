"""The digest (product.md, row 76): one mail a member and local weekday or week, only when there is
something to say."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from accounts.models import Membership
from core.models import OutgoingMail
from reports import digest_emails
from reports.rules.mornings import DigestLine, WeekDigest


def send_digest(
    *, membership: Membership, day: date, lines: Sequence[DigestLine], at: datetime
) -> OutgoingMail | None:
    """Queue the digest of `day`; None if there is nothing to say. The same day again gives the
    mail that is there. What is overdue comes first, else the order of Today stays."""
    if not lines:
        return None
    ordered = sorted(lines, key=lambda line: not line.overdue)
    with transaction.atomic():
        return digest_emails.digest(membership=membership, day=day, lines=ordered, at=at)


def send_week_digest(
    *, membership: Membership, monday: date, week: WeekDigest, at: datetime
) -> OutgoingMail | None:
    """Queue the digest of the week; None if there is nothing to say. The same week again gives the
    mail that is there."""
    if week.is_empty:
        return None
    with transaction.atomic():
        return digest_emails.week_digest(membership=membership, monday=monday, week=week, at=at)
