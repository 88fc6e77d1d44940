"""Contact, either way: any logged touch moves the next check-in (product.md, rows 42 and 44).

Words of theirs wait for an answer until one of us was in touch after them, or somebody says that
none is needed (checkins/actions/answers.py).
"""

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
from core.models import InboundMail, OutgoingMail
from core.search import fold_all
from creators.enums import ContactChannel
from partnerships.models import Partnership

# What goes to many, or about a matter of its own: no answer to what somebody said.
_NO_ANSWER = (
    TouchKind.BRIEF, TouchKind.INTRODUCTION, TouchKind.LETTER, TouchKind.SUMMARY, TouchKind.SURVEY
)  # fmt: skip


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
    inbound: InboundMail | None = None,
    waits: bool = False,
) -> Touch:
    """Keep a contact that took place at `at`, and plan the next check-in from the last one.

    `source_key` or `mail` make it once-only: the same again gives the touch that is there.
    `logged_at`: when it is written down, if later than it happened; never before.
    `inbound`: the mail of theirs that it is. `waits`: it wants an answer, unless one of us was in
    touch after it; what one of us says answers all that was said before.
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
            inbound=inbound,
            created_at=now,
        )
        if waits:
            touch.answered_at = answered_since(partnership, at)
            touch.awaits_answer = touch.answered_at is None
        touch.search = fold_all(touch.subject, touch.body)
        touch.save(force_insert=True)
        record(verb="touch.logged", obj=touch, by=by, at=now, changes=_told(touch))
        if _is_answer(touch):
            _settle_before(touch)
        replan_partnership(partnership=partnership, by=by, at=now, why=CONTACT)
        transaction.on_commit(lambda: _tell(touch, now))
    return touch


def answered_since(partnership: Partnership, at: datetime) -> datetime | None:
    """When one of us was first in touch after `at`, by hand."""
    rows = Touch.objects.filter(partnership=partnership, at__gte=at, by__isnull=False)
    rows = rows.exclude(direction=Direction.IN).exclude(kind__in=_NO_ANSWER)
    # Invitations go to many; that they were there is a talk.
    rows = rows.exclude(kind=TouchKind.SESSION, direction=Direction.OUT)
    return rows.order_by("at").values_list("at", flat=True).first()


def _is_answer(touch: Touch) -> bool:
    return (
        touch.by_id is not None
        and touch.direction != Direction.IN
        and touch.kind not in _NO_ANSWER
        and not (touch.kind == TouchKind.SESSION and touch.direction == Direction.OUT)
    )


def _settle_before(touch: Touch) -> None:
    Touch.objects.filter(
        partnership=touch.partnership_id, awaits_answer=True, at__lte=touch.at
    ).update(awaits_answer=False, answered_at=touch.at)


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
