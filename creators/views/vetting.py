"""Answers and ratings from the profile's tab; the weights of the score under Settings."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from core.doorbell import ring
from core.versions import EditConflict
from creators.actions.potential import set_weights
from creators.actions.vetting import answer_item, rate_fit
from creators.errors import AnsweredMeanwhile, Refused
from creators.forms.vetting import ITEMS, AnswerForm, RatingForm, WeightsForm
from creators.queries import potential as queries
from creators.rules.potential import PARTS
from creators.tasks import sweep
from creators.views.profile import show_profile
from creators.views.respond import (
    VETTING,
    creator_or_404,
    differences,
    newer,
    show_refusal,
    to_profile,
)


@require_POST
@needs(Permission.EDIT)
def answer(request: WorkspaceRequest, public_id: str, item: str) -> HttpResponse:
    creator = creator_or_404(public_id)
    if item not in ITEMS:
        raise Http404
    form = AnswerForm(request.POST, prefix=item)
    back: dict[str, Any] = {"answer": form, "item": item}
    if form.is_valid():
        try:
            answer_item(
                creator=creator, item=item, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except AnsweredMeanwhile as late:
            data = request.POST.copy()
            data[form.add_prefix("seen")] = late.mark.public_id if late.mark else ""
            back |= {"answer": AnswerForm(data, prefix=item), "meanwhile": late.mark}
            return show_profile(request, creator, VETTING, status=409, **back)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("The answer is kept, with its evidence."))
            return to_profile(request, creator, VETTING)
    return show_profile(request, creator, VETTING, status=422, **back)


@require_POST
@needs(Permission.EDIT)
def rate(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    creator = creator_or_404(public_id)
    form = RatingForm(request.POST)
    if form.is_valid():
        data = dict(form.cleaned_data)
        expected = data.pop("version")
        try:
            rate_fit(creator=creator, expected=expected, by=request.user, at=timezone.now(), **data)
        except EditConflict as conflict:
            both = differences(form, RatingForm.initial_of(conflict.theirs))
            mine = RatingForm(newer(request.POST, conflict))
            return show_profile(request, creator, VETTING, status=409, rating=mine, conflict=both)
        messages.success(request, _("Your rating is kept. The score is computed anew."))
        return to_profile(request, creator, VETTING)
    return show_profile(request, creator, VETTING, status=422, rating=form)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.VIEW, write=Permission.POLICIES)
def weights(request: WorkspaceRequest) -> HttpResponse:
    """A preview is a POST that saves nothing: what is typed comes back with what it would do."""
    row, now = queries.weights_row(), queries.weights_now()
    stored = {**now, "version": row.version if row else 0}
    form = WeightsForm(request.POST if request.method == "POST" else None, initial=stored)
    context: dict[str, Any] = {"form": form, "now": now, "parts": PARTS}
    if request.method == "POST" and form.is_valid():
        if "preview" in request.POST:
            context["changes"] = queries.changes_under(form.weights())
        else:
            try:
                return _save(request, form)
            except EditConflict as conflict:
                theirs = {name: getattr(conflict.theirs, name) for name in PARTS}
                context["conflict"] = differences(form, theirs)
                context["form"] = WeightsForm(newer(request.POST, conflict))
    status = 409 if "conflict" in context else 422 if form.errors else 200
    return render(request, "creators/potential_weights.html", context, status=status)


def _save(request: WorkspaceRequest, form: WeightsForm) -> HttpResponse:
    changed = set_weights(
        workspace=request.workspace,
        weights=dict(form.weights()),
        expected=form.cleaned_data["version"],
        by=request.user,
        at=timezone.now(),
    )
    if changed:
        ring(sweep)
        messages.success(request, _("Saved. All scores are being computed anew."))
    else:
        messages.info(request, _("Nothing changed."))
    return redirect("creators:potential_weights", request.workspace.slug)
