"""Summaries against the clock, as lines of Today (product.md, rows 43 and 57)."""

from operator import attrgetter

from django.urls import reverse
from django.utils.translation import gettext as _

from checkins.queries.lines.known import placed
from checkins.today import (
    LIMIT,
    WEEK,
    Asking,
    LineAction,
    TodayLine,
    TodaySource,
    register_source,
)
from reports.models import Summary, SummaryState
from reports.queries.waiting import unsent
from reports.rules.clock import REMIND_AFTER, Quiet, sends_itself_at
from reports.rules.showing import when


def register() -> None:
    register_source(TodaySource(key="reports.summaries", load=summary_lines, order=20))


def summary_lines(asking: Asking) -> list[TodayLine]:
    """Every unsent summary: 72 hours are never further away than the week Today looks at."""
    mine = asking.user if asking.mine else None
    rows = unsent(mine, asking.at + WEEK)[:LIMIT]
    found = placed(rows, asking, attrgetter("collaboration.partnership"))
    return [_line(summary, asking) for summary in found]


def _line(summary: Summary, asking: Asking) -> TodayLine:
    part = summary.collaboration
    partnership = part.partnership
    url = reverse(
        "reports:summary",
        kwargs={"workspace": summary.workspace.slug, "public_id": summary.public_id},
    )
    overdue = asking.at > summary.due_at
    return TodayLine(
        key=f"summary:{summary.public_id}",
        kind="summary",
        title=str(partnership.creator),
        what=_("Summary of “%(campaign)s”") % {"campaign": part.campaign.name},
        reason=_reason(summary, asking, overdue),
        url=url,
        # Meant to go out within a day; the last hours of a promise are no time to begin.
        due_at=summary.due_at if overdue else summary.closed_at + REMIND_AFTER,
        overdue=overdue,
        partnership=partnership,
        actions=(LineAction("open", _("Read and send"), url),),
        problem="" if partnership.mail_to[0] else _("No e-mail address: it cannot go out."),
        note=_note(summary, asking),
    )


def _reason(summary: Summary, asking: Asking, overdue: bool) -> str:
    if summary.state == SummaryState.HELD:
        said = {"who": summary.held_by, "reason": summary.hold_reason}
        return _("%(who)s holds it: %(reason)s") % said
    due = when(summary.due_at, asking.user.zone)
    if overdue:
        return _("The 72 hours ended on %(due)s.") % {"due": due}
    return _("The 72 hours end on %(due)s.") % {"due": due}


def _note(summary: Summary, asking: Asking) -> str:
    """What happens if nobody does anything."""
    partnership = summary.collaboration.partnership
    if summary.state == SummaryState.HELD or not partnership.mail_to[0]:
        return ""
    creator = partnership.creator
    quiet = Quiet(creator.zone, creator.quiet_from, creator.quiet_until)
    at = sends_itself_at(summary.closed_at, quiet)
    if at < asking.at:
        return ""
    return _("Goes out by itself on %(at)s.") % {"at": when(at, asking.user.zone)}
