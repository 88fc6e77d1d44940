from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns.idea_emails import open_url
from campaigns.queries.feedback import answered_for
from campaigns.queries.goalposts import changes_for_reader, moves_until
from campaigns.rules.briefs import read_in
from campaigns.rules.citations import read as read_citations
from campaigns.rules.inherited import Inherited
from portal import queries, rounds
from portal import sessions as guest_sessions
from portal.access import creator_page, creators_of
from portal.advice import advice_of
from portal.corrected import noted, with_changes
from portal.ideas import ideas_of
from reports.models import Summary
from reports.rules.showing import business_rows, comparison_note, reach_rows


def _page(request: Any, name: str, context: dict[str, Any]) -> HttpResponse:
    creator = request.creator
    return render(
        request,
        f"portal/{name}.html",
        {
            "creator": creator,
            "portals": request.portals,
            "section": name,
            "today": queries.today_of(creator, timezone.now()),
            **context,
        },
    )


@require_safe
@login_required
def choose(request: Any) -> HttpResponse:
    mine = creators_of(request.user)
    if len(mine) == 1:
        return redirect("portal:home", mine[0].public_id)
    return render(request, "portal/choose.html", {"portals": mine})


@creator_page
def home(request: Any) -> HttpResponse:
    creator = request.creator
    found = queries.home_of(creator)
    return _page(
        request,
        "home",
        {
            "work": found.work,
            "next": queries.next_deliverables(found.work),
            "waiting": queries.owed(queries.payments(creator).filter(paid_on=None)),
            "summaries": found.summaries,
            "pending": found.pending,
            "contacts": guest_sessions.contacts(creator, timezone.now()),
        },
    )


@creator_page
def results(request: Any) -> HttpResponse:
    return _page(
        request,
        "results",
        {
            "summaries": queries.sent_summaries(request.creator),
            "pending": queries.finished_without_summary(request.creator),
            "debriefs": queries.shared_debriefs(request.creator),
        },
    )


@creator_page
def summary(request: Any, summary_id: str) -> HttpResponse:
    found = get_object_or_404(queries.sent_summaries(request.creator), public_id=summary_id)
    return _page(request, "summary", {**_shown(found), "section": "results"})


def _shown(summary: Summary) -> dict[str, Any]:
    """What the mail said, from the same frozen figures; where it was corrected, what is right,
    with what was said before beside it."""
    corrections = queries.told_corrections(summary)
    figures = corrections[-1].figures if corrections else summary.figures
    reach = reach_rows(figures) if figures else []
    business = business_rows(figures) if figures else []
    lessons = [
        (_("What worked"), summary.worked),
        (_("What did not"), summary.did_not),
        (_("Next time"), summary.next_time),
    ]
    chart = corrections[-1].chart_svg if corrections else summary.chart_svg
    return {
        "summary": summary,
        "corrections": with_changes(summary.figures, corrections),
        "reach_rows": noted(reach, summary.figures, figures),
        "business_rows": noted(business, summary.figures, figures),
        "compared": any(row.median or row.last for row in reach),
        "comparison": comparison_note(figures, to_creator=True) if figures else "",
        # Our own renderer's SVG, stored when it was sent; nobody can write to it from outside.
        "chart": mark_safe(chart),  # noqa: S308
        "lessons": [(title, text.splitlines()) for title, text in lessons if text.strip()],
    }


@creator_page
def debrief(request: Any, debrief_id: str) -> HttpResponse:
    found = get_object_or_404(queries.shared_debriefs(request.creator), public_id=debrief_id)
    return _page(request, "debrief", {"debrief": found, "section": "results"})


@creator_page
def agreement(request: Any) -> HttpResponse:
    today = queries.today_of(request.creator, timezone.now())
    return _page(
        request,
        "agreement",
        {
            "agreements": queries.agreements(request.creator, today),
            "advice": advice_of(request.creator),
        },
    )


@creator_page
def work(request: Any) -> HttpResponse:
    today = queries.today_of(request.creator, timezone.now())
    found = queries.unfinished_work(request.creator)
    return _page(
        request,
        "work",
        {
            "work": rounds.shown(found, today),
            "feedback": answered_for(request.creator),
        },
    )


@creator_page
def brief(request: Any, version_id: str) -> HttpResponse:
    version = get_object_or_404(queries.shared_versions(request.creator), public_id=version_id)
    newest = version.brief.versions.order_by("-number").first()
    return _page(
        request,
        "brief",
        {
            "version": version,
            "sections": read_in(version.sections, request.creator.language),
            "inherited": Inherited.from_json(version.terms),
            "moved": moves_until(version),
            "diff": changes_for_reader(version, request.creator.language),
            "built_on": read_citations(version.citations, creator=True),
            "newest": newest,
            "answer_url": open_url(version, timezone.now()),
            "section": "work",
        },
    )


@creator_page
def ideas(request: Any) -> HttpResponse:
    return _page(request, "ideas", {"said": ideas_of(request.creator)})


@creator_page
def sessions(request: Any) -> HttpResponse:
    creator, now = request.creator, timezone.now()
    found = {
        "coming": guest_sessions.coming(creator, now),
        "past": guest_sessions.past(creator, now),
    }
    return _page(request, "sessions", found)


@creator_page
def payments(request: Any) -> HttpResponse:
    return _page(request, "payments", {"payments": queries.owed(queries.payments(request.creator))})
