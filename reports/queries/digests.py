"""What a member's morning digest says: their lines of Today, nothing else."""

from datetime import datetime

from accounts.models import Membership
from reports.rules.mornings import DigestLine


def digest_lines(membership: Membership, now: datetime) -> list[DigestLine]:
    return []
