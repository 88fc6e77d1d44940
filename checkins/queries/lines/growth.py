"""Offers that nobody answered, and those that were promised for these days (row 73)."""

from datetime import timedelta
from operator import attrgetter

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from checkins.queries.lines.check_ins import page
from checkins.queries.lines.known import asked, placed, with_owner
from checkins.today import LIMIT, Asking, LineAction, Lines, TodayLine
from core.prepared import Given
from partnerships.enums import OpportunityState
from partnerships.models import Opportunity
from partnerships.rules.growth import ANSWER_WITHIN

_ANSWER = gettext_lazy("Note the answer")
_DONE = gettext_lazy("It took place")


def opportunities(asking: Asking) -> Lines:
    """No answer for two weeks; or accepted, and its day is within the week or over."""
    before = {"silent": asking.today - timedelta(days=ANSWER_WITHIN)}
    [rows] = yield [asked(_rows, asking, **before)]
    return [_line(row, asking) for row in placed(rows, asking, attrgetter("partnership"))]


def _rows(mine: bool) -> "QuerySet[Opportunity]":
    silent = Q(state=OpportunityState.OFFERED, offered_on__lte=Given("silent"))
    due = Q(state=OpportunityState.ACCEPTED, on__lte=Given("until"))
    rows = Opportunity.objects.filter(silent | due).exclude(partnership__stage="ended")
    rows = rows.select_related("partnership__creator", *with_owner(mine, "partnership__owner"))
    if mine:
        rows = rows.filter(partnership__owner=Given("user"))
    return rows.order_by("on", "offered_on", "pk")[:LIMIT]


def _line(row: Opportunity, asking: Asking) -> TodayLine:
    partnership = row.partnership
    local_today = asking.at.astimezone(partnership.creator.zone).date()
    promised = row.state == OpportunityState.ACCEPTED
    url = page(f"partnerships:opportunity_{'done' if promised else 'answer'}", row, row.public_id)
    waited = (local_today - row.offered_on).days if row.offered_on else 0
    return TodayLine(
        key=f"opportunity:{row.public_id}:{row.state}",
        kind="opportunity",
        title=str(partnership.creator),
        what=row.title,
        reason=_("Promised: %(kind)s") % {"kind": row.get_kind_display()}
        if promised
        else ngettext(
            "Offered, no answer for %(n)d day", "Offered, no answer for %(n)d days", waited
        )
        % {"n": waited},
        url=url,
        due_on=row.on if promised else None,
        local_today=local_today,
        overdue=bool(promised and row.on and row.on < local_today),
        waits=not promised,
        partnership=partnership,
        actions=(LineAction("open", _DONE if promised else _ANSWER, url),),
    )
