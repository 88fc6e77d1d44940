"""Whose ideas are taken up: the rate of each creator, brand and quarter (product.md, row 34)."""

from datetime import timedelta

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from campaigns.queries.idea_rates import idea_rates
from campaigns.views.ideas import PERIODS, days_asked, period_words
from partnerships.queries.policies import brands

_A_PAGE = 50
# Days looked at where nobody asked for others.
_YEAR = 365


@require_safe
@needs(Permission.VIEW)
def idea_contribution(request: WorkspaceRequest) -> HttpResponse:
    days = days_asked(request.GET.get("days", str(_YEAR)))
    brand = request.GET.get("brand", "")
    since = timezone.now() - timedelta(days=days) if days else None
    rates = idea_rates(since=since, zone=request.workspace.zone, brand=brand)
    context = {
        "rates": rates,
        "page": Paginator(rates.creators, _A_PAGE).get_page(request.GET.get("page")),
        "silent": rates.silent[:_A_PAGE],
        "asked": {"days": str(days), "brand": brand},
        "periods": [(str(n), period_words(n)) for n in PERIODS],
        "brands": list(brands()),
    }
    return render(request, "campaigns/ideas/rates.html", context)
