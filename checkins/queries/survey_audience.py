"""Who a survey may be put to: by default those who came back (product.md, row 65)."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from campaigns.models import Collaboration
from checkins.models import LetterOptOut
from core.models import Suppression
from creators.models import Creator
from partnerships.enums import Stage
from partnerships.models import Partnership

# Finished campaigns with one brand: once is no coming back.
REPEATED = 2
# Of those who are asked without having come back; beyond, a list is no choice any more.
OTHERS = 500
NO_ADDRESS, SUPPRESSED, NO_LETTERS = "no_address", "suppressed", "no_letters"


@dataclass(frozen=True)
class Person:
    """`partnership`: the one they are written to in. `problem`: why no mail can go. `resting`:
    reachable, and yet better left alone: paused or ended."""

    creator: Creator
    partnership: Partnership
    finished: int
    problem: str = ""

    @property
    def resting(self) -> bool:
        return self.partnership.stage in (Stage.PAUSED, Stage.ENDED)

    @property
    def by_default(self) -> bool:
        return self.finished >= REPEATED and not self.problem and not self.resting


@dataclass(frozen=True)
class Audience:
    repeated: list[Person] = field(default_factory=list)
    others: list[Person] = field(default_factory=list)

    def chosen(self, ids: set[str]) -> list[Person]:
        """Those of the public ids of creators that can be asked."""
        return [one for one in (*self.repeated, *self.others) if one.creator.public_id in ids]


def audience() -> Audience:
    """By name; four queries however many there are."""
    finished = _finished()
    best: dict[int, Person] = {}
    for row in _partnerships(set(finished)):
        one = Person(row.creator, row, finished.get(row.pk, 0))
        there = best.get(row.creator_id)
        if there is None or _weight(one) > _weight(there):
            best[row.creator_id] = one
    people = _with_problems(list(best.values()))
    return Audience(
        [one for one in people if one.finished >= REPEATED],
        [one for one in people if one.finished < REPEATED and not one.resting][:OTHERS],
    )


def _finished() -> dict[int, int]:
    """Partnership id → finished campaigns of its creator with its brand."""
    rows = (
        Collaboration.objects.finished()
        .order_by()
        .values(creator=F("partnership__creator"), brand=F("partnership__brand"))
    )
    counted = {(r["creator"], r["brand"]): r["n"] for r in rows.annotate(n=Count("pk"))}
    if not counted:
        return {}
    creators = {creator for creator, _brand in counted}
    found = Partnership.objects.filter(creator__in=creators).order_by()
    return {
        pk: counted[creator, brand]
        for pk, creator, brand in found.values_list("pk", "creator", "brand")
        if (creator, brand) in counted
    }


def _partnerships(ids: set[int]) -> "QuerySet[Partnership, Any]":
    rows = Partnership.objects.filter(creator__archived_at=None)
    living = ~Q(stage=Stage.ENDED)
    rows = rows.filter(living | Q(pk__in=ids)).select_related("creator", "brand", "owner")
    return rows.order_by("creator__name", "pk")


def _weight(one: Person) -> tuple[bool, bool, int, int]:
    return (
        one.finished >= REPEATED,
        one.partnership.stage != Stage.ENDED,
        one.finished,
        one.partnership.pk,
    )


def _with_problems(people: list[Person]) -> list[Person]:
    addresses = {one.partnership.mail_to[0].strip().lower() for one in people}
    bad = set(
        Suppression.objects.filter(email__in=addresses - {""}).values_list("email", flat=True)
    )
    off = set(LetterOptOut.objects.values_list("creator", flat=True))
    return [
        Person(one.creator, one.partnership, one.finished, _problem(one, bad, off))
        for one in people
    ]


def _problem(one: Person, bad: set[str], off: set[int]) -> str:
    address = one.partnership.mail_to[0].strip().lower()
    if not address:
        return NO_ADDRESS
    if address in bad:
        return SUPPRESSED
    return NO_LETTERS if one.creator.pk in off else ""
