"""Sessions: the list, one of them, a new one, its facts (product.md, rows 68, 69, 71)."""

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
from accounts.models import User
from accounts.permissions import Permission
from checkins.actions.session_rows import INVITED
from checkins.actions.sessions import change_session, create_session
from checkins.enums import SessionKind, SessionState
from checkins.errors import Refused
from checkins.forms.sessions import SessionForm
from checkins.models import Session
from checkins.queries import sessions as queries
from checkins.queries.session_page import page_of, session_rows
from checkins.views.brought import after_new, minutes_of
from checkins.views.respond import posted, show_refusal, status_of
from core.conflicts import differences, newer
from core.versions import EditConflict
from partnerships.models import Brand

METHODS = ["GET", "HEAD", "POST"]
PAGE = 50


def session_or_404(public_id: str) -> Session:
    return get_object_or_404(session_rows(), public_id=public_id)


def to_session(request: WorkspaceRequest, row: Session) -> HttpResponse:
    return redirect("checkins:session", request.workspace.slug, row.public_id)


def people(request: WorkspaceRequest) -> Any:
    """Who may organise one: members of the workspace."""
    return User.objects.filter(memberships__workspace=request.workspace).order_by("name", "pk")


@require_safe
@needs(Permission.VIEW)
def listing(request: WorkspaceRequest) -> HttpResponse:
    wanted = queries.Wanted.read(request.GET)
    counts = queries.counts(wanted)
    asked = request.GET.get("tab", "")
    tab = asked if asked in queries.TABS else next((t for t, n in counts.items() if n), "coming")
    labels = {
        "coming": pgettext("session", "Coming"),
        "looking": _("Looking for a time"),
        "drafts": _("Being prepared"),
        "held": pgettext("session", "Held"),
        "cancelled": pgettext("session", "Cancelled"),
    }
    page = Paginator(queries.sessions(tab, wanted), PAGE).get_page(request.GET.get("page"))
    now = timezone.now()
    context = {
        "tab": tab,
        "tabs": [(key, label, counts[key]) for key, label in labels.items()],
        "page": page,
        "tallies": queries.tallies(page.object_list),
        "nothing": not any(counts.values()) and not (wanted.kind or wanted.brand),
        "wanted": wanted,
        "kinds": SessionKind.choices,
        "brands": queries.brands_with_sessions(),
        "hints": queries.hints(timezone.localdate()),
        "now": now,
    }
    return render(request, "checkins/sessions.html", context)


@require_safe
@needs(Permission.VIEW)
def detail(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row, now = session_or_404(public_id), timezone.now()
    context = {
        "session": row,
        "found": page_of(row, now),
        "now": now,
        "begun": row.starts_at is not None and row.starts_at <= now,
        "open": row.state in (SessionState.DRAFT, *INVITED),
        "invited": row.state in INVITED,
        "held": row.state == SessionState.HELD,
        "here": request.get_full_path(),
    }
    return render(request, "checkins/session.html", context)


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def new(request: WorkspaceRequest) -> HttpResponse:
    """First of which kind (`?kind=`), then the facts as sessions of this kind usually are."""
    kind = request.GET.get("kind", "")
    if kind not in SessionKind.values:
        return render(request, "checkins/session_kinds.html", {"kinds": SessionKind.choices})
    start = SessionForm.start_of(SessionKind(kind), request.user, request.workspace.currency)
    form = SessionForm(
        posted(request),
        initial={**start, **minutes_of(request)},
        people=people(request),
        brands=Brand.objects.order_by("name"),
    )
    if request.method == "POST" and form.is_valid():
        try:
            row = create_session(
                workspace=request.workspace,
                kind=kind,
                by=request.user,
                at=timezone.now(),
                public_id=form.cleaned_data["asked"],
                **form.values(),
            )
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("A draft. Nobody hears of it until you invite them."))
            return redirect(after_new(request, row))
    context = {"form": form, "kind": SessionKind(kind)}
    return render(request, "checkins/session_new.html", context, status=status_of(form))


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def edit(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = session_or_404(public_id)
    hosts = [host.user for host in row.hosts.select_related("user")]
    start = SessionForm.initial_of(row, hosts)
    more = {"people": people(request), "brands": Brand.objects.order_by("name")}
    form = SessionForm(_with_id(request), initial=start, **more)
    context: dict[str, Any] = {"session": row, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            change_session(
                session=row,
                expected=form.cleaned_data["version"] or 0,
                by=request.user,
                at=timezone.now(),
                **form.values(),
            )
            return to_session(request, row)
        except EditConflict as conflict:
            theirs = SessionForm.initial_of(conflict.theirs, hosts)
            context["conflict"] = differences(form, theirs)
            form = SessionForm(newer(request.POST, conflict), **more)
            context |= {"form": form, "theirs": conflict.theirs}
        except Refused as refused:
            show_refusal(form, refused)
    status = 409 if "conflict" in context else status_of(form)
    return render(request, "checkins/session_edit.html", context, status=status)


def _with_id(request: WorkspaceRequest) -> Any:
    """The form of a new one carries an id; here there is a row already."""
    data = posted(request)
    if data is not None:
        data = data.copy()
        data.setdefault("asked", "2" * 12)
    return data
