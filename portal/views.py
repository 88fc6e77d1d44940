from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns.rules.briefs import read_in
from portal import queries
from portal.access import creator_page, creators_of
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
            "partnerships": queries.partnerships(creator),
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
        },
    )


@creator_page
def summary(request: Any, summary_id: str) -> HttpResponse:
    found = get_object_or_404(queries.sent_summaries(request.creator), public_id=summary_id)
    return _page(request, "summary", {**_shown(found), "section": "results"})


def _shown(summary: Summary) -> dict[str, Any]:
    """What the mail said, from the same frozen figures."""
    figures = summary.figures
    reach = reach_rows(figures) if figures else []
    lessons = [
        (_("What worked"), summary.worked),
        (_("What did not"), summary.did_not),
        (_("Next time"), summary.next_time),
    ]
    return {
        "summary": summary,
        "reach_rows": reach,
        "business_rows": business_rows(figures) if figures else [],
        "compared": any(row.median or row.last for row in reach),
        "comparison": comparison_note(figures, to_creator=True) if figures else "",
        # Our own renderer's SVG, stored when it was sent; nobody can write to it from outside.
        "chart": mark_safe(summary.chart_svg),  # noqa: S308
        "lessons": [(title, text.splitlines()) for title, text in lessons if text.strip()],
    }


@creator_page
def agreement(request: Any) -> HttpResponse:
    today = queries.today_of(request.creator, timezone.now())
    return _page(request, "agreement", {"agreements": queries.agreements(request.creator, today)})


@creator_page
def work(request: Any) -> HttpResponse:
    return _page(request, "work", {"work": queries.unfinished_work(request.creator)})


@creator_page
def brief(request: Any, version_id: str) -> HttpResponse:
    version = get_object_or_404(queries.shared_versions(request.creator), public_id=version_id)
    newest = version.brief.versions.order_by("-number").first()
    sections = read_in(version.sections, request.creator.language)
    return _page(
        request,
        "brief",
        {"version": version, "sections": sections, "newest": newest, "section": "work"},
    )


@creator_page
def payments(request: Any) -> HttpResponse:
    return _page(request, "payments", {"payments": queries.owed(queries.payments(request.creator))})
