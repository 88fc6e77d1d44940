"""Summaries against the clock, as lines of Today (product.md, rows 43 and 57)."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from checkins.today import LIMIT, Asking, LineAction, TodayLine, TodaySource, register_source
from reports.models import Summary, SummaryState
from reports.queries.waiting import unsent
from reports.rules.clock import Quiet, sends_itself_at
from reports.rules.showing import when


def register() -> None:
    register_source(TodaySource(key="reports.summaries", load=summary_lines, order=20))


def summary_lines(asking: Asking) -> list[TodayLine]:
    """Every unsent summary: 72 hours are never further away than the week Today looks at."""
    mine = asking.user if asking.mine else None
    found = unsent(mine, asking.at + timedelta(days=7))[:LIMIT]
    return [_line(summary, asking) for summary in found]


def _line(summary: Summary, asking: Asking) -> TodayLine:
    part = summary.collaboration
    partnership = part.partnership
    url = reverse(
        "reports:summary",
        kwargs={"workspace": summary.workspace.slug, "public_id": summary.public_id},
    )
    no_address = not partnership.mail_to[0]
    return TodayLine(
        key=f"summary:{summary.public_id}",
        kind="summary",
        title=str(partnership.creator),
        what=_("Summary of “%(campaign)s”") % {"campaign": part.campaign.name},
        reason=_reason(summary, asking),
        url=url,
        # To be done well before it goes out by itself: the line belongs to today from the start.
        due_at=min(summary.due_at, asking.at),
        zone=partnership.creator.zone,
        overdue=asking.at > summary.due_at,
        partnership=partnership,
        actions=(LineAction("open", _("Read and send"), url),),
        problem=_("No e-mail address: it cannot go out.") if no_address else "",
    )


def _reason(summary: Summary, asking: Asking) -> str:
    zone = asking.user.zone
    if summary.state == SummaryState.HELD:
        said = {"who": summary.held_by, "reason": summary.hold_reason}
        return _("%(who)s holds it: %(reason)s") % said
    due = when(summary.due_at, zone)
    if asking.at > summary.due_at:
        return _("The 72 hours ended on %(due)s.") % {"due": due}
    creator = summary.collaboration.partnership.creator
    if not summary.collaboration.partnership.mail_to[0]:
        return _("The 72 hours end on %(due)s.") % {"due": due}
    quiet = Quiet(creator.zone, creator.quiet_from, creator.quiet_until)
    sends = when(sends_itself_at(summary.closed_at, quiet), zone)
    return _("The 72 hours end on %(due)s; it goes out by itself on %(sends)s.") % {
        "due": due,
        "sends": sends,
    }
