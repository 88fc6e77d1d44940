"""Contact, either way: any logged touch moves the next check-in (product.md, rows 42 and 44)."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from checkins import signals
from checkins.actions.planning import CONTACT, lock, replan_partnership
from checkins.enums import Direction, TouchKind
from checkins.errors import InFuture
from checkins.models import Touch
from core.audit import record
from core.models import OutgoingMail
from core.search import fold_all
from creators.enums import ContactChannel
from partnerships.models import Partnership


def log_touch(
    *,
    partnership: Partnership,
    kind: str,
    direction: str,
    at: datetime,
    by: User | None,
    asks: bool = False,
    subject: str = "",
    body: str = "",
    channel: str = ContactChannel.EMAIL,
    mail: OutgoingMail | None = None,
    source_key: str = "",
    logged_at: datetime | None = None,
) -> Touch:
    """Keep a contact that took place at `at`, and plan the next check-in from the last one.

    `source_key` or `mail` make it once-only: the same again gives the touch that is there.
    `logged_at`: when it is written down, if later than it happened; never before.
    """
    now = logged_at or at
    if at > now:
        raise InFuture
    with transaction.atomic():
        # Waits for whoever logs the same: then it is found below.
        lock(partnership)
        there = _there(mail, source_key)
        if there is not None:
            return there
        touch = Touch(
            workspace_id=partnership.workspace_id,
            partnership=partnership,
            at=at,
            direction=Direction(direction),
            kind=TouchKind(kind),
            channel=ContactChannel(channel),
            asks=asks,
            subject=subject.strip()[:200],
            body=body.strip(),
            by=by,
            mail=mail,
            source_key=source_key,
            created_at=now,
        )
        touch.search = fold_all(touch.subject, touch.body)
        touch.save(force_insert=True)
        record(verb="touch.logged", obj=touch, by=by, at=now, changes=_told(touch))
        replan_partnership(partnership=partnership, by=by, at=now, why=CONTACT)
        transaction.on_commit(lambda: _tell(touch, now))
    return touch


def _there(mail: OutgoingMail | None, source_key: str) -> Touch | None:
    if source_key:
        return Touch.objects.filter(source_key=source_key).first()
    return Touch.objects.filter(mail=mail).first() if mail is not None else None


def _told(touch: Touch) -> dict[str, Any]:
    return {
        "partnership": str(touch.partnership),
        "kind": touch.kind,
        "direction": touch.direction,
        "asks": touch.asks,
        "happened": touch.at,
    }


def _tell(touch: Touch, at: datetime) -> None:
    signals.touch_logged.send(
        sender=Touch, workspace_id=touch.workspace_id, touch_id=touch.pk, at=at
    )
