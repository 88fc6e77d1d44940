"""Concerns, guarantees that fall short, objectives that a new quarter asks about (product.md, rows
28, 29, 53)."""

from datetime import date, timedelta
from operator import attrgetter

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from checkins.queries.lines.check_ins import page
from checkins.queries.lines.known import asked, placed, with_owner
from checkins.today import LIMIT, Asking, LineAction, Lines, TodayLine
from core.prepared import Given
from partnerships.enums import Severity, Stage
from partnerships.models import Agreement, Concern, Objective, ObjectiveChange, Partnership
from partnerships.queries.pace import PaceFacts, paces
from partnerships.rules.agreements import BINDING_STATES
from partnerships.rules.concerns import rank
from partnerships.rules.growth import quarter_of
from partnerships.rules.objectives import ASKED_DAYS

_LOOK = gettext_lazy("Look at it")
_BOOK = gettext_lazy("Book")
_ADJUST = gettext_lazy("Adjust")
_PRESSING = rank(Severity.HIGH)


def concerns(asking: Asking) -> Lines:
    """Open ones, for whoever looks after them, the worst first; one query."""
    [rows] = yield [asked(_concerns, asking)]
    rows = placed(rows, asking)
    return [_concern(row, asking) for row in sorted(rows, key=lambda row: -rank(row.severity))]


def _concerns(mine: bool) -> "QuerySet[Concern]":
    rows = Concern.objects.filter(closed_at=None)
    if mine:
        rows = rows.filter(owner=Given("user"))
    path = ("partnership__creator", "partnership__brand", "partnership__owner", "owner")
    return rows.select_related(*path).order_by("opened_at", "pk")[:LIMIT]


def _concern(row: Concern, asking: Asking) -> TodayLine:
    url = page("partnerships:concern", row, row.public_id)
    days = max((asking.at - row.opened_at).days, 0)
    since = ngettext("open for %(n)d day", "open for %(n)d days", days) % {"n": days}
    pressing = rank(row.severity) >= _PRESSING
    return TodayLine(
        key=f"concern:{row.public_id}",
        kind="concern",
        title=str(row.partnership.creator),
        what=row.title,
        reason=_("Concern (%(severity)s), %(since)s")
        % {"severity": row.get_severity_display(), "since": since},
        url=url,
        due_on=asking.today if pressing else None,
        partnership=row.partnership,
        actions=(LineAction("open", _LOOK, url),),
    )


def shortfalls(asking: Asking) -> Lines:
    """Guarantees behind their line, once for each partnership; four queries, one where nothing is
    guaranteed."""
    [rows] = yield [asked(_guaranteed, asking)]
    rows = placed(rows, asking, lambda row: row)
    found = paces([row.pk for row in rows], asking.at) if rows else {}
    behind = [row for row in rows if found[row.pk].behind]
    return [_shortfall(row, found[row.pk], asking) for row in behind]


def _guaranteed(mine: bool) -> "QuerySet[Partnership]":
    promised = Agreement.objects.filter(
        partnership=OuterRef("pk"), state__in=sorted(BINDING_STATES), guaranteed_a_year__gt=0
    )
    rows = Partnership.objects.exclude(stage=Stage.ENDED).filter(Exists(promised))
    rows = rows.select_related("creator", "brand", *with_owner(mine, "owner"))
    if mine:
        rows = rows.filter(owner=Given("user"))
    return rows.order_by("tier", "pk")[:LIMIT]


def _shortfall(row: Partnership, facts: PaceFacts, asking: Asking) -> TodayLine:
    assert facts.shortfall is not None
    url = page("partnerships:detail", row, row.public_id)
    local_today = asking.at.astimezone(row.creator.zone).date()
    by = facts.shortfall.book_by
    return TodayLine(
        # Of one contract year: next year's is another matter.
        key=f"shortfall:{row.public_id}:{facts.current.year.number if facts.current else 0}",
        kind="shortfall",
        title=str(row.creator),
        what=_("Book what is guaranteed"),
        reason=facts.shortfall.words,
        url=url,
        due_on=by if by and by <= asking.until else None,
        local_today=local_today,
        partnership=row,
        actions=(LineAction("open", _BOOK, url),),
    )


def objectives(asking: Asking) -> Lines:
    """In the first weeks of a quarter: one line for each partnership whose targets nobody has
    looked at since; one query, none later on."""
    quarter = quarter_of(asking.today)
    if asking.today >= quarter + timedelta(days=ASKED_DAYS):
        return []
    [rows] = yield [asked(_objectives, asking, quarter=quarter)]
    found = placed(rows, asking, attrgetter("partnership"))
    first = {row.partnership_id: row for row in reversed(found)}
    numbers = {pk: sum(1 for row in found if row.partnership_id == pk) for pk in first}
    return [_objective(row, numbers[pk], quarter, asking) for pk, row in first.items()]


def _objectives(mine: bool) -> "QuerySet[Objective]":
    looked = ObjectiveChange.objects.filter(
        objective=OuterRef("pk"), at__date__gte=Given("quarter")
    )
    rows = Objective.objects.filter(
        ~Exists(looked),
        dropped_at=None,
        starts_on__lt=Given("quarter"),
        ends_on__gte=Given("today"),
    ).exclude(partnership__stage=Stage.ENDED)
    rows = rows.select_related("partnership__creator", *with_owner(mine, "partnership__owner"))
    if mine:
        rows = rows.filter(partnership__owner=Given("user"))
    return rows.order_by("ends_on", "pk")[:LIMIT]


def _objective(row: Objective, n: int, quarter: date, asking: Asking) -> TodayLine:
    partnership = row.partnership
    url = page("partnerships:detail", row, partnership.public_id) + "?tab=growth"
    return TodayLine(
        key=f"objectives:{partnership.public_id}:{quarter.isoformat()}",
        kind="objectives",
        title=str(partnership.creator),
        what=_("Do the targets still fit?"),
        reason=ngettext(
            "A new quarter: %(n)d objective is to be adjusted or confirmed",
            "A new quarter: %(n)d objectives are to be adjusted or confirmed",
            n,
        )
        % {"n": n},
        url=url,
        local_today=asking.at.astimezone(partnership.creator.zone).date(),
        partnership=partnership,
        actions=(LineAction("open", _ADJUST, url),),
    )
