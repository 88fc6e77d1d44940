from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from campaigns.enums import CampaignState
from campaigns.queries.listing import campaign_page, campaign_rows, state_counts
from creators.models import Creator
from partnerships.queries.policies import brands


@require_safe
@needs(Permission.VIEW)
def campaign_list(request: WorkspaceRequest) -> HttpResponse:
    asked = {name: request.GET.get(name, "") for name in ("state", "brand", "creator", "q")}
    page, rows = campaign_page(campaign_rows(**asked), request.GET.get("page", "1"))
    counts = state_counts()
    chips = [("", _("All"), sum(counts.values()))]
    chips += [(state, str(label), counts[state]) for state, label in CampaignState.choices]
    creator = None
    if asked["creator"]:
        creator = Creator.objects.filter(public_id=asked["creator"]).first()
    context = {
        "page": page,
        "rows": rows,
        "asked": asked,
        "chips": chips,
        "brands": list(brands()),
        "creator": creator,
        "any": any(asked.values()),
    }
    return render(request, "campaigns/list.html", context)
