"""A page that edits one row, with both texts side by side where somebody was faster."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.access import WorkspaceRequest
from core.versions import EditConflict
from partnerships.errors import Refused, WrongState
from partnerships.models import Brand, Partnership
from partnerships.views.respond import differences, newer, show_refusal


def rewrite(
    request: WorkspaceRequest,
    form: forms.Form,
    act: Callable[[dict[str, Any], int], object],
    *,
    partnership: Partnership | Brand,
    then: Callable[[], HttpResponseRedirect],
    title: str,
    current: Callable[[Any], Mapping[str, Any]],
) -> HttpResponse:
    """`act(data, expected version)` saves; `current(row)` gives what is stored, as the form names
    it. Nothing typed is lost: a refusal and a conflict show the form as it was filled in."""
    context: dict[str, Any] = {
        "partnership": partnership,
        "form": form,
        "title": title,
        "back_url": then().url,
        "conflict": None,
    }
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data, form.cleaned_data.get("version") or 0)
        except EditConflict as conflict:
            context["conflict"] = differences(form, current(conflict.theirs))
            form.data = newer(form.data, conflict)
        except WrongState as late:
            messages.warning(request, str(late))
            return then()
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("Saved."))
            return then()
    status = 409 if context["conflict"] is not None else 422 if form.is_bound else 200
    return render(request, "partnerships/rewrite.html", context, status=status)
