"""A page that writes one row of a campaign, new or there already: both texts stand side by side
where somebody was faster, and nothing typed is lost."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import WorkspaceRequest
from campaigns.views.respond import carry_out, newer, status_of
from core.conflicts import differences
from core.versions import EditConflict


def write(
    request: WorkspaceRequest,
    form: forms.Form,
    act: Callable[[], object],
    *,
    then: HttpResponse,
    done: Any,
    page: Mapping[str, Any],
    current: Callable[[Any], Mapping[str, Any]] | None = None,
) -> HttpResponse:
    """`act()` saves what `form` holds; `current(row)` gives what is stored, as the form names it.
    `page`: campaign, title, button, and `text` or `delete` (an address) where there are any."""
    context: dict[str, Any] = {"form": form, "back": then["Location"], "conflict": None, **page}
    if request.method == "POST" and form.is_valid():
        try:
            gone = carry_out(request, form, act, then=then, done=done)
            if gone is not None:
                return gone
        except EditConflict as conflict:
            assert current is not None
            context["conflict"] = differences(form, current(conflict.theirs))
            context["theirs_version"] = conflict.theirs.version
            form.data = newer(form.data, conflict)
    status = status_of(form, conflict=context["conflict"] is not None)
    return render(request, "campaigns/write.html", context, status=status)
