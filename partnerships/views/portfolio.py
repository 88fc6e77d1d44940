"""The portfolio and the bench, of one brand or of all."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from partnerships.models import Brand
from partnerships.queries import portfolio as queries
from partnerships.queries.bench import BELOW
from partnerships.queries.bench import bench as bench_for
from partnerships.queries.policies import brands, capacities
from partnerships.rules.portfolio import ADDED_BAND, TURNOVER_BAND, band
from partnerships.rules.portfolio_chart import curve_chart

# Rows shown at once; the rest opens below them.
SHOWN = 5
# Of each tier on the page of the bench.
LISTED = 30


def _chosen(request: WorkspaceRequest) -> dict[str, Any]:
    """The brands in use, the one in the address, and those that are counted."""
    in_use = list(brands())
    wanted = request.GET.get("brand", "")
    brand: Brand | None = next((one for one in in_use if one.public_id == wanted), None)
    return {"brands": in_use, "brand": brand, "counted": [brand] if brand else in_use}


@require_safe
@needs(Permission.VIEW)
def portfolio(request: WorkspaceRequest) -> HttpResponse:
    chosen = _chosen(request)
    now, home = timezone.now(), request.workspace.currency
    today = now.astimezone(request.workspace.zone).date()
    found = queries.portfolio(chosen["counted"], home=home, at=now, today=today)
    language = (get_language() or "en")[:2]
    context = {
        **chosen,
        "portfolio": found,
        "home": home,
        "chart": found.concentration and curve_chart(found.concentration, language),
        "added_band": band(found.n_added, ADDED_BAND),
        "added_limits": ADDED_BAND,
        "turnover_limits": TURNOVER_BAND,
        "bench": found.bench.candidates[:SHOWN],
        "lights": found.lights,
        "over_one": found.stability.share(1),
        "over_two": found.stability.share(2),
    }
    return render(request, "partnerships/portfolio.html", context)


@require_safe
@needs(Permission.VIEW)
def bench(request: WorkspaceRequest) -> HttpResponse:
    chosen = _chosen(request)
    counted = chosen["counted"]
    found = bench_for(counted, each=LISTED)
    places = capacities(counted)
    groups = [
        (
            brand,
            tier,
            places[brand.pk][tier],
            found.of(brand, tier),
            found.counts.get((brand.pk, tier), 0),
        )
        for brand in counted
        for tier in BELOW
    ]
    context = {**chosen, "groups": groups, "n": found.n}
    return render(request, "partnerships/bench.html", context)
