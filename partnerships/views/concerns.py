"""Concerns of the team (product.md, row 53): the list, one with what was done, the path."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from partnerships.actions import concerns as actions
from partnerships.enums import Severity
from partnerships.errors import Refused, WrongState
from partnerships.forms import concerns as forms
from partnerships.models import Concern
from partnerships.queries import concerns as queries
from partnerships.queries.listing import possible_owners
from partnerships.views.respond import ask, partnership_or_404, posted, show_refusal
from partnerships.views.rewrite import rewrite

METHODS = ["GET", "HEAD", "POST"]
PAGE = 50
_PATH = ("partnership__creator", "partnership__brand", "partnership__owner", "owner", "workspace")


@require_safe
@needs(Permission.VIEW)
def concern_list(request: WorkspaceRequest) -> HttpResponse:
    asked = {
        name: request.GET.get(name, "").replace("\x00", "")[:40]
        for name in ("state", "severity", "owner")
    }
    rows = queries.listed(**asked, user=request.user)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "standings": queries.standings(page.object_list),
        "asked": asked,
        "severities": Severity.choices,
        "owners": possible_owners(request.workspace),
    }
    return render(request, "partnerships/concerns.html", context)


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def concern_new(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    partnership = partnership_or_404(public_id)
    owners = possible_owners(request.workspace)
    initial = {"owner": request.user.public_id}
    return ask(
        request,
        forms.ConcernForm(posted(request), owners=owners, initial=initial),
        lambda data: actions.open_concern(
            partnership=partnership, values=data, by=request.user, at=timezone.now()
        ),
        then=lambda: redirect("partnerships:detail", request.workspace.slug, partnership.public_id),
        done=_("Noted. It stays in sight until somebody closes it."),
        page={
            "partnership": partnership,
            "title": _("What is wrong?"),
            "submit": _("Open the concern"),
            "intro": _("Only your team sees it; the creator never does."),
        },
    )


@require_safe
@needs(Permission.VIEW)
def concern(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    return _shown(request, _concern(public_id), forms.NoteForm())


def _shown(request: WorkspaceRequest, row: Concern, form: forms.NoteForm) -> HttpResponse:
    [standing] = queries.standings([row])
    context = {
        "concern": row,
        "partnership": row.partnership,
        "standing": standing,
        "lines": queries.lines(row, standing),
        "form": form,
    }
    return render(
        request, "partnerships/concern.html", context, status=422 if form.is_bound else 200
    )


@require_POST
@needs(Permission.EDIT)
def concern_note(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = _concern(public_id)
    form = forms.NoteForm(request.POST)
    if not form.is_valid():
        return _shown(request, row, form)
    actions.note_concern(
        concern=row, text=form.cleaned_data["text"], by=request.user, at=timezone.now()
    )
    messages.success(request, _("Noted."))
    return _back(request, row)


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def concern_edit(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = _concern(public_id)
    owners = {user.pk: user for user in [*possible_owners(request.workspace), row.owner]}
    return rewrite(
        request,
        forms.ConcernForm(posted(request), owners=owners.values(), initial=_stored(row)),
        lambda data, expected: actions.update_concern(
            concern=row, expected=expected, values=data, by=request.user, at=timezone.now()
        ),
        partnership=row.partnership,
        then=lambda: _back(request, row),
        title=_("Edit the concern"),
        current=_stored,
    )


def _stored(row: Concern) -> dict[str, Any]:
    words = {name: getattr(row, name) for name in ("title", "text", "severity", "version")}
    return {**words, "owner": row.owner.public_id}


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def concern_close(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = _concern(public_id)
    return ask(
        request,
        forms.CloseForm(posted(request)),
        lambda data: actions.close_concern(concern=row, by=request.user, at=timezone.now(), **data),
        then=lambda: _back(request, row),
        done=_("Closed. It can be opened again."),
        page={
            "partnership": row.partnership,
            "title": _("Close “%(title)s”") % {"title": row.title},
            "submit": _("Close it"),
        },
    )


@require_POST
@needs(Permission.EDIT)
def concern_reopen(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = _concern(public_id)
    try:
        actions.reopen_concern(concern=row, by=request.user, at=timezone.now())
        messages.success(request, _("Open again. Its clock starts anew."))
    except WrongState as late:
        messages.warning(request, str(late))
    return _back(request, row)


@require_http_methods(METHODS)
@needs(Permission.VIEW, write=Permission.POLICIES)
def escalation_path(request: WorkspaceRequest) -> HttpResponse:
    initial = forms.PathForm.initial_of(queries.escalation_path())
    form = forms.PathForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_path(
                workspace=request.workspace, steps=form.steps(), by=request.user, at=timezone.now()
            )
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("Saved. Open concerns follow the new days."))
            return redirect("partnerships:escalation_path", request.workspace.slug)
    status = 422 if form.is_bound else 200
    return render(request, "partnerships/escalation_path.html", {"form": form}, status=status)


def _concern(public_id: str) -> Concern:
    row: Concern = get_object_or_404(Concern.objects.select_related(*_PATH), public_id=public_id)
    row.partnership.workspace = row.workspace
    return row


def _back(request: WorkspaceRequest, row: Concern) -> HttpResponseRedirect:
    return redirect("partnerships:concern", request.workspace.slug, row.public_id)
