from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from campaigns.actions.collaborations import (
    add_collaborations,
    confirm_collaboration,
    decline_collaboration,
    give_up_asking,
    update_collaboration,
)
from campaigns.forms.collaborations import AddCreatorsForm, AnswerForm, FeeForm
from campaigns.models import Campaign, Collaboration
from campaigns.queries.budget import check_adding, check_fee
from campaigns.queries.candidates import first_tier_unasked, histories
from campaigns.queries.detail import candidates
from campaigns.queries.fees import prices
from campaigns.views.campaigns import WRITE
from campaigns.views.respond import (
    ask,
    back_to,
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
            _tell(request, form, added, first_tier_unasked(campaign))
            return to_campaign(request, campaign)
    context = {
        "campaign": campaign,
        "form": form,
        "too_many": one_too_many(free, campaign.starts_on),
        "histories": histories(free, timezone.now()),
        "before_others": first_tier_unasked(campaign),
    }
    return render(request, "campaigns/add_creators.html", context, status=status_of(form))


def _tell(
    request: WorkspaceRequest,
    form: AddCreatorsForm,
    added: list[Collaboration],
    passed_over: list[str],
) -> None:
    words = ngettext("%(n)d creator added.", "%(n)d creators added.", len(added))
    messages.success(request, words % {"n": len(added)})
    if form.ask().mail:
        people = [row.partnership for row in added if not row.partnership.mail_to[0]]
        names = ", ".join(str(one.creator) for one in people)
        if names:
            words = _("No e-mail address: %(names)s. Ask them yourself.")
            messages.warning(request, words % {"names": names})
    if passed_over and added:
        words = _("The first tier has not been asked yet: %(names)s. They hear of new work first.")
        messages.info(request, words % {"names": ", ".join(passed_over)})


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
                state=form.collaboration_state,
                ask=form.ask(),
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


def _after(request: WorkspaceRequest, part: Collaboration) -> HttpResponse:
    """The card, on the page of cards that was looked at, or Today."""
    card = to_campaign(request, part.campaign, part)
    here = request.POST.get("next", "").partition("?")[0]
    return card if card["Location"].startswith(here) else back_to(request, card["Location"])


@WRITE
@needs(Permission.EDIT)
def confirm(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """One click on the card; its page takes what they said."""
    part = collaboration_or_404(public_id)
    name = {"creator": part.partnership.creator}
    return ask(
        request,
        AnswerForm(posted(request)),
        lambda data: confirm_collaboration(
            collaboration=part, by=request.user, at=timezone.now(), note=data["note"]
        ),
        then=_after(request, part),
        done=_("%(creator)s takes part.") % name,
        page={
            "campaign": part.campaign,
            "title": _("%(creator)s takes part") % name,
            "text": _("The day and who wrote it down are kept with it."),
            "button": _("They said yes"),
        },
    )


@WRITE
@needs(Permission.EDIT)
def decline(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    part = collaboration_or_404(public_id)
    name = {"creator": part.partnership.creator}
    return ask(
        request,
        AnswerForm(posted(request)),
        lambda data: decline_collaboration(
            collaboration=part, by=request.user, at=timezone.now(), note=data["note"]
        ),
        then=_after(request, part),
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
def unanswered(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """The question is closed: nobody waits for an answer any more."""
    part = collaboration_or_404(public_id)
    name = {"creator": part.partnership.creator}
    return ask(
        request,
        AnswerForm(posted(request)),
        lambda data: give_up_asking(
            collaboration=part, by=request.user, at=timezone.now(), note=data["note"]
        ),
        then=_after(request, part),
        done=_("Noted."),
        page={
            "campaign": part.campaign,
            "title": _("No answer from %(creator)s") % name,
            "text": _(
                "The question is closed without an answer, and the reply page of the mail with it."
                " They can be asked again."
            ),
            "button": _("Close the question"),
        },
    )
