"""Today: the manager's one list (product.md, row 43)."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission, may
from checkins.actions.snoozes import snooze_line, unsnooze
from checkins.errors import Refused
from checkins.forms.check_ins import SnoozeForm
from checkins.queries.board import board
from checkins.today import Asking
from checkins.views.respond import SeeOther, where_from


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
        "tomorrow": asking.today + timedelta(days=1),
        "here": request.get_full_path(),
    }
    return render(request, "checkins/today.html", context)


@require_POST
@needs(Permission.EDIT)
def snooze(request: WorkspaceRequest) -> HttpResponse:
    form = SnoozeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give the day until which the line shall rest."))
        return SeeOther(where_from(request))
    until = _day(form.cleaned_data["until"])
    try:
        snooze_line(
            workspace=request.workspace,
            user=request.user,
            key=form.cleaned_data["key"],
            until=until,
            at=timezone.now(),
        )
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        said = {"day": date_format(until, "l, j E")}
        messages.success(request, _("It rests until %(day)s.") % said)
    return SeeOther(where_from(request))


@require_POST
@needs(Permission.EDIT)
def wake(request: WorkspaceRequest) -> HttpResponse:
    if unsnooze(user=request.user, key=request.POST.get("key", ""), at=timezone.now()):
        messages.success(request, _("It is back in the list."))
    return SeeOther(where_from(request))


def _day(asked: str | date) -> date:
    """ "week" is the Monday of the next week, in the person's own calendar."""
    if isinstance(asked, date):
        return asked
    today = timezone.localdate()
    return today + timedelta(days=1 if asked == "tomorrow" else 7 - today.weekday())
