"""Targets of a campaign (product.md, rows 29 and 56)."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from campaigns.actions import objectives as actions
from campaigns.enums import CampaignState
from campaigns.forms.objectives import ObjectiveForm
from campaigns.forms.results import NothingForm
from campaigns.models import Campaign, CampaignObjective
from campaigns.views.campaigns import WRITE
from campaigns.views.respond import ask, campaign_or_404, posted, to_campaign
from campaigns.views.writing import write


def _objective(public_id: str) -> CampaignObjective:
    rows = CampaignObjective.objects.select_related("campaign__brand", "campaign__workspace")
    return get_object_or_404(rows, public_id=public_id)


def _results(request: WorkspaceRequest, campaign: Campaign) -> HttpResponse:
    url = reverse("campaigns:detail", args=[request.workspace.slug, campaign.public_id])
    return redirect(f"{url}?tab=results")


@WRITE
@needs(Permission.EDIT)
def new(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    campaign = campaign_or_404(public_id)
    if campaign.state == CampaignState.CLOSED and request.method != "POST":
        return to_campaign(request, campaign)
    form = ObjectiveForm(posted(request))
    return write(
        request,
        form,
        lambda: actions.add_objective(
            campaign=campaign,
            values=form.values,
            public_id=form.cleaned_data["public_id"],
            by=request.user,
            at=timezone.now(),
        ),
        then=_results(request, campaign),
        done=_("The target is set. Its progress comes from the results."),
        page={"campaign": campaign, "title": _("Set a target"), "button": _("Set it")},
    )


@WRITE
@needs(Permission.EDIT)
def edit(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = _objective(public_id)
    form = ObjectiveForm(posted(request), initial=ObjectiveForm.initial_of(row))
    page: dict[str, Any] = {
        "campaign": row.campaign,
        "title": _("Change the target"),
        "button": _("Save"),
        "delete": reverse(
            "campaigns:objective_remove", args=[request.workspace.slug, row.public_id]
        ),
    }
    return write(
        request,
        form,
        lambda: actions.update_objective(
            objective=row,
            expected=form.cleaned_data["version"] or 0,
            values=form.values,
            by=request.user,
            at=timezone.now(),
        ),
        then=_results(request, row.campaign),
        done=_("Saved."),
        page=page,
        current=ObjectiveForm.initial_of,
    )


@WRITE
@needs(Permission.EDIT)
def remove(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = _objective(public_id)
    return ask(
        request,
        NothingForm(posted(request)),
        lambda data: actions.remove_objective(objective=row, by=request.user, at=timezone.now()),
        then=_results(request, row.campaign),
        done=_("Removed."),
        page={
            "campaign": row.campaign,
            "title": _("Remove this target?"),
            "text": _("%(metric)s is no longer held against it. The audit log keeps it.")
            % {"metric": row.get_metric_display()},
            "button": _("Remove"),
            "danger": True,
        },
    )
