"""Closing a campaign with its checklist; opening it again."""

from typing import Any

from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from campaigns.actions.closing import close_campaign
from campaigns.actions.closing_marks import tick, untick
from campaigns.actions.reopening import reopen_campaign
from campaigns.enums import CampaignState
from campaigns.forms.closing import LearningsForm, ReopenForm
from campaigns.models import Campaign, Collaboration
from campaigns.queries.closing import gaps_of, lines_of
from campaigns.queries.results import tallies_of
from campaigns.rules.closing import Item
from campaigns.views.campaigns import WRITE
from campaigns.views.respond import ask, attempt, campaign_or_404, posted, to_campaign

Forms = list[tuple[Collaboration, LearningsForm]]


@WRITE
@needs(Permission.EDIT)
def close(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """What is missing, what was learned, and the button that starts the clock of 72 hours."""
    campaign = campaign_or_404(public_id)
    if campaign.state != CampaignState.LIVE and request.method != "POST":
        return to_campaign(request, campaign)
    forms: Forms = [
        (part, LearningsForm(posted(request), prefix=part.public_id)) for part in _parts(campaign)
    ]
    whole = LearningsForm(posted(request), prefix="whole")
    # Each says what is wrong with it, also behind a first one that is.
    valid = [form.is_valid() for form in [whole, *(form for _part, form in forms)]]
    if request.method == "POST" and all(valid):
        attempt(
            request,
            lambda: _close(request, campaign, forms, whole),
            done=_("The campaign is closed. Each creator gets their summary within 72 hours."),
            late=_("It was closed already."),
        )
        return to_campaign(request, campaign)
    context = _page(campaign, forms, whole)
    return render(request, "campaigns/close.html", context, status=422 if whole.is_bound else 200)


def _parts(campaign: Campaign) -> list[Collaboration]:
    rows = Collaboration.objects.taking_part().filter(campaign=campaign)
    rows = rows.select_related("partnership__creator").prefetch_related("learnings")
    return list(rows.order_by("partnership__creator__name", "pk"))


def _page(campaign: Campaign, forms: Forms, whole: LearningsForm) -> dict[str, Any]:
    found = tallies_of([part.pk for part, _form in forms])
    return {
        "campaign": campaign,
        "parts": [(part, form, found.get(part.pk)) for part, form in forms],
        "whole": whole,
        "learned": list(campaign.learnings.all()),
        "gaps": gaps_of(campaign),
        "lines": lines_of(campaign),
    }


def _close(
    request: WorkspaceRequest, campaign: Campaign, forms: Forms, whole: LearningsForm
) -> bool:
    return close_campaign(
        campaign=campaign,
        by=request.user,
        at=timezone.now(),
        learnings={part.pk: form.texts for part, form in forms},
        whole=whole.texts,
    )


@require_POST
@needs(Permission.EDIT)
def closing_tick(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """Tick or untick one line of the checklist."""
    campaign = campaign_or_404(public_id)
    try:
        item = Item(request.POST.get("item", ""))
    except ValueError:
        return HttpResponseBadRequest()
    act = untick if request.POST.get("do") == "untick" else tick
    attempt(
        request,
        lambda: act(campaign=campaign, item=item, by=request.user, at=timezone.now()),
        done=_("Noted."),
    )
    return redirect("campaigns:close", request.workspace.slug, campaign.public_id)


@WRITE
@needs(Permission.EDIT)
def reopen(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    campaign = campaign_or_404(public_id)
    return ask(
        request,
        ReopenForm(posted(request)),
        lambda data: reopen_campaign(
            campaign=campaign, reason=data["reason"], by=request.user, at=timezone.now()
        ),
        then=to_campaign(request, campaign),
        done=_("The campaign is open again."),
        page={
            "campaign": campaign,
            "title": _("Open this campaign again"),
            "text": _(
                "Work goes on with everybody who was part of it; who declined stays out. Summaries "
                "that were not sent leave their clock and start anew when you close it. What was "
                "sent stays as sent: if the figures differ then, a correction is drafted. Payments "
                "stay due as they are."
            ),
            "button": _("Open again"),
        },
    )
