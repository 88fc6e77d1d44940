"""Hours that suit everybody: a page to share, and a fragment for the form of a session (row 52).

`?with=<partnerships>&member=<memberships>&minutes=60&days=14&first=2026-03-03&day=2026-03-05`
"""

from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from checkins.calendars.reading import Reading, read_calendar
from checkins.forms.common_hours import HoursForm, OwnCalendarForm
from checkins.queries import common_hours as queries
from checkins.rules.common_hours import Found, Person, Slot, best_slots
from checkins.rules.day_grid import day_grid
from checkins.rules.hours_words import both_clocks, city, clock_of, reasons, why_nothing

# Nobody is asked for in an hour.
_NOTICE = timedelta(hours=2)
_STEPS = ("checkins:session_times", "checkins:session_fix")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.VIEW)
def common_hours(request: WorkspaceRequest) -> HttpResponse:
    """POST brings the reader's own calendar, for this one search; nothing is written."""
    form = HoursForm(request.GET)
    who = queries.chosen(request.workspace, _ids(request, "with"), _members(request))
    upload = OwnCalendarForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {
        "form": form,
        "who": who,
        "q": request.GET.get("q", "")[:200],
        "offered": queries.offered(request.GET.get("q", "")[:200], who),
        "members": request.workspace.memberships.select_related("user").order_by(
            "user__name", "pk"
        ),
        "me_in": any(member.user_id == request.user.pk for member in who.members),
        "upload": upload,
        "session": request.GET.get("session", "")[:16],
        "ready": form.is_valid() and len(who) > 1,
    }
    if context["ready"]:
        context |= _searched(request, form.cleaned_data, who, upload)
    status = 422 if request.method == "POST" and not upload.is_valid() else 200
    part = "#found" if request.htmx else ""
    return render(request, f"checkins/common_hours.html{part}", context, status=status)


def _searched(
    request: WorkspaceRequest, asked: dict[str, Any], who: queries.Chosen, upload: OwnCalendarForm
) -> dict[str, Any]:
    first = _first(asked["first"])
    last = first + timedelta(days=asked["days"])
    own = _own(request, upload, first, last)
    people = queries.people_of(
        who, first, last, own=own.busy if own else (), me=request.user.pk,
        leave_out=request.GET.get("session", "")[:16],
    )  # fmt: skip
    found = best_slots(people, minutes=asked["minutes"], first=first, last=last)
    day = _day(request.GET.get("day", ""), found)
    zone = timezone.get_current_timezone()
    return {
        "found": found,
        "slots": [_told(request, slot) for slot in found.slots],
        "why_nothing": why_nothing(found, people),
        "people": [(person, city(person.zone)) for person in people],
        "own": own,
        "day": day,
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
        "grid": _grid(people, day, zone),
        "here_zone": city(zone),
        "query": _without(request, "day"),
    }


def _told(request: WorkspaceRequest, slot: Slot) -> dict[str, Any]:
    return {
        "slot": slot,
        "at": slot.starts_at.isoformat(),
        "clocks": both_clocks(slot),
        "reasons": reasons(slot),
        "day": timezone.localtime(slot.starts_at).date(),
        "take": _take(request, slot.starts_at),
    }


def _take(request: WorkspaceRequest, at: datetime) -> str:
    """Where the fragment stands inside a form for times, that form with this time in it."""
    if not request.htmx:
        return ""
    page = urlsplit(request.htmx.current_url_abs_path or "")
    try:
        name = resolve(page.path).view_name
    except Resolver404:
        return ""
    if name not in _STEPS:
        return ""
    there = parse_qs(page.query).get("at", []) if name == _STEPS[0] else []
    wanted = [*(moment for moment in there if moment != at.isoformat()), at.isoformat()]
    return f"{page.path}?{urlencode({'at': wanted}, doseq=True)}"


def _grid(people: list[Person], day: date, zone: Any) -> list[dict[str, Any]]:
    return [
        {
            "row": row,
            "label": timezone.localtime(row.starts_at, zone),
            "cells": [
                (cell, _clock(row.starts_at, person, day), person)
                for cell, person in zip(row.cells, people, strict=True)
            ],
        }
        for row in day_grid(people, day, zone)
    ]


def _clock(at: datetime, person: Person, day: date) -> str:
    """With its weekday where that is another one than the page shows."""
    said = clock_of(at, person.zone)
    return said if at.astimezone(person.zone).date() != day else said.rpartition(" ")[2]


def _own(
    request: WorkspaceRequest, upload: OwnCalendarForm, first: datetime, last: datetime
) -> Reading | None:
    if request.method != "POST" or not upload.is_valid():
        return None
    data = upload.cleaned_data["file"].read()
    return read_calendar(data, zone=request.user.zone, first=first, last=last)


def _first(day: date | None) -> datetime:
    """From now, or from a later day of the reader."""
    soon = timezone.now() + _NOTICE
    if day is None:
        return soon
    begin = datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())
    return max(soon, begin)


def _day(text: str, found: Found) -> date:
    """The day of the grid: the one asked for, else that of the best hour, else tomorrow."""
    try:
        asked = date.fromisoformat(text)
    except ValueError:
        asked = None
    if asked is not None and 2000 <= asked.year <= 2100:  # noqa: PLR2004
        return asked
    if found.slots:
        return timezone.localtime(found.slots[0].starts_at).date()
    return timezone.localdate() + timedelta(days=1)


def _ids(request: WorkspaceRequest, name: str) -> list[str]:
    """Repeated or with commas between."""
    return [part for text in request.GET.getlist(name) for part in text.split(",") if part]


def _members(request: WorkspaceRequest) -> list[str]:
    """Who looks is one of them, unless colleagues were chosen, be it none."""
    asked = "member" in request.GET or "chosen" in request.GET
    return _ids(request, "member") if asked else [request.membership.public_id]


def _without(request: WorkspaceRequest, *names: str) -> str:
    kept = [(key, value) for key, values in request.GET.lists() for value in values]
    return urlencode([(key, value) for key, value in kept if key not in names])
