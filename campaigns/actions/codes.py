"""Codes that sales of a creator are known by (product.md, row 56)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from campaigns.enums import CollaborationState
from campaigns.errors import Refused, WrongState
from campaigns.models import Campaign, Collaboration, TrackingCode
from campaigns.rules.codes import code_key
from core.audit import record


def add_code(
    *, collaboration: Collaboration, kind: str, value: str, by: User | None, at: datetime
) -> TrackingCode:
    """The code, which may be there already. Of a campaign each code is one creator's: Refused
    where it is another's, whatever kind of code it is called there."""
    value = " ".join(value.split())
    key = code_key(kind, value)
    if not key:
        raise Refused(_("This says nothing to know a sale by."), field="value")
    with transaction.atomic():
        # Two people at once wait here, so that a code is never two creators'.
        Campaign.objects.select_for_update().get(pk=collaboration.campaign_id)
        if collaboration.state == CollaborationState.DECLINED:
            raise WrongState(_("They declined. Ask them again first."))
        others = TrackingCode.objects.filter(
            collaboration__campaign=collaboration.campaign_id, key=key
        )
        taken = others.exclude(collaboration=collaboration).select_related(
            "collaboration__partnership__creator"
        )
        if (other := taken.first()) is not None:
            who = other.collaboration.partnership.creator
            raise Refused(
                _("“%(code)s” is a code of %(who)s in this campaign.")
                % {"code": value, "who": who},
                field="value",
            )
        code, made = TrackingCode.objects.get_or_create(
            collaboration=collaboration,
            kind=kind,
            key=key,
            defaults={
                "workspace_id": collaboration.workspace_id, "value": value, "created_at": at,
            },
        )  # fmt: skip
        if made:
            told = {"code": value, "kind": kind}
            record(verb="code.added", obj=collaboration, by=by, at=at, changes=told)
    return code


def remove_code(*, code: TrackingCode, by: User | None, at: datetime) -> bool:
    """Results that came by it stay. False where somebody has removed it already."""
    with transaction.atomic():
        gone, _rows = TrackingCode.objects.filter(pk=code.pk).delete()
        if gone:
            told = {"code": code.value, "kind": code.kind}
            record(verb="code.removed", obj=code.collaboration, by=by, at=at, changes=told)
    return bool(gone)
