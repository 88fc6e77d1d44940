"""Codes of one collaboration: what orders and visits are known by to be of this creator."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from campaigns.actions.codes import add_code, remove_code
from campaigns.forms.codes import CodeForm
from campaigns.models import TrackingCode
from campaigns.views.campaigns import WRITE
from campaigns.views.respond import attempt, collaboration_or_404, posted, save, status_of


@WRITE
@needs(Permission.EDIT)
def codes(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    part = collaboration_or_404(public_id)
    form = CodeForm(posted(request))
    if (
        request.method == "POST"
        and form.is_valid()
        and save(
            request,
            form,
            lambda: add_code(
                collaboration=part, by=request.user, at=timezone.now(), **form.cleaned_data
            ),
            done=_("Saved."),
        )
    ):
        return redirect("campaigns:codes", request.workspace.slug, part.public_id)
    context = {"part": part, "campaign": part.campaign, "form": form, "codes": part.codes.all()}
    return render(request, "campaigns/codes.html", context, status=status_of(form))


@require_POST
@needs(Permission.EDIT)
def remove(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    rows = TrackingCode.objects.select_related("collaboration")
    code: TrackingCode = get_object_or_404(rows, public_id=public_id)
    attempt(
        request,
        lambda: remove_code(code=code, by=request.user, at=timezone.now()),
        done=_("Removed. Results that came by it stay."),
    )
    return redirect("campaigns:codes", request.workspace.slug, code.collaboration.public_id)
