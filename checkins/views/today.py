"""Today: the manager's one list (product.md, row 43)."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission, may
from checkins.actions.snoozes import snooze_line, unsnooze
from checkins.forms.check_ins import SnoozeForm
from checkins.queries.board import board
from checkins.queries.narrowed import Wanted
from checkins.rules.hours_words import weekday_of
from checkins.rules.week import next_monday
from checkins.today import Asking
from checkins.views.respond import SeeOther, posted, status_of, where_from
from checkins.views.resting import last_put_off, remember


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
    wanted = Wanted.of(request.GET)
    context = {
        "board": board(asking, wanted),
        "wanted": wanted,
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
        until, key = form.cleaned_data["until"], form.cleaned_data["key"]
        snooze_line(
            workspace=request.workspace, user=request.user, key=key, until=until, at=timezone.now()
        )
        said = _("It rests until %(day)s.") % {"day": weekday_of(until)}
        messages.success(request, said, extra_tags=remember(request, [key]))
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
    days = {"tomorrow": today + timedelta(days=1), "week": next_monday(today)}
    return {"key": key, "until": days.get(asked, "")}


@require_POST
@needs(Permission.EDIT)
def wake(request: WorkspaceRequest) -> HttpResponse:
    """One line by its `key`, or with `last` all that were put off together."""
    stamp = request.POST.get("last") or request.GET.get("last")
    keys = last_put_off(request, stamp) if stamp else [request.POST.get("key", "")]
    now = timezone.now()
    woken = sum([unsnooze(user=request.user, key=key, at=now) for key in keys])
    if woken:
        words = ngettext("It is back in the list.", "%(n)d lines are back in the list.", woken)
        messages.success(request, words % {"n": woken})
    elif stamp:
        messages.info(request, _("There is nothing to take back."))
    return SeeOther(where_from(request))
