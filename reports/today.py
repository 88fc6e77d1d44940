"""Summaries against the clock, as lines of Today (product.md, rows 43 and 57)."""

from operator import attrgetter

from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.enums import CampaignState, DebriefKind
from campaigns.rules.debriefs import tone
from checkins.enums import TemplateKind
from checkins.queries.lines.known import asked, placed
from checkins.today import (
    LIMIT,
    WEEK,
    Asking,
    LineAction,
    Lines,
    TodayLine,
    TodaySource,
    register_source,
)
from reports.models import Correction, Summary, SummaryState
from reports.queries.waiting import LOOKS_BACK, unlooked_at, unsent, waiting_corrections
from reports.rules.clock import REMIND_AFTER, Quiet, sends_itself_at
from reports.rules.showing import signed, when


def register() -> None:
    register_source(TodaySource(key="reports.summaries", load=summary_lines, order=20))
    register_source(TodaySource(key="reports.corrections", load=correction_lines, order=21))
    register_source(TodaySource(key="reports.debriefs", load=debrief_lines, order=61))


def summary_lines(asking: Asking) -> Lines:
    """Every unsent summary: 72 hours are never further away than the week Today looks at."""
    [rows] = yield [unsent(asking.user if asking.mine else None, asking.at + WEEK)[:LIMIT]]
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


# ----- figures that changed after the summary went out


def correction_lines(asking: Asking) -> Lines:
    [rows] = yield [asked(waiting_corrections, asking)]
    found = placed(rows, asking, attrgetter("summary.collaboration.partnership"))
    return [_correction(row, asking) for row in found]


def _correction(row: Correction, asking: Asking) -> TodayLine:
    part = row.summary.collaboration
    partnership, campaign = part.partnership, part.campaign
    url = reverse("reports:correction", args=[row.workspace.slug, row.public_id])
    overdue = asking.at > row.due_at
    reopened = campaign.state != CampaignState.CLOSED
    quiet = Quiet(
        partnership.creator.zone, partnership.creator.quiet_from, partnership.creator.quiet_until
    )
    sends_at = sends_itself_at(row.found_at, quiet)
    has_address = bool(partnership.mail_to[0])
    note = ""
    if reopened:
        note = _("Waits until the campaign is closed again.")
    elif has_address and sends_at >= asking.at:
        note = _("Goes out by itself on %(at)s.") % {"at": when(sends_at, asking.user.zone)}
    return TodayLine(
        key=f"correction:{row.public_id}",
        kind="correction",
        title=str(partnership.creator),
        what=_("Correct the summary of “%(campaign)s”") % {"campaign": campaign.name},
        reason=_("The figures changed after it was sent."),
        url=url,
        due_at=row.due_at if overdue else row.found_at + REMIND_AFTER,
        overdue=overdue and not reopened,
        partnership=partnership,
        actions=(LineAction("open", _("Say why and send"), url),),
        problem="" if has_address else _("No e-mail address: it cannot go out."),
        note=note,
    )


# ----- clearly won or missed, and nobody has looked back


def debrief_lines(asking: Asking) -> Lines:
    more = {"week_ago": asking.at - WEEK, "long_ago": asking.at - LOOKS_BACK}
    [rows] = yield [asked(unlooked_at, asking, **more)]
    found = placed(rows, asking, attrgetter("collaboration.partnership"))
    return [_debrief(row, asking) for row in found]


def _debrief(row: Summary, asking: Asking) -> TodayLine:
    part = row.collaboration
    change = float(row.change)  # type: ignore[attr-defined]
    win = tone(change) == DebriefKind.WIN
    url = reverse("campaigns:debrief", args=[row.workspace.slug, part.public_id])
    said = {"change": signed(change), "campaign": part.campaign.name}
    look = LineAction("open", _("Write it down"), url)
    # The few words that only celebrate first; the whole of it may be written down as well.
    words = reverse("checkins:write", args=[row.workspace.slug, part.partnership.public_id])
    share = LineAction("open", _("Share the win"), f"{words}?kind={TemplateKind.WIN}")
    return TodayLine(
        key=f"debrief:{part.public_id}",
        kind="win" if win else "debrief",
        title=str(part.partnership.creator),
        what=_("A win to share") if win else _("Look back without blame"),
        reason=_("“%(campaign)s”: engagement %(change)s against their own median.") % said,
        url=url,
        partnership=part.partnership,
        actions=(share, look) if win else (look,),
    )
