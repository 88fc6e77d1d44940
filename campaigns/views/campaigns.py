from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from campaigns.actions.campaigns import plan_campaign, start_campaign, update_campaign
from campaigns.forms.campaigns import EditForm, PlanForm
from campaigns.models import Campaign
from campaigns.views.respond import (
    attempt,
    campaign_or_404,
    differences,
    newer,
    posted,
    save,
    show_refusal,
    status_of,
    to_campaign,
)
from core.versions import EditConflict
from partnerships.errors import Refused
from partnerships.queries.listing import possible_owners
from partnerships.queries.policies import brands

WRITE = require_http_methods(["GET", "HEAD", "POST"])


@WRITE
@needs(Permission.EDIT)
def create(request: WorkspaceRequest) -> HttpResponse:
    initial = {"owner": request.user.public_id, "brand": request.GET.get("brand", "")}
    owners = possible_owners(request.workspace)
    form = PlanForm(posted(request), brands=brands(), owners=owners, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            campaign = plan_campaign(by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            return _then(request, campaign)
    context = {"form": form, "brands": list(brands())}
    return render(request, "campaigns/create.html", context, status=status_of(form))


def _then(request: WorkspaceRequest, campaign: Campaign) -> HttpResponse:
    """Planned for one creator, as from the pace of their partnership: they are added next."""
    wanted = request.GET.get("partnership", "")
    if not wanted.isalnum():
        return to_campaign(request, campaign)
    url = reverse("campaigns:add_creators", args=[request.workspace.slug, campaign.public_id])
    return redirect(f"{url}?partnership={wanted}")


@WRITE
@needs(Permission.EDIT)
def edit(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    campaign = campaign_or_404(public_id)
    owners = {*possible_owners(request.workspace), campaign.owner}
    form = EditForm(posted(request), owners=owners, initial=EditForm.initial_of(campaign))
    context: dict[str, Any] = {"campaign": campaign, "form": form, "conflict": None}
    if request.method == "POST" and form.is_valid():
        try:
            if save(request, form, lambda: _update(request, campaign, form), done=_("Saved.")):
                return to_campaign(request, campaign)
        except EditConflict as conflict:
            context["conflict"] = differences(form, EditForm.initial_of(conflict.theirs))
            context["theirs_version"] = conflict.theirs.version
            context["form"] = EditForm(newer(request.POST, conflict), owners=owners)
    status = status_of(form, conflict=context["conflict"] is not None)
    return render(request, "campaigns/edit.html", context, status=status)


def _update(request: WorkspaceRequest, campaign: Campaign, form: EditForm) -> None:
    data = dict(form.cleaned_data)
    expected = data.pop("version")
    update_campaign(
        campaign=campaign, expected=expected, by=request.user, at=timezone.now(), **data
    )


@require_POST
@needs(Permission.EDIT)
def start(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    campaign = campaign_or_404(public_id)
    attempt(
        request,
        lambda: start_campaign(campaign=campaign, by=request.user, at=timezone.now()),
        done=_("The campaign is live."),
        late=_("It was live already."),
    )
    return to_campaign(request, campaign)
