"""What the writing pages share: finding the row, one attempt, two texts side by side."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render

from accounts.access import WorkspaceRequest
from core.conflicts import Difference, differences, newer
from partnerships.errors import RateJump, Refused, WrongState
from partnerships.forms.terms import TermsForms
from partnerships.models import Agreement, Partnership

__all__ = [
    "Difference",
    "agreement_or_404",
    "ask",
    "asks_over_capacity",
    "differences",
    "newer",
    "partnership_or_404",
    "posted",
    "refuse_terms",
    "show_refusal",
    "to_agreement",
    "to_partnership",
]


def partnership_or_404(public_id: str) -> Partnership:
    rows = Partnership.objects.select_related("creator", "brand", "owner", "workspace")
    return get_object_or_404(rows, public_id=public_id)


def agreement_or_404(public_id: str) -> Agreement:
    rows = Agreement.objects.select_related(
        "partnership__creator",
        "partnership__brand",
        "partnership__owner",
        "partnership__workspace",
    )
    return get_object_or_404(rows, public_id=public_id)


def posted(request: WorkspaceRequest) -> Any:
    """The data of a form: also of an empty POST, which is a form that was sent."""
    return request.POST if request.method == "POST" else None


def to_partnership(request: WorkspaceRequest, partnership: Partnership) -> HttpResponseRedirect:
    return redirect("partnerships:detail", request.workspace.slug, partnership.public_id)


def to_agreement(request: WorkspaceRequest, agreement: Agreement) -> HttpResponseRedirect:
    return redirect("partnerships:agreement", request.workspace.slug, agreement.public_id)


def show_refusal(form: forms.Form, refused: Refused) -> None:
    """The words beside the field they are about, or above the form."""
    form.add_error(refused.field if refused.field in form.fields else None, str(refused))


def refuse_terms(forms: TermsForms, refused: Refused) -> None:
    """The words beside the term they are about; a jump beside its prices too."""
    forms.refuse(refused.field, str(refused))
    if isinstance(refused, RateJump):
        forms.flag(refused.flags, refused.step_flags)


def ask(
    request: WorkspaceRequest,
    form: forms.Form,
    act: Callable[[dict[str, Any]], object],
    *,
    then: Callable[[], HttpResponseRedirect],
    done: Any,
    page: Mapping[str, Any],
) -> HttpResponse:
    """A page that asks before one act: GET shows it, POST does it and goes on to `then`.

    Where somebody was faster (a double click, a colleague) the person is told and taken to the
    row as it stands now; a refusal is shown in the form with all that was typed.
    """
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except WrongState as late:
            messages.warning(request, str(late))
            return then()
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, done)
            return then()
    context = {"form": form, "back_url": then().url, **page}
    status = 422 if form.is_bound else 200
    return render(request, "partnerships/ask.html", context, status=status)


def asks_over_capacity(form: forms.Form) -> bool:
    """Whether the form shows the reason for one too many: once the tier turned out to be full,
    and as long as something stands there. Then it has to be said."""
    name = "over_capacity_reason"
    asked = name in form.errors or bool(form.data.get(name))
    form.fields[name].required = asked
    return asked
