"""Payment details: kept encrypted, replaced, removed, and read only by whoever may (product.md, row
31). The audit tells who did what and when, never what stood there."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from accounts.models import Membership, User
from accounts.permissions import sees_payouts
from core.audit import record
from core.secrets import Unreadable, decrypt, encrypt, rotated
from core.versions import EditConflict, save_version
from creators.errors import Refused
from creators.models import Creator, PayoutDetails
from creators.rules.payouts import clean_fields, hint_of


class NotAllowed(Refused):
    message = _("Only owners, and members they chose for it, read payment details.")


class CannotRead(Refused):
    message = _(
        "These details cannot be opened with the keys of this installation. Ask whoever runs it to"
        " put the old key back into FIELD_KEYS, or ask the creator and enter them anew."
    )


class FieldsWrong(Refused):
    """`errors`: field of the method → what is wrong with it."""

    def __init__(self, errors: Mapping[str, object]) -> None:
        self.errors = {key: str(words) for key, words in errors.items()}
        super().__init__(_("Some of the details are not right yet."))


class EnteredMeanwhile(Refused):
    message = _(
        "Somebody entered details of this currency meanwhile. Look at them first; enter yours again"
        " if they are the right ones."
    )


@sensitive_variables("fields", "kept", "secret", "new")
def save_payout(
    *,
    creator: Creator,
    currency: str,
    method: str,
    fields: Mapping[str, str],
    expected: int,
    by: User | None,
    at: datetime,
) -> PayoutDetails:
    """Where money in `currency` goes; replaces whole what was there. `expected`: version of the row
    that is replaced, 0 for none. FieldsWrong; EnteredMeanwhile if somebody was faster."""
    kept, wrong = clean_fields(method, fields)
    if wrong:
        raise FieldsWrong(wrong)
    secret = encrypt(json.dumps(kept, ensure_ascii=False))
    new = {
        "method": method,
        "secret": secret,
        "hint": hint_of(method, kept),
        "updated_at": at,
        "updated_by": by,
    }
    try:
        with transaction.atomic():
            row = PayoutDetails.objects.filter(creator=creator, currency=currency).first()
            if row is None and not expected:
                row = PayoutDetails.objects.create(
                    workspace_id=creator.workspace_id, creator=creator, currency=currency,
                    created_at=at, **new,
                )  # fmt: skip
            elif row is None:
                raise EnteredMeanwhile
            else:
                save_version(row, expected=expected, changes=new)
            told = {"currency": currency, "method": method}
            record(verb="payout.saved", obj=row, by=by, at=at, changes=told)
    except (IntegrityError, EditConflict):
        raise EnteredMeanwhile from None
    return row


def remove_payout(*, payout: PayoutDetails, by: User | None, at: datetime) -> bool:
    """False if it is gone already."""
    with transaction.atomic():
        fresh = PayoutDetails.objects.select_for_update().filter(pk=payout.pk).first()
        if fresh is None:
            return False
        told = {"currency": fresh.currency, "method": fresh.method}
        record(verb="payout.removed", obj=fresh, by=by, at=at, changes=told)
        fresh.delete()
    return True


def reveal_payout(
    *, payout: PayoutDetails, member: Membership, at: datetime, why: str = "page"
) -> dict[str, str]:
    """Its fields in clear, and the look is written down. `why`: "page" or "export". NotAllowed;
    CannotRead where no key opens it."""
    if not sees_payouts(member):
        raise NotAllowed
    try:
        fields: dict[str, str] = json.loads(decrypt(payout.secret))
    except Unreadable:
        raise CannotRead from None
    told = {"currency": payout.currency, "for": why}
    record(verb="payout.looked_at", obj=payout, by=member.user, at=at, changes=told)
    return fields


@dataclass(frozen=True)
class Rotation:
    done: int
    unreadable: int


def rotate_payouts(*, at: datetime) -> Rotation:
    """All of the workspace by the newest key; what no key opens stays as it is. Not an edit: the
    version stays."""
    done = unreadable = 0
    for row in PayoutDetails.objects.order_by("pk"):
        try:
            secret = rotated(row.secret)
        except Unreadable:
            unreadable += 1
            continue
        done += PayoutDetails.objects.filter(pk=row.pk, secret=row.secret).update(secret=secret)
    return Rotation(done, unreadable)
