"""Contacts and check-ins of two creators' rows that turned out to be one person."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checkins.actions.planning import replan_partnership
from checkins.actions.standing import refresh_last_contacts
from checkins.enums import CheckInState
from checkins.models import CheckIn, Introduction, LastContact
from creators.merging import (
    Carried,
    Ledger,
    register_carried,
    register_finish,
    register_notes,
)
from creators.models import Creator
from partnerships.models import Partnership

# What stands in the reason of a check-in that was planned twice.
MERGED = "merged"


def register() -> None:
    of_partnership: dict[str, Any] = {"of": "partnerships.partnership", "via": "creator"}
    register_carried(
        Carried("checkins.touch.partnership", words=_touches, order=400, **of_partnership),
        Carried(
            "checkins.checkin.partnership",
            words=_check_ins,
            settle=_close_doubles,
            order=401,
            **of_partnership,
        ),
        Carried(
            "checkins.lastcontact.partnership",
            settle=_one_last_contact,
            order=402,
            **of_partnership,
        ),
        Carried(
            "checkins.introduction.first",
            words=_introductions,
            settle=_drop_own_introduction,
            order=410,
        ),
        Carried("checkins.introduction.second", words=_introductions, order=411),
    )
    register_notes("checkins", _notes)
    register_finish("checkins", _follow)


def _close_doubles(ledger: Ledger, better: Partnership, other: Partnership) -> None:
    """Two planned for one person: the kept partnership's stands, the other is closed as moved."""
    planned = CheckIn.objects.filter(state=CheckInState.PLANNED)
    mine = {row.kind: row for row in planned.filter(partnership=better)}
    for theirs in planned.filter(partnership=other):
        ours = mine.get(theirs.kind)
        if ours is None:
            continue
        if theirs.personal_line and not ours.personal_line:
            ledger.change([ours], personal_line=theirs.personal_line, version=ours.version + 1)
        ledger.change(
            [theirs],
            state=CheckInState.MOVED,
            reason={**theirs.reason, "closed": {"why": MERGED}},
            closed_by=ledger.by,
            closed_at=ledger.at,
            version=theirs.version + 1,
        )


def _one_last_contact(ledger: Ledger, better: Partnership, other: Partnership) -> None:
    rows = {row.partnership_id: row for row in LastContact.objects.filter(
        partnership__in=[better.pk, other.pk])}  # fmt: skip
    ours, theirs = rows.get(better.pk), rows.get(other.pk)
    if ours is None or theirs is None:
        return
    ledger.delete([theirs])
    names = [f.name for f in LastContact._meta.concrete_fields if f.name.endswith("_at") and f.null]
    newest = {
        name: max(filter(None, [getattr(ours, name), getattr(theirs, name)]), default=None)
        for name in names
    }
    ledger.change([ours], **newest)


def _each_other(kept: Creator, absorbed: Creator) -> Any:
    return Introduction.objects.filter(
        Q(first=kept, second=absorbed) | Q(first=absorbed, second=kept)
    )


def _drop_own_introduction(ledger: Ledger, kept: Creator, absorbed: Creator) -> None:
    """Nobody is introduced to themselves."""
    ledger.delete(_each_other(kept, absorbed))


def _notes(kept: Creator, absorbed: Creator) -> list[str]:
    if _each_other(kept, absorbed).exists():
        return [_("They were introduced to each other. As one person they lose that introduction.")]
    return []


def _follow(ledger: Ledger, kept: Creator) -> None:
    """The next check-in of a partnership that two became follows the newest contact of both, and
    what lists are ordered by follows that. Written by their own actions, on several tables."""
    mine = Partnership.objects.filter(creator=kept)
    ids = list(mine.values_list("pk", flat=True))
    if not ids:
        return

    def rows() -> list[Any]:
        return [
            *CheckIn.objects.filter(partnership__in=ids),
            *LastContact.objects.filter(partnership__in=ids),
            *Creator.objects.filter(pk=kept.pk),
        ]

    def act() -> None:
        # All of them: zone, market and absences may be the other row's now.
        for partnership in mine:
            replan_partnership(partnership=partnership, by=ledger.by, at=ledger.at, why=MERGED)
        refresh_last_contacts(ids)

    ledger.watch(rows, act)
    kept.refresh_from_db(fields=["contacted_at", "next_contact_on"])


def _touches(n: int) -> str:
    return ngettext("%(n)d contact", "%(n)d contacts", n) % {"n": n}


def _check_ins(n: int) -> str:
    return ngettext("%(n)d check-in", "%(n)d check-ins", n) % {"n": n}


def _introductions(n: int) -> str:
    return ngettext("%(n)d introduction", "%(n)d introductions", n) % {"n": n}
