"""What the pages of this room share: finding rows, going back, telling a refusal."""

from typing import Any

from django import forms
from django.http.response import HttpResponseRedirectBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.access import WorkspaceRequest
from checkins.errors import Refused
from checkins.models import CheckIn
from partnerships.models import Partnership


class SeeOther(HttpResponseRedirectBase):
    """After a POST: look there, by GET."""

    status_code = 303


def check_in_or_404(public_id: str) -> CheckIn:
    rows = CheckIn.objects.select_related(
        "partnership__creator", "partnership__brand", "partnership__owner",
        "partnership__workspace", "closed_by",
    )  # fmt: skip
    return get_object_or_404(rows, public_id=public_id)


def partnership_or_404(public_id: str) -> Partnership:
    rows = Partnership.objects.select_related("creator", "brand", "owner", "workspace")
    return get_object_or_404(rows, public_id=public_id)


def where_from(request: WorkspaceRequest, otherwise: str | None = None) -> str:
    """The page of ours that `next` names, else `otherwise`, else Today."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    if asked and url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}):
        return asked
    return otherwise or reverse("checkins:today", args=[request.workspace.slug])


def posted(request: WorkspaceRequest) -> Any:
    """The data of a form: also of an empty POST, which is a form that was sent."""
    return request.POST if request.method == "POST" else None


def show_refusal(form: forms.Form, refused: Refused) -> None:
    """The words beside the field they are about, or above the form."""
    form.add_error(refused.field if refused.field in form.fields else None, str(refused))


def status_of(form: forms.Form) -> int:
    return 422 if form.is_bound else 200
