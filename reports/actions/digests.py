"""The morning digest (product.md, row 76): one mail a member and local weekday, only when there
is something to say."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from accounts.models import Membership
from core.models import OutgoingMail
from reports import emails
from reports.rules.mornings import DigestLine


def send_digest(
    *, membership: Membership, day: date, lines: Sequence[DigestLine], at: datetime
) -> OutgoingMail | None:
    """Queue the digest of `day`; None if there is nothing to say. The same day again gives the
    mail that is there. What is overdue comes first, else the order of Today stays."""
    if not lines:
        return None
    ordered = sorted(lines, key=lambda line: not line.overdue)
    with transaction.atomic():
        return emails.digest(membership=membership, day=day, lines=ordered, at=at)
