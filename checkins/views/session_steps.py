"""The steps of a session: each page asks once, then does it (rows 68, 69, 71)."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from campaigns.errors import Refused as RefusedBelow
from checkins.actions.session_rows import INVITED
from checkins.actions.session_times import ask_times, fix_time, invite_now
from checkins.actions.sessions import cancel_session
from checkins.enums import SessionState
from checkins.errors import Refused, SessionMoved, SessionOver
from checkins.forms.sessions import (
    OTHER,
    CancelForm,
    EmptyForm,
    FixForm,
    TimesForm,
)
from checkins.models import AgendaItem, Session, SessionGuest, SessionTime
from checkins.queries.session_budget import check_time
from checkins.queries.session_page import TimeView, page_of
from checkins.rules.sessions import top_first
from checkins.views.respond import SeeOther, posted, status_of, where_from
from checkins.views.sessions import METHODS, session_or_404
from core.conflicts import Difference, differences, newer
from core.versions import EditConflict
from partnerships.forms.over_budget import must_say_why
from partnerships.rules.budget import BudgetWarning
from partnerships.views.over_budget import keep_warning

# What stands for the version of a point of the agenda, in its form.
_SEEN = ("seen_kind", "seen_text", "seen_heard")


def step(
    request: WorkspaceRequest,
    row: Session,
    form: Any,
    act: Callable[[Any], str],
    page: Mapping[str, Any],
    *,
    theirs: Callable[[Any], Mapping[str, Any]] | None = None,
    asks: Callable[[Any], bool] = lambda _form: False,
) -> HttpResponse:
    """GET asks; POST acts, says what `act` gives and goes where one came from. Who was too late is
    told so; over somebody else's edit both texts are shown, `theirs` being the form's initial.
    `asks`: whether something is to be said first; the form then shows it."""
    own = reverse("checkins:session", args=[request.workspace.slug, row.public_id])
    then = where_from(request, own)
    conflict: list[Difference] | None = None
    if request.method == "POST" and form.is_valid() and not asks(form):
        try:
            said = act(form)
        except (SessionMoved, SessionOver) as late:
            messages.warning(request, str(late))
            return SeeOther(then)
        except EditConflict as clash:
            stored = theirs(clash.theirs) if theirs else {}
            conflict = differences(form, {k: v for k, v in stored.items() if k not in _SEEN})
            form.data = _newer(form.data, clash, stored)
            page = {**page, "theirs_version": form.data.get("version", "")}
        except (Refused, RefusedBelow) as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            if said:
                messages.success(request, said)
            return SeeOther(then)
    context = {"session": row, "form": form, "next": then, "conflict": conflict, **page}
    part = "#dialog" if request.htmx and request.method == "GET" else ""
    status = 409 if conflict is not None else status_of(form)
    return render(request, f"checkins/session_step.html{part}", context, status=status)


def _newer(data: Any, clash: EditConflict, stored: Mapping[str, Any]) -> Any:
    """What was typed, on what is stored now: saving again is a decision."""
    if isinstance(clash.theirs, AgendaItem):
        data = data.copy()
        data.update({name: stored[name] for name in _SEEN})
        return data
    return newer(data, clash)


def labelled(times: list[SessionTime]) -> list[tuple[SessionTime, str]]:
    return [(time, spoken(time.starts_at)) for time in times]


def spoken(moment: datetime) -> str:
    """`Tue 1 December, 18:00`, as the reader's clock shows it."""
    return date_format(timezone.localtime(moment), "D j E, H:i")


def common_hours(request: WorkspaceRequest, row: Session) -> str:
    """The address of the hours that suit all who take part."""
    guests = row.guests.values_list("partnership__public_id", flat=True)
    try:
        url = reverse("checkins:common_hours", args=[request.workspace.slug])
    except NoReverseMatch:
        return ""
    return f"{url}?with={','.join(guests)}&minutes={row.minutes}&session={row.public_id}"


def _moments(request: WorkspaceRequest) -> list[datetime]:
    """Times that a link brought along, such as one of the common hours."""
    found = []
    for text in request.GET.getlist("at")[:10]:
        try:
            moment = parse_datetime(text)
        except ValueError:
            continue
        if moment is not None and timezone.is_aware(moment):
            found.append(timezone.localtime(moment))
    return found


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def times(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = session_or_404(public_id)
    there = [timezone.localtime(time.starts_at) for time in row.times.all()]
    form = TimesForm(
        posted(request), top_first=top_first(row.kind), times=[*there, *_moments(request)]
    )

    def act(form: TimesForm) -> str:
        now = timezone.now()
        ask_times(
            session=row,
            times=form.times(),
            by=request.user,
            at=now,
            others_after=form.others_after(),
        )
        return _("They are asked which time suits. Their answers appear here.")

    page = {
        "title": _("Ask for times"),
        "intro": _(
            "One mail to each guest, in their language and their own time. They choose all that"
            " suit with one click. Times here are those of your clock."
        ),
        "submit": _("Ask them"),
        "common_url": common_hours(request, row),
        "problems": _problems(row),
    }
    return step(request, row, form, act, page)


def _problems(row: Session) -> list[tuple[SessionGuest, str]]:
    found = page_of(row, timezone.now())
    return [(one.guest, one.problem) for one in found.guests if one.problem]


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def fix(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = session_or_404(public_id)
    found = page_of(row, timezone.now())
    there = [(one.time, _counted(one)) for one in found.times if row.state == SessionState.POLLED]
    start: dict[str, Any] = {}
    if moments := _moments(request):
        known = {one.time.starts_at: one.time.public_id for one in found.times}
        start["chosen"] = known.get(moments[0], OTHER)
        start["starts_at"] = None if moments[0] in known else moments[0]
    elif row.starts_at:
        start["starts_at"] = timezone.localtime(row.starts_at)
    form = FixForm(posted(request), initial=start, top_first=top_first(row.kind), times=there)

    warnings: list[BudgetWarning] = []

    def asks(form: FixForm) -> bool:
        warnings[:] = check_time(row, form.cleaned_data["moment"])
        return must_say_why(form, warnings)

    def act(form: FixForm) -> str:
        with transaction.atomic():
            fixed = fix_time(
                session=row,
                starts_at=form.cleaned_data["moment"],
                by=request.user,
                at=timezone.now(),
                others_after=form.others_after(),
            )
            keep_reasons(request, form, row, warnings if fixed else [])
        return _("The time is fixed, and the guests are told.")

    moved = row.state == SessionState.FIXED
    page = {
        "title": _("Another time") if moved else _("Fix the time"),
        "intro": _("Everybody is told of the new time, calendars follow, and who had answered is"
                   " asked again.") if moved
        else _("Each guest gets an invitation for their calendar, in their own time."),
        "submit": _("Tell everybody") if moved else _("Fix and invite"),
        "common_url": common_hours(request, row),
        "problems": _problems(row),
    }  # fmt: skip
    return step(request, row, form, act, page, asks=asks)


def keep_reasons(
    request: WorkspaceRequest, form: forms.Form, row: Session, warnings: Iterable[BudgetWarning]
) -> None:
    for warning in warnings:
        keep_warning(request, form, warning, key=f"session:{row.public_id}")


def _counted(one: TimeView) -> str:
    told = {"when": spoken(one.time.starts_at), "yes": one.yes, "asked": one.asked}
    return _("%(when)s · suits %(yes)d of %(asked)d") % told


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def invite(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = session_or_404(public_id)

    def act(form: forms.Form) -> str:
        n = invite_now(session=row, by=request.user, at=timezone.now())
        words = ngettext("%(n)d guest is invited.", "%(n)d guests are invited.", n)
        return words % {"n": n} if n else _("Everybody who can be reached is invited already.")

    page = {
        "title": _("Invite the others now"),
        "intro": _("Guests who were added later, or whose turn would come on another day."),
        "submit": _("Invite now"),
        "problems": _problems(row),
    }
    return step(request, row, EmptyForm(posted(request)), act, page)


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def cancel(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = session_or_404(public_id)
    invited = row.state in INVITED

    def act(form: CancelForm) -> str:
        reason = form.cleaned_data["reason"]
        n = cancel_session(session=row, reason=reason, by=request.user, at=timezone.now())
        words = ngettext("Cancelled. %(n)d guest is told.", "Cancelled. %(n)d guests are told.", n)
        return words % {"n": n} if n else _("Cancelled. Nobody had heard of it.")

    intro = _("Guests who have heard of it are told, and it leaves their calendars.")
    page = {
        "title": _("Cancel the session"),
        "intro": intro if invited else _("Nobody has heard of it, so nobody is told."),
        "submit": _("Cancel the session"),
        "danger": True,
    }
    return step(request, row, CancelForm(posted(request), invited=invited), act, page)
