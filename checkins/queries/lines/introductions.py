"""Introductions that need somebody: to be asked, long without an answer, to be brought together by
hand, to be followed up (rows 43 and 51)."""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from checkins.enums import IntroductionState, Side
from checkins.models import Introduction
from checkins.queries.lines.check_ins import page
from checkins.queries.lines.known import asked, placed
from checkins.rules.introductions import SILENT_AFTER
from checkins.today import LIMIT, Asking, LineAction, Lines, TodayLine
from core.prepared import Given

_OPEN = gettext_lazy("Open")
PLANNED, ASKED, MADE = (
    IntroductionState.PLANNED,
    IntroductionState.ASKED,
    IntroductionState.MADE,
)


def introductions(asking: Asking) -> Lines:
    """At most LIMIT, the longest waiting first; one query."""
    [rows] = yield [asked(_waiting, asking, long_ago=asking.at - SILENT_AFTER)]
    return [_line(row, asking) for row in placed(rows, asking)]


def _waiting(mine: bool) -> "QuerySet[Introduction]":
    long_ago = Given("long_ago")
    rows = Introduction.objects.filter(
        Q(state=MADE, follow_up_on__lte=Given("until"))
        | Q(state__in=[PLANNED, ASKED], first_agreed=True, second_agreed=True)
        | Q(state=ASKED, asked_at__lt=long_ago)
        | Q(state=PLANNED, created_at__lt=long_ago)
    ).select_related("first", "second")
    if mine:
        rows = rows.filter(owner=Given("user"))
    return rows.order_by("created_at", "pk")[:LIMIT]


def _line(row: Introduction, asking: Asking) -> TodayLine:
    key = f"introduction:{row.public_id}:{row.state}"
    names = f"{row.first} ↔ {row.second}"
    url = page("checkins:introduction", row, row.public_id)
    if row.state == MADE:
        return _follow_up(row, asking, key, names, url)
    ready = row.both_agreed
    return TodayLine(
        key=f"{key}:ready" if ready else key,
        kind="introduction",
        title=names,
        what=_what(row),
        reason=_why(row, asking),
        url=url,
        due_on=asking.today if ready else None,
        waits=row.state == ASKED and not ready,
        actions=(LineAction("open", _OPEN, url),),
    )


def _what(row: Introduction) -> str:
    if row.both_agreed:
        return _("Bring them together")
    return _("Ask both") if row.state == PLANNED else _("Introduction: no answer yet")


def _why(row: Introduction, asking: Asking) -> str:
    if row.both_agreed:
        return _("Both said yes, but mail does not reach both")
    since = row.asked_at or row.created_at
    days = (asking.at - since).days
    n = {"n": days}
    if row.state == PLANNED:
        return ngettext("planned %(n)d day ago", "planned %(n)d days ago", days) % n
    who = " · ".join(str(row.creator_of(side)) for side in Side if row.agreed(side) is None)
    ago = ngettext("asked %(n)d day ago", "asked %(n)d days ago", days) % n
    return _("%(ago)s; silent: %(who)s") % {"ago": ago, "who": who}


def _follow_up(row: Introduction, asking: Asking, key: str, names: str, url: str) -> TodayLine:
    assert row.follow_up_on is not None
    assert row.made_at is not None
    made = row.made_at.astimezone(asking.user.zone).date()
    return TodayLine(
        key=key,
        kind="introduction",
        title=names,
        what=_("What came of the introduction?"),
        reason=_("introduced on %(day)s") % {"day": _day(made, asking)},
        url=url,
        due_on=row.follow_up_on,
        overdue=row.follow_up_on < asking.today,
        actions=(
            LineAction(
                "outcome",
                gettext_lazy("What came of it"),
                page("checkins:introduction_close", row, row.public_id),
            ),
            LineAction(
                "later",
                gettext_lazy("Later"),
                page("checkins:introduction_later", row, row.public_id),
            ),
        ),
    )


def _day(day: date, asking: Asking) -> str:
    return date_format(day, "j E" if day.year == asking.today.year else "j E Y")
