"""Mails about concerns: to members, never to a creator (product.md, row 53)."""

from collections.abc import Sequence
from datetime import datetime

from accounts.models import User
from core.mail.outbox import queue_mail
from core.models import OutgoingMail
from partnerships.letters import page
from partnerships.models import Concern
from partnerships.rules.concerns import Step


def yours(*, concern: Concern, at: datetime) -> OutgoingMail:
    """To whom it was given: once for each time it is handed on."""
    key = f"concern:{concern.public_id}:owner:{concern.version}:{concern.owner.public_id}"
    return _to(concern, concern.owner, key=key, kind="concern_yours", at=at, context={})


def escalated(
    *, concern: Concern, steps: Sequence[Step], person: User, at: datetime
) -> OutgoingMail:
    """Once for each person and step; several steps at once are one mail, which says since when it
    stands open."""
    key = (
        f"concern:{concern.public_id}:{int(concern.clock_from.timestamp())}:"
        f"{'-'.join(f'{step.after_days}{step.to}' for step in steps)}:{person.public_id}"
    )
    context: dict[str, object] = {
        "days": (at - concern.opened_at).days,
        "late": (at - concern.clock_from).days,
    }
    return _to(concern, person, key=key, kind="concern_escalated", at=at, context=context)


def _to(
    concern: Concern, person: User, *, key: str, kind: str, at: datetime, context: dict[str, object]
) -> OutgoingMail:
    partnership = concern.partnership
    return queue_mail(
        workspace=concern.workspace,
        key=key,
        kind=kind,
        to=(person.email, person.name),
        language=person.language,
        template=f"partnerships/mail/{kind}",
        context={
            "concern": concern,
            "partnership": partnership,
            "creator": partnership.creator,
            "brand": partnership.brand,
            "person": person,
            "zone": person.zone,
            "url": page("partnerships:concern", partnership, concern.public_id),
            **context,
        },
        about=concern,
        at=at,
    )
