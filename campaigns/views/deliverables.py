from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from campaigns.actions import deliverables as act
from campaigns.actions.evidence import publish_with_evidence
from campaigns.forms.deliverables import DeliverableForm, EditDeliverableForm, PublishForm
from campaigns.forms.results import NothingForm
from campaigns.models import Collaboration, Deliverable
from campaigns.rules.lead_time import days_short
from campaigns.views.campaigns import WRITE
from campaigns.views.respond import (
    ask,
    collaboration_or_404,
    deliverable_or_404,
    differences,
    newer,
    posted,
    save,
    status_of,
    to_campaign,
)
from core.versions import EditConflict


@WRITE
@needs(Permission.EDIT)
def new(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    part = collaboration_or_404(public_id)
    first = part.partnership.creator.channels.first()
    initial = {"due_on": part.campaign.ends_on, "platform": first.platform if first else ""}
    form = DeliverableForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        done = _added_words(part, form.cleaned_data["due_on"])
        if save(request, form, lambda: _add(request, part, form), done=done):
            return to_campaign(request, part.campaign, part)
    context = {"part": part, "form": form, "title": _("Add a deliverable")}
    return render(request, "campaigns/deliverable.html", context, status=status_of(form))


def _add(request: WorkspaceRequest, part: Collaboration, form: DeliverableForm) -> Deliverable:
    return act.add_deliverable(
        collaboration=part, by=request.user, at=timezone.now(), **form.cleaned_data
    )


def _added_words(part: Collaboration, due_on: Any) -> str:
    """Also the warning of row 38, where the date leaves less than the creator's lead time."""
    creator = part.partnership.creator
    today = timezone.localdate(timezone=creator.zone)
    if not days_short(due_on=due_on, today=today, lead_days=creator.lead_days):
        return _("Added.")
    words = _("Added. %(creator)s asks for %(n)s days; this date leaves fewer.")
    return words % {"creator": creator, "n": creator.lead_days}


@WRITE
@needs(Permission.EDIT)
def edit(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    deliverable = deliverable_or_404(public_id)
    part = deliverable.collaboration
    initial = EditDeliverableForm.initial_of(deliverable)
    form = EditDeliverableForm(posted(request), deliverable=deliverable, initial=initial)
    context: dict[str, Any] = {"part": part, "deliverable": deliverable, "form": form}
    context |= {"title": _("Edit the deliverable"), "conflict": None}
    if request.method == "POST" and form.is_valid():
        try:
            if save(request, form, lambda: _update(request, deliverable, form), done=_("Saved.")):
                return to_campaign(request, part.campaign, part)
        except EditConflict as conflict:
            theirs = EditDeliverableForm.initial_of(conflict.theirs)
            context["conflict"] = differences(form, theirs)
            context["theirs_version"] = conflict.theirs.version
            again = newer(request.POST, conflict)
            context["form"] = EditDeliverableForm(again, deliverable=conflict.theirs)
    status = status_of(form, conflict=context["conflict"] is not None)
    return render(request, "campaigns/deliverable.html", context, status=status)


def _update(request: WorkspaceRequest, deliverable: Deliverable, form: EditDeliverableForm) -> None:
    data = dict(form.cleaned_data)
    expected = data.pop("version")
    act.update_deliverable(
        deliverable=deliverable, expected=expected, by=request.user, at=timezone.now(), **data
    )


@WRITE
@needs(Permission.EDIT)
def publish(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    deliverable = deliverable_or_404(public_id)
    part = deliverable.collaboration
    now = timezone.localtime().replace(second=0, microsecond=0)
    form = PublishForm(posted(request), request.FILES or None, initial={"published_at": now})
    if request.method == "POST" and form.is_valid():
        done = _("Published. A word about it within 48 hours keeps the creator warm.")
        if save(request, form, lambda: _publish(request, deliverable, form), done=done):
            return to_campaign(request, part.campaign, part)
    context = {"part": part, "deliverable": deliverable, "form": form}
    return render(request, "campaigns/publish.html", context, status=status_of(form))


def _publish(request: WorkspaceRequest, deliverable: Deliverable, form: PublishForm) -> bool:
    data = dict(form.cleaned_data)
    upload = data.pop("file")
    return publish_with_evidence(
        deliverable=deliverable, upload=upload, by=request.user, at=timezone.now(), **data
    )


@WRITE
@needs(Permission.EDIT)
def take_back(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    deliverable = deliverable_or_404(public_id)
    part = deliverable.collaboration
    return ask(
        request,
        NothingForm(posted(request)),
        lambda data: act.take_back_publication(
            deliverable=deliverable, by=request.user, at=timezone.now()
        ),
        then=to_campaign(request, part.campaign, part),
        done=_("It is approved again, not published."),
        page={
            "campaign": part.campaign,
            "title": _("“%(title)s” is not published after all?") % {"title": deliverable.title},
            "text": _(
                "Its link and time are taken off. Results stay with the creator; a payment that "
                "started by it and is not paid yet is dropped."
            ),
            "button": _("Take it back"),
        },
    )


@WRITE
@needs(Permission.EDIT)
def remove(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    deliverable = deliverable_or_404(public_id)
    part = deliverable.collaboration
    return ask(
        request,
        NothingForm(posted(request)),
        lambda data: act.remove_deliverable(
            deliverable=deliverable, by=request.user, at=timezone.now()
        ),
        then=to_campaign(request, part.campaign, part),
        done=_("Removed."),
        page={
            "campaign": part.campaign,
            "title": _("Remove “%(title)s”?") % {"title": deliverable.title},
            "text": _("It is no longer planned. The audit log keeps that it was."),
            "button": _("Remove"),
            "danger": True,
        },
    )
