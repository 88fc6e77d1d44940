"""Several ticked lines of Today at once: put off, noted, sent, handed over (product.md, row 43).

A line of the list is ticked as "<key>|<title>", so that one that is gone can still be named.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from checkins.actions.several import (
    Told,
    done_several,
    gone,
    hand_over_several,
    ready_to_send,
    rest_several,
    send_several,
)
from checkins.forms.check_ins import DoneForm, UntilForm
from checkins.forms.several import HandSeveralForm
from checkins.queries.board import board
from checkins.rules.hours_words import weekday_of
from checkins.rules.week import next_monday
from checkins.today import Asking, TodayLine
from checkins.views.respond import SeeOther, status_of, where_from
from checkins.views.resting import remember
from partnerships.queries.listing import possible_owners

# More than a page of Today ever shows.
MOST = 1000


@dataclass(frozen=True)
class Ticked:
    lines: list[TodayLine]
    gone: list[Told]


@require_POST
@needs(Permission.EDIT)
def several(request: WorkspaceRequest) -> HttpResponse:
    """`do` says what; what has to be asked first comes back with `sure`."""
    act = _ACTS.get(request.POST.get("do", ""))
    ticked = _ticked(request)
    if act is None or not (ticked.lines or ticked.gone):
        messages.warning(request, _("Tick the lines first."))
        return SeeOther(where_from(request))
    return act(request, ticked)


def _ticked(request: WorkspaceRequest) -> Ticked:
    mine = request.POST.get("whose") != "all"
    known = board(Asking(user=request.user, at=timezone.now(), mine=mine)).by_key()
    ticks = dict(row.partition("|")[::2] for row in request.POST.getlist("row")[:MOST])
    return Ticked(
        lines=[known[key] for key in ticks if key in known],
        gone=[gone(title or key) for key, title in ticks.items() if key not in known],
    )


def _tomorrow(request: WorkspaceRequest, ticked: Ticked) -> HttpResponse:
    return _rest(request, ticked, timezone.localdate() + timedelta(days=1))


def _monday(request: WorkspaceRequest, ticked: Ticked) -> HttpResponse:
    return _rest(request, ticked, next_monday(timezone.localdate()))


def _day(request: WorkspaceRequest, ticked: Ticked) -> HttpResponse:
    form = UntilForm(_sure(request))
    if form.is_valid():
        return _rest(request, ticked, form.cleaned_data["until"])
    return _ask(request, ticked, "day", form=form)


def _rest(request: WorkspaceRequest, ticked: Ticked, until: Any) -> HttpResponse:
    """Told in a message, since one stays in the list; with what takes it back."""
    told = rest_several(
        workspace=request.workspace,
        lines=ticked.lines,
        until=until,
        by=request.user,
        at=timezone.now(),
    )
    if keys := [one.key for one in told if one.done]:
        words = ngettext(
            "%(n)d line rests until %(day)s.", "%(n)d lines rest until %(day)s.", len(keys)
        ) % {"n": len(keys), "day": weekday_of(until)}
        messages.success(request, words, extra_tags=remember(request, keys))
    for one in [*told, *ticked.gone]:
        if not one.done:
            messages.warning(request, f"{one.title} · {one.words}")
    return SeeOther(where_from(request))


def _done(request: WorkspaceRequest, ticked: Ticked) -> HttpResponse:
    form = DoneForm(_sure(request))
    if not form.is_valid():
        return _ask(request, ticked, "done", form=form)
    told = done_several(lines=ticked.lines, by=request.user, at=timezone.now(), **form.cleaned_data)
    return _tell(request, ticked, told)


def _send(request: WorkspaceRequest, ticked: Ticked) -> HttpResponse:
    now = timezone.now()
    if _sure(request) is None:
        rows = ready_to_send(ticked.lines, now)
        good = [row for row in rows if not row.problem]
        whys = {row.line.key: row.problem for row in rows}
        return _ask(request, ticked, "send", ready=good, whys=whys, now=now)
    seen = _posted_each(request, "seen-")
    told = send_several(lines=ticked.lines, seen=seen, by=request.user, at=now)
    return _tell(request, ticked, told)


def _hand(request: WorkspaceRequest, ticked: Ticked) -> HttpResponse:
    keepers = {line.partnership.owner_id for line in ticked.lines if line.partnership}
    people = [one for one in possible_owners(request.workspace) if {one.pk} != keepers]
    form = HandSeveralForm(_sure(request), people=people)
    if not form.is_valid():
        return _ask(request, ticked, "hand", form=form, people=people)
    before = _posted_each(request, "before-")
    told = hand_over_several(
        lines=ticked.lines, before=before, by=request.user, at=timezone.now(), **form.cleaned_data
    )
    return _tell(request, ticked, told)


def _posted_each(request: WorkspaceRequest, prefix: str) -> dict[str, str]:
    """What the page in between says of each: "<prefix><key>" → value."""
    return {
        name.removeprefix(prefix): str(value)
        for name, value in request.POST.items()
        if name.startswith(prefix)
    }


def _sure(request: WorkspaceRequest) -> Any:
    return request.POST if "sure" in request.POST else None


def _ask(request: WorkspaceRequest, ticked: Ticked, do: str, **more: Any) -> HttpResponse:
    """The page in between: what it will be done to, what is left out, and what must be said."""
    fits = [line for line in ticked.lines if do == "day" or do in line.can.split()]
    if "ready" in more:
        fits = [row.line for row in more["ready"]]
    whys = more.pop("whys", {})
    context = {
        "do": do,
        "lines": fits,
        "left_out": [
            (line, whys.get(line.key) or line.problem) for line in ticked.lines if line not in fits
        ],
        "gone": ticked.gone,
        "next": where_from(request),
        "whose": request.POST.get("whose", ""),
        **more,
    }
    status = status_of(more["form"]) if "form" in more else 200
    return render(request, "checkins/several.html", context, status=status)


def _tell(request: WorkspaceRequest, ticked: Ticked, told: list[Told]) -> HttpResponse:
    """One message where all went well; else a page that says it line by line."""
    found = [*told, *ticked.gone]
    if all(one.done for one in found):
        n = len(found)
        words = ngettext("Done for %(n)d line.", "Done for all %(n)d lines.", n) % {"n": n}
        # What was told in the same words is told once.
        said = dict.fromkeys(one.words for one in found)
        messages.success(request, " ".join([words, *(said if len(said) == 1 else ())]))
        return SeeOther(where_from(request))
    context = {
        "done": [one for one in found if one.done],
        "refused": [one for one in found if not one.done],
        "next": where_from(request),
    }
    return render(request, "checkins/several_told.html", context)


_ACTS: dict[str, Callable[[WorkspaceRequest, Ticked], HttpResponse]] = {
    "tomorrow": _tomorrow,
    "week": _monday,
    "day": _day,
    "done": _done,
    "send": _send,
    "hand": _hand,
}
