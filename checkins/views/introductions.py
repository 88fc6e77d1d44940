"""Introductions: the list, one of them, planning a new one (product.md, row 51)."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from checkins.actions.introductions import OPEN, plan_introduction, reword_introduction, unreachable
from checkins.enums import IntroductionState
from checkins.errors import Refused
from checkins.forms.introductions import ReasonForm
from checkins.models import Introduction
from checkins.queries import introductions as queries
from checkins.views.respond import posted, show_refusal, status_of
from core.versions import EditConflict
from creators.models import Creator
from creators.queries.picker import picker

METHODS = ["GET", "HEAD", "POST"]
PAGE = 50


def introduction_or_404(public_id: str) -> Introduction:
    rows = Introduction.objects.select_related("workspace", "owner", "first", "second")
    return get_object_or_404(rows, public_id=public_id)


def to_introduction(request: WorkspaceRequest, row: Introduction) -> HttpResponse:
    return redirect("checkins:introduction", request.workspace.slug, row.public_id)


@require_safe
@needs(Permission.VIEW)
def listing(request: WorkspaceRequest) -> HttpResponse:
    counts = queries.counts()
    asked = request.GET.get("tab", "")
    tab = asked if asked in queries.TABS else next((t for t, n in counts.items() if n), "open")
    labels = {
        "open": pgettext("introduction", "Planned"),
        "waiting": _("Waiting for answers"),
        "follow-up": _("To follow up"),
        "done": pgettext("introduction", "Done"),
    }
    context = {
        "tab": tab,
        "tabs": [(key, label, counts[key]) for key, label in labels.items()],
        "page": Paginator(queries.introductions(tab), PAGE).get_page(request.GET.get("page")),
        "nothing": not any(counts.values()),
        "today": timezone.localdate(),
    }
    return render(request, "checkins/introductions.html", context)


@require_safe
@needs(Permission.VIEW)
def detail(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = introduction_or_404(public_id)
    is_open = row.state in OPEN
    context = {
        "introduction": row,
        "sides": queries.sides(row),
        "is_open": is_open,
        "problem": unreachable(row) if is_open else "",
        "silent": [side for side in ("first", "second") if row.agreed(side) is None],
    }
    return render(request, "checkins/introduction.html", context)


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def new(request: WorkspaceRequest) -> HttpResponse:
    """By the query string: whom (`first`), with whom (`second`), then why."""
    first = _chosen(request, "first")
    second = _chosen(request, "second")
    if first is None or second is None or first == second:
        return _choose(request, first, same=first is not None and first == second)
    form = ReasonForm(posted(request), first=first, second=second)
    if request.method == "POST" and form.is_valid():
        try:
            row = plan_introduction(
                first=first,
                second=second,
                reason=form.cleaned_data["reason"],
                other_reason=form.cleaned_data.get("other_reason", ""),
                owner=request.user,
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("Planned. Nothing has gone out yet: ask both next."))
            return to_introduction(request, row)
    context = {"form": form, "first": first, "second": second}
    return render(request, "checkins/introduction_new.html", context, status=status_of(form))


def _chosen(request: WorkspaceRequest, name: str) -> Creator | None:
    wanted = request.GET.get(name, "").replace("\x00", "")[:16]
    return Creator.objects.active().filter(public_id=wanted).first() if wanted else None


def _choose(request: WorkspaceRequest, first: Creator | None, *, same: bool) -> HttpResponse:
    name = "first" if first is None else "second"
    exclude = [] if first is None else [first.public_id]
    context: dict[str, Any] = {
        "first": first,
        "picker": picker(q=request.GET.get("q", ""), name=name, exclude=exclude),
        "suggestions": queries.suggestions(first) if first else [],
        "error": _("It takes two.") if same else "",
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "checkins/introduction_whom.html", context, status=status)


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def reword(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = introduction_or_404(public_id)
    if row.state != IntroductionState.PLANNED:
        messages.warning(request, _("They were asked already: these are the words they have read."))
        return to_introduction(request, row)
    form = ReasonForm(
        posted(request), first=row.first, second=row.second, initial=ReasonForm.initial_of(row)
    )
    context: dict[str, Any] = {"introduction": row, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            reword_introduction(
                introduction=row,
                expected=form.cleaned_data["version"] or 0,
                reason=form.cleaned_data["reason"],
                other_reason=form.cleaned_data.get("other_reason", ""),
                by=request.user,
                at=timezone.now(),
            )
            return to_introduction(request, row)
        except EditConflict as conflict:
            context |= _both(form, conflict)
        except Refused as refused:
            show_refusal(form, refused)
    status = 409 if "conflict" in context else status_of(form)
    return render(request, "checkins/introduction_reword.html", context, status=status)


def _both(form: ReasonForm, conflict: EditConflict) -> dict[str, Any]:
    names = [name for name in ("reason", "other_reason") if name in form.fields]
    fields = [
        {
            "label": form.fields[name].label,
            "theirs": getattr(conflict.theirs, name),
            "mine": form.cleaned_data[name],
        }
        for name in names
        if getattr(conflict.theirs, name) != form.cleaned_data[name]
    ]
    return {"conflict": fields, "theirs": conflict.theirs}
