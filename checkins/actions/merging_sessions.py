"""Places in sessions of two creators' rows that turned out to be one person."""

from typing import Any

from django.utils.translation import ngettext

from checkins.models import SessionGuest
from creators.merging import Carried, Ledger, register_carried
from partnerships.models import Partnership


def register() -> None:
    register_carried(
        Carried(
            "checkins.sessionguest.partnership",
            of="partnerships.partnership",
            via="creator",
            words=_places,
            settle=_one_place,
            order=420,
        )
    )


def _one_place(ledger: Ledger, better: Partnership, other: Partnership) -> None:
    """Of two places in one session that stands of which more has come: a payment, being there, an
    answer, an invitation; else that of the kept partnership."""
    ours = {row.session_id: row for row in SessionGuest.objects.filter(partnership=better)}
    for theirs in SessionGuest.objects.filter(partnership=other):
        mine = ours.get(theirs.session_id)
        if mine is not None:
            _drop(ledger, mine if _weight(theirs) > _weight(mine) else theirs)


def _weight(row: SessionGuest) -> tuple[bool, ...]:
    came, asked = bool(row.came), row.invited_at is not None
    return (row.payment_id is not None, came, bool(row.answer), asked)


def _drop(ledger: Ledger, row: SessionGuest) -> None:
    through: Any = SessionGuest.suits.through
    ledger.delete(through._base_manager.filter(sessionguest=row.pk))
    ledger.delete([row])


def _places(n: int) -> str:
    return ngettext("%(n)d session", "%(n)d sessions", n) % {"n": n}
