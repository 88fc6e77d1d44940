from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from campaigns.actions.common_part import save_common, spread_common
from campaigns.enums import CampaignState
from campaigns.forms.briefs import CommonForm
from campaigns.models import Brief, Campaign
from campaigns.views.brief_editor import text_differences
from campaigns.views.campaigns import WRITE
from campaigns.views.respond import campaign_or_404, newer, posted, save, status_of, to_campaign
from core.versions import EditConflict


@WRITE
@needs(Permission.VIEW, write=Permission.EDIT)
def common_part(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """What all briefs of a campaign begin with; those that are written take it over by hand, or
    here all at once where nobody wrote words of their own."""
    campaign = campaign_or_404(public_id)
    form = CommonForm(posted(request), initial=CommonForm.initial_of(campaign))
    context: dict[str, Any] = {"campaign": campaign, "conflict": None}
    if request.method == "POST" and form.is_valid():
        try:
            if save(request, form, lambda: _save(request, campaign, form), done=_("Saved.")):
                if "spread" in request.POST:
                    _spread(request, campaign)
                return to_campaign(request, campaign)
        except EditConflict as conflict:
            context["conflict"] = text_differences(conflict.theirs.common, form.sections())
            context["theirs_version"] = conflict.theirs.version
            form = CommonForm(newer(request.POST, conflict))
    briefs = Brief.objects.filter(collaboration__campaign=campaign)
    context |= {
        "form": form,
        "open": campaign.state != CampaignState.CLOSED,
        "written": briefs.count(),
        "locked": briefs.exclude(locked_at=None).count(),
    }
    status = status_of(form, conflict=context["conflict"] is not None)
    return render(request, "campaigns/common_part.html", context, status=status)


def _save(request: WorkspaceRequest, campaign: Campaign, form: CommonForm) -> None:
    save_common(
        campaign=campaign,
        sections=form.sections(),
        expected=form.cleaned_data["version"],
        by=request.user,
        at=timezone.now(),
    )


def _spread(request: WorkspaceRequest, campaign: Campaign) -> None:
    n = spread_common(campaign=campaign, by=request.user, at=timezone.now())
    words = ngettext("%(n)d brief took it over.", "%(n)d briefs took it over.", n) % {"n": n}
    messages.info(request, words)
