"""Planned check-ins, week by week (product.md, row 42)."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission, may
from checkins.queries.calendar import WEEKS, monday_of, weeks
from checkins.rules.reasons import explain


@require_safe
@needs(Permission.VIEW)
def calendar(request: WorkspaceRequest) -> HttpResponse:
    keeps = may(request.membership.role, Permission.EDIT)
    mine = request.GET.get("whose", "mine" if keeps else "all") != "all"
    today = timezone.localdate()
    first = monday_of(_asked(request.GET.get("from", ""), today))
    found = weeks(first, request.user if mine else None)
    context = {
        "weeks": [{"week": week, "days": _days(week.check_ins, today)} for week in found.weeks],
        "found": found,
        "mine": mine,
        "first": first,
        "last": first + timedelta(weeks=WEEKS, days=-1),
        "before": first - timedelta(weeks=WEEKS),
        "after": first + timedelta(weeks=WEEKS),
        "this_week": monday_of(today),
        "here": request.get_full_path(),
    }
    return render(request, "checkins/calendar.html", context)


def _days(check_ins: list[Any], today: date) -> list[dict[str, Any]]:
    """Each with its reason in the reader's language."""
    language = get_language() or "en"
    return [{"check_in": row, "why": explain(row.reason, language, today)} for row in check_ins]


def _asked(text: str, today: date) -> date:
    try:
        asked = date.fromisoformat(text)
    except ValueError:
        return today
    # Dates that a calendar can count on from.
    return asked if 2000 <= asked.year <= 2100 else today
