"""Who a letter goes to and who does not get it, each with the reason; a fixed number of queries,
however many they are (product.md, row 48)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When
from django.db.models.functions import Lower

from checkins.enums import NotSent
from checkins.models import (
    Absence,
    ContactPolicy,
    LastContact,
    Letter,
    LetterCopy,
    LetterOptOut,
)
from checkins.queries.contact import UNDELIVERED
from checkins.rules.hours import Hours, moment_on, next_moment
from checkins.rules.letters import (
    DEFAULT_A_MONTH,
    Audience,
    Known,
    first_choice,
    in_month,
    verdict,
)
from core.models import Suppression
from partnerships.models import Partnership

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Had:
    """A letter that reached somebody or is on its way."""

    on: date
    title: str


@dataclass(frozen=True)
class Person:
    """One creator of the audience. `due_at`: when their copy would go; `had`: this month's."""

    partnership: Partnership
    due_at: datetime
    on: date
    why_not: NotSent | None
    had: tuple[Had, ...] = field(default=())

    @property
    def had_last(self) -> Had | None:
        return self.had[-1] if self.had else None


def counted_copies() -> "QuerySet[LetterCopy, Any]":
    """Copies that reached somebody, or are on their way: what the month's limit counts."""
    return LetterCopy.objects.filter(not_sent="").exclude(mail__state__in=UNDELIVERED)


def a_month() -> int:
    kept = ContactPolicy.objects.values_list("letters_a_month", flat=True).first()
    return DEFAULT_A_MONTH if kept is None else kept


def narrowed(audience: Audience, at: datetime) -> "QuerySet[Partnership, Any]":
    """The living partnerships that `audience` means. "No work" is told of the brands that it is
    narrowed to, else of all: who works for another one just now is in no slow period."""
    rows: Any = Partnership.objects.living().filter(creator__archived_at=None)
    wanted = {
        "brand__public_id__in": audience.brands,
        "tier__in": audience.tiers,
        "creator__market__in": audience.markets,
        "creator__language__in": audience.languages,
        "public_id__in": audience.people,
    }
    rows = rows.filter(**{name: values for name, values in wanted.items() if values})
    if audience.slow_days:
        since = at - timedelta(days=audience.slow_days)
        work = LastContact.objects.filter(
            partnership__creator=OuterRef("creator"), worked_at__gt=since
        )
        if audience.brands:
            work = work.filter(partnership__brand__public_id__in=audience.brands)
        rows = rows.filter(~Exists(work), started_on__lte=since.date())
    if audience.unwritten_days:
        since_day = at.date() - timedelta(days=audience.unwritten_days)
        lately = counted_copies().filter(creator=OuterRef("creator"), on__gt=since_day)
        rows = rows.filter(~Exists(lately))
    return rows


def audience_of(
    audience: Audience,
    *,
    languages: Collection[str],
    at: datetime,
    send_on: date | None = None,
    letter: Letter | None = None,
) -> list[Person]:
    """One of each creator, by name; those who have a copy of `letter` already are left out. Four
    queries."""
    rows = _rows(audience, at, letter)
    plans = _plans(rows, at, send_on)
    had = letters_had([row.creator_id for row in rows], plans.values(), letter)
    away = _absences(plans)
    limit = a_month()
    found = []
    for row in rows:
        due_at, on = plans[row.creator_id]
        mine = tuple(had.get(row.creator_id, ()))
        known = Known(
            language=row.creator.language,
            has_address=bool(row.mail_to[0].strip()),
            opted_out=row.opted_out,
            suppressed=row.suppressed,
            away=row.paused_on(on) or row.creator_id in away,
            on=on,
            had_on=tuple(each.on for each in mine),
        )
        why_not = verdict(known, languages=languages, a_month=limit)
        this_month = in_month([each.on for each in mine], on)
        shown = tuple(each for each in mine if each.on in this_month)
        found.append(Person(row, due_at, on, why_not, shown))
    return found


def _rows(audience: Audience, at: datetime, letter: Letter | None) -> list[Any]:
    """The partnership that writes to each creator (rules/letters.py: first_choice)."""
    rows: Any = narrowed(audience, at)
    if letter is not None and letter.pk:
        rows = rows.filter(~Exists(LetterCopy.objects.filter(
            letter=letter, creator=OuterRef("creator")
        )))  # fmt: skip
    rows = rows.select_related("creator", "brand", "owner").annotate(
        two_way_at=F("last_contact__two_way_at"),
        to_email=Case(When(contact_email="", then=F("creator__email")), default=F("contact_email")),
        opted_out=Exists(LetterOptOut.objects.filter(creator=OuterRef("creator"))),
    )
    rows = rows.annotate(
        suppressed=Exists(Suppression.objects.filter(email=Lower(OuterRef("to_email"))))
    )
    best: dict[int, tuple[Any, Any]] = {}
    for row in rows.order_by("creator__name", "pk"):
        today = at.astimezone(row.creator.zone).date()
        place = first_choice(row.paused_on(today), row.two_way_at, row.started_on, row.pk)
        if row.creator_id not in best or place < best[row.creator_id][0]:
            best[row.creator_id] = (place, row)
    return [row for _place, row in best.values()]


def _plans(
    rows: Iterable[Any], at: datetime, send_on: date | None
) -> dict[int, tuple[datetime, date]]:
    """Creator → the moment their copy would go, and its day in their calendar."""
    moments: dict[Hours, datetime] = {}
    plans = {}
    for row in rows:
        one = row.creator
        hours = Hours(one.zone, one.market, one.quiet_from, one.quiet_until)
        if hours not in moments:
            moments[hours] = due_at(hours, at, send_on)
        plans[one.pk] = (moments[hours], moments[hours].astimezone(one.zone).date())
    return plans


def due_at(hours: Hours, at: datetime, send_on: date | None) -> datetime:
    """A working hour of theirs: on the day, or now and next where it has passed or none is said."""
    return next_moment(at, hours) if send_on is None else moment_on(send_on, hours, at)


def letters_had(
    creators: Collection[int],
    plans: Iterable[tuple[datetime, date]],
    letter: Letter | None = None,
) -> dict[int, list[Had]]:
    """Creator → letters of the months that `plans` fall into, the earliest first; one query."""
    days = [on for _due, on in plans]
    if not days:
        return {}
    last = (max(days).replace(day=28) + 4 * ONE_DAY).replace(day=1)
    rows = counted_copies().filter(on__gte=min(days).replace(day=1), on__lt=last)
    if letter is not None and letter.pk:
        rows = rows.exclude(letter=letter)
    # So many ids make a dear question: of a great audience, all of the months are read.
    if len(creators) <= 500:
        rows = rows.filter(creator__in=list(creators))
    wanted, found = set(creators), defaultdict(list)
    for pk, on, title in rows.order_by("on", "pk").values_list("creator", "on", "letter__title"):
        if pk in wanted:
            found[pk].append(Had(on, title))
    return dict(found)


def _absences(plans: Mapping[int, tuple[datetime, date]]) -> set[int]:
    """Creators who are away on the day of their copy; one query."""
    days = [on for _due, on in plans.values()]
    if not days:
        return set()
    rows = Absence.objects.filter(first__lte=max(days)).filter(
        Q(until=None) | Q(until__gte=min(days))
    )
    return {
        pk
        for pk, first, until in rows.order_by().values_list("creator", "first", "until")
        if pk in plans and first <= plans[pk][1] and (until is None or plans[pk][1] <= until)
    }


def is_away(creator_id: int, day: date) -> bool:
    rows = Absence.objects.filter(creator=creator_id, first__lte=day)
    return rows.filter(Q(until=None) | Q(until__gte=day)).exists()


def in_slow_period(audience: Audience, at: datetime) -> int:
    """How many creators `audience` means, without those who want no letters; one query."""
    rows: Any = narrowed(audience, at).filter(
        ~Exists(LetterOptOut.objects.filter(creator=OuterRef("creator")))
    )
    return int(rows.order_by().values("creator").distinct().count())
