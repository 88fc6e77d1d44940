"""What was learned: written down, said better, deleted, found again."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from campaigns.actions.learnings import (
    delete_learning,
    edit_learning,
    save_campaign_learnings,
    save_learnings,
)
from campaigns.enums import LearningKind
from campaigns.forms.closing import LearningForm, LearningsFilter, LearningsForm
from campaigns.forms.results import NothingForm
from campaigns.models import Campaign, Learning
from campaigns.queries.learnings import found_learnings
from campaigns.views.campaigns import WRITE
from campaigns.views.respond import (
    Difference,
    ask,
    campaign_or_404,
    collaboration_or_404,
    posted,
    save,
    status_of,
    to_campaign,
)
from core.versions import EditConflict
from creators.models import Creator
from partnerships.queries.policies import brands

PAGE = 50


@require_safe
@needs(Permission.VIEW)
def learnings_list(request: WorkspaceRequest) -> HttpResponse:
    """Everything learned, of one brand or of all."""
    asked = LearningsFilter(
        request.GET,
        brands=brands(),
        creators=Creator.objects.order_by("name", "pk"),
        campaigns=Campaign.objects.order_by("-starts_on", "-pk"),
    )
    chosen = {name: value for name, value in asked.chosen().items() if value}
    page = Paginator(found_learnings(**chosen), PAGE).get_page(request.GET.get("page"))
    context = {"form": asked, "page": page, "narrowed": bool(chosen)}
    return render(request, "campaigns/learnings_list.html", context)


@WRITE
@needs(Permission.EDIT)
def learnings(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """Of one creator's part."""
    part = collaboration_or_404(public_id)
    form = LearningsForm(posted(request))
    if request.method == "POST" and form.is_valid():
        save_learnings(collaboration=part, texts=form.texts, by=request.user, at=timezone.now())
        messages.success(request, _("Saved. They come back in the next brief."))
        return to_campaign(request, part.campaign, part)
    there = part.learnings.select_related("by")
    context = {"part": part, "campaign": part.campaign, "form": form, "learnings": there}
    return render(request, "campaigns/learnings.html", context, status=status_of(form))


@WRITE
@needs(Permission.EDIT)
def campaign_learnings(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """Of the campaign as a whole."""
    campaign = campaign_or_404(public_id)
    form = LearningsForm(posted(request))
    if request.method == "POST" and form.is_valid():
        save_campaign_learnings(
            campaign=campaign, texts=form.texts, by=request.user, at=timezone.now()
        )
        messages.success(request, _("Saved. They come back in the next brief."))
        return to_campaign(request, campaign)
    there = campaign.learnings.select_related("by")
    context = {"campaign": campaign, "form": form, "learnings": there}
    return render(request, "campaigns/learnings.html", context, status=status_of(form))


@WRITE
@needs(Permission.EDIT)
def learning(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """Say it better."""
    row = _learning_or_404(public_id)
    form = LearningForm(posted(request), initial=LearningForm.initial_of(row))
    context: dict[str, Any] = {"learning": row, "campaign": row.learned_in, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            if save(request, form, lambda: _edit(request, row, form), done=_("Saved.")):
                return to_campaign(request, row.learned_in, row.collaboration)
        except EditConflict as conflict:
            context["conflict"] = _both(conflict)
            again = {**request.POST.dict(), **_seen(conflict.theirs)}
            context["form"] = LearningForm(again)
    status = status_of(form, conflict=context.get("conflict"))
    return render(request, "campaigns/learning.html", context, status=status)


def _edit(request: WorkspaceRequest, row: Learning, form: LearningForm) -> Learning:
    said = {"kind": form.cleaned_data["kind"], "text": form.cleaned_data["text"]}
    return edit_learning(learning=row, **said, seen=form.seen, by=request.user, at=timezone.now())


def _seen(row: Learning) -> dict[str, str]:
    return {"seen_kind": row.kind, "seen_text": row.text}


def _both(conflict: EditConflict) -> list[Difference]:
    theirs, mine = conflict.theirs, conflict.mine
    kind = str(LearningKind(mine["kind"]).label)
    found = [
        Difference(str(_("What it is")), str(theirs.get_kind_display()), kind),
        Difference(str(_("In one sentence")), theirs.text, mine["text"]),
    ]
    return [one for one in found if one.theirs != one.mine]


def _learning_or_404(public_id: str) -> Learning:
    rows = Learning.objects.select_related(
        "campaign", "collaboration__campaign", "collaboration__partnership__creator"
    )
    return get_object_or_404(rows, public_id=public_id)


@WRITE
@needs(Permission.EDIT)
def learning_delete(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = _learning_or_404(public_id)
    return ask(
        request,
        NothingForm(posted(request)),
        lambda data: delete_learning(learning=row, by=request.user, at=timezone.now()),
        then=to_campaign(request, row.learned_in, row.collaboration),
        done=_("Deleted."),
        page={
            "campaign": row.learned_in,
            "title": _("Delete this learning?"),
            "text": f"“{row.text}”",
            "button": _("Delete"),
            "danger": True,
        },
    )
