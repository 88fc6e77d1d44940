"""Who is away, and when."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from checkins.models import Absence
from checkins.rules.away import Span, Spans
from creators.models import Creator


def spans_of(creator_ids: Iterable[int]) -> dict[int, Spans]:
    """Creator id → their absences, of those that have any; one query."""
    rows = Absence.objects.filter(creator__in=list(creator_ids)).order_by("first", "pk")
    found: dict[int, list[Span]] = defaultdict(list)
    for creator, first, until in rows.values_list("creator", "first", "until"):
        found[creator].append(Span(first, until))
    return {creator: tuple(spans) for creator, spans in found.items()}


def absences_of(creator: Creator) -> "QuerySet[Absence]":
    """The newest first."""
    return Absence.objects.filter(creator=creator).select_related("by").order_by("-first", "-pk")


def around(today: date) -> "QuerySet[Absence]":
    """Absences that may cover today, whatever the zone of the creator."""
    day = timedelta(days=1)
    return Absence.objects.filter(first__lte=today + day).filter(
        Q(until=None) | Q(until__gte=today - day)
    )


def away_on(creator_ids: Iterable[int], at: datetime) -> dict[int, Absence]:
    """Creator id → the absence they are in at `at`, by the date where they live; one query. Of two
    that overlap, the one that lasts longer."""
    rows = around(at.date()).filter(creator__in=list(creator_ids)).select_related("creator")
    return current(rows, at)


def current(rows: Iterable[Absence], at: datetime) -> dict[int, Absence]:
    """The same of rows that are read; each with its creator."""
    found: dict[int, Absence] = {}
    for row in sorted(rows, key=lambda row: row.until or date.max):
        if Span(row.first, row.until).covers(at.astimezone(row.creator.zone).date()):
            found[row.creator_id] = row
    return found
