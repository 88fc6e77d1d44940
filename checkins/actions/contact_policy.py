"""How much a creator is written to: a setting of the workspace (product.md, row 48)."""

from datetime import datetime

from django.db import transaction

from accounts.models import User, Workspace
from checkins.models import ContactPolicy
from core.audit import record


def set_contact_policy(
    *, workspace: Workspace, letters_a_month: int, by: User, at: datetime
) -> ContactPolicy:
    """Letters a month and creator, at most; 0 holds them all back. Copies that are on their way
    go: the limit is asked when a copy is written."""
    with transaction.atomic():
        row, _made = ContactPolicy.objects.get_or_create(
            workspace=workspace, defaults={"created_at": at}
        )
        before = row.letters_a_month
        row.letters_a_month = letters_a_month
        row.save(update_fields=["letters_a_month"])
        changes = {"letters_a_month": [before, letters_a_month]}
        record(verb="contact_policy.set", obj=row, by=by, at=at, changes=changes)
    return row
