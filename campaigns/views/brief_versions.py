"""Versions of a brief: each as it was shared, any two beside each other, and those that came after
the lock (product.md, row 36)."""

from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from campaigns.models import Brief, BriefVersion
from campaigns.models.brief import AUTONOMY
from campaigns.queries.goalposts import (
    PERIODS,
    WORKING,
    diff,
    listed,
    moves,
    state_of,
    version_or_working,
)
from campaigns.rules.briefs import SECTIONS, clean_sections
from campaigns.rules.citations import read as read_citations
from campaigns.views.respond import collaboration_or_404

MOVES = 50


@require_safe
@needs(Permission.VIEW)
def version(request: WorkspaceRequest, public_id: str, number: int) -> HttpResponse:
    """A version as it was shared, in both languages."""
    part = collaboration_or_404(public_id)
    rows = BriefVersion.objects.select_related("shared_by", "brief")
    found: BriefVersion = get_object_or_404(rows, brief__collaboration=part, number=number)
    sections = clean_sections(found.sections)
    others = found.brief.versions.exclude(pk=found.pk)
    context = {
        "part": part,
        "creator": part.partnership.creator,
        "version": found,
        "rows": [(section, sections[section.key]) for section in SECTIONS],
        "autonomy": dict(AUTONOMY)[found.autonomy],
        "inherited": state_of(found).inherited,
        "cited": read_citations(found.citations),
        "others": list(others.values_list("number", flat=True)),
    }
    return render(request, "campaigns/brief_version.html", context)


@require_safe
@needs(Permission.VIEW)
def compare(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """Two states of the brief: `from` and `to` are numbers of versions, 0 the working text; without
    them the newest version and the working text."""
    part = collaboration_or_404(public_id)
    brief = get_object_or_404(Brief, collaboration=part)
    brief.collaboration = part
    numbers = list(brief.versions.values_list("number", flat=True))
    if not numbers:
        raise Http404
    asked = [_number(request, name) for name in ("from", "to")]
    # The older one first; the working text is the newest of all.
    first, last = sorted(
        (
            default if n is None else n
            for n, default in zip(asked, (numbers[0], WORKING), strict=True)
        ),
        key=lambda n: n or max(numbers) + 1,
    )
    old, new = (version_or_working(brief, n) for n in (first, last))
    if old is None or new is None:
        raise Http404
    context: dict[str, Any] = {
        "part": part,
        "creator": part.partnership.creator,
        "numbers": numbers,
        "old": first,
        "new": last,
        "old_version": old if first else None,
        "new_version": new if last else None,
        "diff": diff(old, new),
        "both_languages": True,
    }
    return render(request, "campaigns/brief_diff.html", context)


def _number(request: WorkspaceRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 6 else None


@require_safe
@needs(Permission.VIEW)
def goalposts(request: WorkspaceRequest) -> HttpResponse:
    """The versions behind a count of moved goalposts."""
    days = _number(request, "days")
    days = days if days in PERIODS else max(PERIODS)
    narrowed = {name: request.GET.get(name, "") for name in ("campaign", "brand", "owner")}
    rows = moves(timezone.now() - timedelta(days=days), **narrowed)
    page = Paginator(rows, MOVES).get_page(request.GET.get("page", "1"))
    context = {"page": page, "versions": listed(page.object_list), "days": days}
    return render(request, "campaigns/goalposts.html", context)
