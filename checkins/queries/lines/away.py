"""Creators who have been away for a while without a day on which they are back (row 42): nothing is
planned meanwhile, so nobody may be forgotten."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checkins.models import Absence
from checkins.queries.absences import current
from checkins.queries.lines.check_ins import page
from checkins.queries.lines.known import asked, placed
from checkins.today import LIMIT, Asking, LineAction, Lines, TodayLine
from core.prepared import Given
from partnerships.models import Partnership

ASKED_AFTER = timedelta(days=14)
_BACK = gettext_lazy("Back already")


def still_away(asking: Asking) -> Lines:
    """Once two weeks have passed, until a last day is known."""
    [rows] = yield [asked(_still_away, asking, since=asking.today - ASKED_AFTER)]
    return [_line(row, asking) for row in placed(rows, asking)]


def reading_away(asking: Asking, found: dict[int, Absence]) -> Lines:
    """Fills `found`: creator id → the absence they are in. No lines of its own."""
    day = timedelta(days=1)
    near = {"tomorrow": asking.today + day, "yesterday": asking.today - day}
    [rows] = yield [asked(_around, asking, **near)]
    found.update(current(placed(rows, asking), asking.at))
    return []


def _around(_mine: bool) -> "QuerySet[Absence]":
    rows = Absence.objects.filter(first__lte=Given("tomorrow"))
    return rows.filter(Q(until=None) | Q(until__gte=Given("yesterday"))).select_related("creator")


def with_away(line: TodayLine, away: Mapping[int, Absence]) -> TodayLine:
    """The line of somebody who is away says so."""
    row = away.get(line.creator_id or 0)
    if row is None:
        return line
    url = page("checkins:absence_end", row, row.public_id)
    return replace(line, away=away_words(row), away_url=url)


def away_words(row: Absence) -> str:
    if row.until is None:
        return _("Away since %(day)s") % {"day": date_format(row.first, "j E")}
    return _("Away until %(day)s") % {"day": date_format(row.until, "j E")}


def _still_away(mine: bool) -> "QuerySet[Absence]":
    living = Partnership.objects.living().filter(creator=OuterRef("creator"))
    if mine:
        living = living.filter(owner=Given("user"))
    rows = Absence.objects.filter(
        Exists(living), until=None, first__lte=Given("since"), creator__archived_at=None
    )
    return rows.select_related("creator").order_by("first", "pk")[:LIMIT]


def _line(row: Absence, asking: Asking) -> TodayLine:
    far = row.first.year != asking.today.year
    since = date_format(row.first, "j E Y" if far else "j E")
    return TodayLine(
        key=f"away:{row.public_id}",
        kind="away",
        title=str(row.creator),
        what=_("Still away? Since %(date)s") % {"date": since},
        reason=_("Nobody knows until when, so no check-in is planned."),
        url=page("creators:profile", row, row.creator.public_id),
        zone=row.creator.zone,
        actions=(LineAction("end", _BACK, page("checkins:absence_end", row, row.public_id)),),
    )
