"""Today: the manager's one list (product.md, row 43)."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission, may
from checkins.actions.snoozes import snooze_line, unsnooze
from checkins.forms.check_ins import SnoozeForm
from checkins.queries.board import board
from checkins.today import Asking
from checkins.views.respond import SeeOther, posted, status_of, where_from


@require_safe
@needs(Permission.VIEW)
def home(request: WorkspaceRequest) -> HttpResponse:
    return redirect("checkins:today", request.workspace.slug)


@require_safe
@needs(Permission.VIEW)
def today(request: WorkspaceRequest) -> HttpResponse:
    # Who only reads keeps no partnerships: they look at everybody's.
    keeps = may(request.membership.role, Permission.EDIT)
    mine = request.GET.get("whose", "mine" if keeps else "all") != "all"
    asking = Asking(user=request.user, at=timezone.now(), mine=mine)
    context = {
        "board": board(asking),
        "asking": asking,
        "mine": mine,
        "resting": request.GET.get("resting") == "1",
        "here": request.get_full_path(),
    }
    return render(request, "checkins/today.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT)
def snooze(request: WorkspaceRequest) -> HttpResponse:
    """A button of the list sends `rest`, "tomorrow <key>" or "week <key>"; the form asks a day."""
    form = SnoozeForm(_asked(request), initial={"key": request.GET.get("key", "")})
    if request.method == "POST" and form.is_valid():
        until = form.cleaned_data["until"]
        snooze_line(
            workspace=request.workspace,
            user=request.user,
            key=form.cleaned_data["key"],
            until=until,
            at=timezone.now(),
        )
        said = {"day": date_format(until, "l, j E")}
        messages.success(request, _("It rests until %(day)s.") % said)
        return SeeOther(where_from(request))
    name = "snooze.html#dialog" if request.htmx and not form.is_bound else "snooze.html"
    context = {"form": form, "next": where_from(request)}
    return render(request, f"checkins/{name}", context, status=status_of(form))


def _asked(request: WorkspaceRequest) -> Any:
    """The form's data; "week" is the Monday of the next week, in the person's own calendar."""
    if request.method != "POST" or "rest" not in request.POST:
        return posted(request)
    asked, _space, key = request.POST["rest"].partition(" ")
    today = timezone.localdate()
    days = {"tomorrow": 1, "week": 7 - today.weekday()}.get(asked)
    return {"key": key, "until": today + timedelta(days=days) if days else ""}


@require_POST
@needs(Permission.EDIT)
def wake(request: WorkspaceRequest) -> HttpResponse:
    if unsnooze(user=request.user, key=request.POST.get("key", ""), at=timezone.now()):
        messages.success(request, _("It is back in the list."))
    return SeeOther(where_from(request))
