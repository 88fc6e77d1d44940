"""What a person does with a mail that found no place by itself; filing it is actions/answers.py."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from checkins.errors import Refused
from core.audit import record
from core.models import InboundMail


def put_aside(*, inbound: InboundMail, by: User, at: datetime) -> bool:
    """It needs nothing more; False if somebody dealt with it already. Refused for one of nobody."""
    if inbound.workspace_id is None:
        raise Refused
    with transaction.atomic():
        rows = InboundMail.objects.filter(pk=inbound.pk, handled_at=None)
        if not rows.update(handled_at=at, handled_by=by):
            return False
        record(
            verb="inbound.put_aside",
            obj=inbound,
            by=by,
            at=at,
            changes={"from": inbound.from_email},
        )
    return True
