"""Decisions that nobody took, and what the three-month openings ask this week (rows 16, 17)."""

from operator import attrgetter

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from checkins.queries.lines.check_ins import page
from checkins.queries.lines.known import asked, placed, with_owner
from checkins.today import LIMIT, Asking, LineAction, Lines, TodayLine
from core.prepared import Given
from partnerships.enums import Stage
from partnerships.models import ContinuationReview, Opening
from partnerships.queries.openings import arcs
from partnerships.review_words import occasion_name
from partnerships.rules.opening import Arc, Part, Step

_DECIDE = gettext_lazy("Decide")
_WRITE = gettext_lazy("Write it down")
_OPEN = gettext_lazy("Open")


def decisions(asking: Asking) -> Lines:
    """Until somebody decides, however long it takes: nothing goes on by default. One query."""
    [rows] = yield [asked(_reviews, asking)]
    return [_decision(row, asking) for row in placed(rows, asking, attrgetter("partnership"))]


def _reviews(mine: bool) -> "QuerySet[ContinuationReview]":
    rows = ContinuationReview.objects.filter(
        decision="", dropped_at=None, due_on__lte=Given("until")
    ).exclude(partnership__stage=Stage.ENDED)
    rows = rows.select_related("partnership__creator", *with_owner(mine, "partnership__owner"))
    if mine:
        rows = rows.filter(partnership__owner=Given("user"))
    return rows.defer("evidence").order_by("due_on", "pk")[:LIMIT]


def _decision(row: ContinuationReview, asking: Asking) -> TodayLine:
    partnership = row.partnership
    local_today = asking.at.astimezone(partnership.creator.zone).date()
    url = page("partnerships:review_decide", row, row.public_id)
    waits = (local_today - row.due_on).days
    proposed = _("Proposed: %(proposal)s") % {"proposal": row.get_proposal_display()}
    waited = ngettext("undecided for %(n)d day", "undecided for %(n)d days", waits) % {"n": waits}
    return TodayLine(
        key=f"decision:{row.public_id}",
        kind="decision",
        title=str(partnership.creator),
        what=_("Go on? %(occasion)s") % {"occasion": occasion_name(row)},
        reason=f"{proposed} · {waited}" if waits > 0 else proposed,
        url=url,
        due_on=row.due_on,
        local_today=local_today,
        overdue=waits > 0,
        partnership=partnership,
        actions=(LineAction("open", _DECIDE, url),),
    )


def openings(asking: Asking) -> Lines:
    """What is due or late of the three months. One query, five more where one is open."""
    [rows] = yield [asked(_openings, asking)]
    rows = placed(rows, asking, attrgetter("partnership"))
    found = arcs(rows, asking.at)
    return [
        _asked(row, part, found[row.partnership_id], asking)
        for row in rows
        for part in found[row.partnership_id].asked
    ][:LIMIT]


def _openings(mine: bool) -> "QuerySet[Opening]":
    rows = Opening.objects.filter(partnership__stage=Stage.OPENING, finished_on=None)
    rows = rows.select_related("partnership__creator", *with_owner(mine, "partnership__owner"))
    if mine:
        rows = rows.filter(partnership__owner=Given("user"))
    return rows.order_by("starts_on", "pk")[:LIMIT]


def _asked(row: Opening, part: Part, arc: Arc, asking: Asking) -> TodayLine:
    partnership = row.partnership
    local_today = asking.at.astimezone(partnership.creator.zone).date()
    what, name = {
        Step.ALIGNMENT: (_("Alignment record"), "partnerships:opening_alignment"),
        Step.CAMPAIGN: (_("Begin the first campaign"), ""),
        Step.SYNC: (_("Weekly sync of the first campaign"), ""),
        Step.REVIEW: (_("Co-creation review"), "partnerships:opening_review"),
    }[part.step]
    tab = f"{page('partnerships:detail', row, partnership.public_id)}?tab=reviews"
    url = page(name, row, partnership.public_id) if name else tab
    week = (
        _("The three months of the opening are over")
        if arc.over
        else _("Opening, week %(week)d of 13") % {"week": arc.week}
    )
    return TodayLine(
        key=f"opening:{row.public_id}:{part.step}:{part.due_on:%Y%m%d}",
        kind="opening",
        title=str(partnership.creator),
        what=what,
        reason=week,
        url=url,
        due_on=part.due_on,
        local_today=local_today,
        overdue=part.due_on < local_today,
        partnership=partnership,
        actions=(LineAction("open", _WRITE if name else _OPEN, url),),
    )
