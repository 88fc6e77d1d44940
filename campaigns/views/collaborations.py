from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from campaigns.actions.collaborations import (
    add_collaborations,
    confirm_collaboration,
    decline_collaboration,
    update_collaboration,
)
from campaigns.actions.learnings import delete_learning, save_learnings
from campaigns.forms.campaigns import LearningsForm
from campaigns.forms.collaborations import AddCreatorsForm, FeeForm
from campaigns.forms.results import NothingForm
from campaigns.models import Campaign, Collaboration, Learning
from campaigns.queries.budget import check_adding, check_fee
from campaigns.queries.detail import candidates
from campaigns.queries.fees import prices
from campaigns.views.campaigns import WRITE
from campaigns.views.respond import (
    ask,
    attempt,
    campaign_or_404,
    collaboration_or_404,
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
from partnerships.forms.over_budget import holds_up
from partnerships.queries.fatigue import one_too_many
from partnerships.rules.budget import BudgetWarning
from partnerships.views.over_budget import keep_warning


@WRITE
@needs(Permission.EDIT)
def add_creators(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    campaign = campaign_or_404(public_id)
    free = list(candidates(campaign))
    form = AddCreatorsForm(
        posted(request),
        partnerships=free,
        prices=prices(free, campaign.starts_on),
        initial={f"take_{request.GET.get('partnership', '')}": True, "due_on": campaign.ends_on},
    )
    if request.method == "POST" and form.is_valid():
        added = _add(request, campaign, form)
        if added is not None:
            words = ngettext("%(n)d creator added.", "%(n)d creators added.", len(added))
            messages.success(request, words % {"n": len(added)})
            return to_campaign(request, campaign)
    too_many = one_too_many(free, campaign.starts_on)
    context = {"campaign": campaign, "form": form, "too_many": too_many}
    return render(request, "campaigns/add_creators.html", context, status=status_of(form))


def _add(
    request: WorkspaceRequest, campaign: Campaign, form: AddCreatorsForm
) -> list[Collaboration] | None:
    warning = check_adding(
        campaign, form.cleaned_data["chosen"], form.fees(), form.cleaned_data["format"]
    )
    if holds_up(form, warning):
        return None
    try:
        with transaction.atomic():
            added = add_collaborations(
                campaign=campaign,
                partnerships=form.cleaned_data["chosen"],
                fees=form.fees(),
                first=form.first(),
                state=form.cleaned_data["state"],
                by=request.user,
                at=timezone.now(),
            )
            keep_warning(request, form, warning, key=f"campaign:{campaign.public_id}")
            return added
    except Refused as refused:
        show_refusal(form, refused)
        return None


@WRITE
@needs(Permission.EDIT)
def fee(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    part = collaboration_or_404(public_id)
    form = FeeForm(posted(request), initial=FeeForm.initial_of(part))
    context: dict[str, Any] = {"part": part, "form": form, "conflict": None}
    if request.method == "POST" and form.is_valid():
        warning = check_fee(part, form.fee)
        try:
            if not holds_up(form, warning) and save(
                request, form, lambda: _set_fee(request, part, form, warning), done=_("Saved.")
            ):
                return to_campaign(request, part.campaign, part)
        except EditConflict as conflict:
            context["conflict"] = differences(form, FeeForm.initial_of(conflict.theirs))
            context["theirs_version"] = conflict.theirs.version
            context["form"] = FeeForm(newer(request.POST, conflict))
    status = status_of(form, conflict=context["conflict"] is not None)
    return render(request, "campaigns/fee.html", context, status=status)


def _set_fee(
    request: WorkspaceRequest, part: Collaboration, form: FeeForm, warning: BudgetWarning | None
) -> None:
    with transaction.atomic():
        update_collaboration(
            collaboration=part,
            expected=form.cleaned_data["version"],
            fee=form.fee,
            by=request.user,
            at=timezone.now(),
        )
        keep_warning(request, form, warning, key=f"fee:{part.public_id}")


@require_POST
@needs(Permission.EDIT)
def confirm(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    part = collaboration_or_404(public_id)
    attempt(
        request,
        lambda: confirm_collaboration(collaboration=part, by=request.user, at=timezone.now()),
        done=_("%(creator)s takes part.") % {"creator": part.partnership.creator},
    )
    return to_campaign(request, part.campaign, part)


@WRITE
@needs(Permission.EDIT)
def decline(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    part = collaboration_or_404(public_id)
    name = {"creator": part.partnership.creator}
    return ask(
        request,
        NothingForm(posted(request)),
        lambda data: decline_collaboration(collaboration=part, by=request.user, at=timezone.now()),
        then=to_campaign(request, part.campaign, part),
        done=_("Noted."),
        page={
            "campaign": part.campaign,
            "title": _("%(creator)s does not take part") % name,
            "text": _(
                "What was written stays. It no longer counts as one of their campaigns; they can "
                "be asked again."
            ),
            "button": _("They said no"),
        },
    )


@WRITE
@needs(Permission.EDIT)
def learnings(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    part = collaboration_or_404(public_id)
    form = LearningsForm(posted(request))
    if request.method == "POST" and form.is_valid():
        save_learnings(collaboration=part, texts=form.texts, by=request.user, at=timezone.now())
        messages.success(request, _("Saved. They come back in the next brief."))
        return to_campaign(request, part.campaign, part)
    context = {"part": part, "form": form, "learnings": part.learnings.select_related("by")}
    return render(request, "campaigns/learnings.html", context, status=status_of(form))


@WRITE
@needs(Permission.EDIT)
def learning_delete(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    rows = Learning.objects.select_related(
        "collaboration__campaign", "collaboration__partnership__creator"
    )
    learning: Learning = get_object_or_404(rows, public_id=public_id)
    part = learning.collaboration
    return ask(
        request,
        NothingForm(posted(request)),
        lambda data: delete_learning(learning=learning, by=request.user, at=timezone.now()),
        then=to_campaign(request, part.campaign, part),
        done=_("Deleted."),
        page={
            "campaign": part.campaign,
            "title": _("Delete this learning?"),
            "text": f"“{learning.text}”",
            "button": _("Delete"),
            "danger": True,
        },
    )
