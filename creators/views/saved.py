"""Saved views of the directory: saved, changed, shared, deleted and brought back (row 5)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.models import Role
from accounts.permissions import Permission
from core.versions import EditConflict
from creators.actions import saved_views as actions
from creators.errors import Refused
from creators.filters import read_address
from creators.forms.saved_view import ViewForm, new_view, view_values
from creators.models import SavedView
from creators.offers import Offers
from creators.queries.saved_views import MOST_TABS, count_up, view_or_404, views_of
from creators.rules.saved_views import may_change
from creators.views.respond import differences, newer, posted, show_refusal

METHODS = ["GET", "HEAD", "POST"]


@require_safe
@needs(Permission.VIEW)
def views(request: WorkspaceRequest) -> HttpResponse:
    """All of them, with what each finds."""
    every = counted(views_of(request.user))
    context = {
        "own": [row for row in every if row["view"].owner_id == request.user.pk],
        "shared": [row for row in every if row["view"].owner_id != request.user.pk],
        "is_owner": request.membership.role == Role.OWNER,
    }
    return render(request, "creators/views.html", context)


@require_safe
@needs(Permission.VIEW)
def counts(request: WorkspaceRequest) -> HttpResponse:
    """The tabs above the list once more, each with how many creators it finds."""
    tabs = counted(views_of(request.user)[:MOST_TABS])
    at = read_address(request.GET).view
    return render(request, "creators/_views.html", {"tabs": tabs, "at": at, "counted": True})


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def save(request: WorkspaceRequest) -> HttpResponse:
    query = canonical(request.GET.urlencode())
    form = ViewForm(posted(request), initial=new_view(query))
    if form.is_valid():
        try:
            view = actions.save_view(
                workspace=request.workspace,
                name=form.cleaned_data["name"],
                shared=form.cleaned_data["shared"],
                query=canonical(form.cleaned_data["query"]),
                public_id=form.cleaned_data["public_id"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("The view “%(name)s” is saved.") % {"name": view})
            return redirect(address_of(request, view))
    back = f"{here(request)}?{query or form.data.get('query', '')}"
    return _shown(request, form, {"back": back})


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def edit(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    view = view_or_404(public_id, request.user)
    if refused := refusal(request, view):
        return refused
    form = ViewForm(posted(request), initial=view_values(view))
    context: dict[str, Any] = {"view": view, "back": reverse_views(request)}
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("name", "shared")}
        try:
            actions.update_view(
                view=view,
                expected=form.cleaned_data["version"] or 0,
                values=values,
                by=request.user,
                at=timezone.now(),
            )
        except Refused as error:
            show_refusal(form, error)
        except EditConflict as conflict:
            context["conflict"] = differences(form, view_values(conflict.theirs))
            context["theirs"] = conflict.theirs
            form.data = newer(form.data, conflict)
        else:
            return redirect(reverse_views(request))
    return _shown(request, form, context)


@require_POST
@needs(Permission.EDIT)
def save_changes(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """The state the list is in becomes the view's."""
    view = view_or_404(public_id, request.user)
    if refused := refusal(request, view):
        return refused
    query = canonical(request.POST.get("query", ""))
    version = request.POST.get("version", "")
    try:
        actions.update_view(
            view=view,
            expected=int(version) if version.isdecimal() and len(version) < 10 else 0,
            values={"query": query},
            by=request.user,
            at=timezone.now(),
        )
    except EditConflict as conflict:
        messages.warning(
            request,
            _("Somebody changed “%(name)s” meanwhile. Look at it, then save yours again.")
            % {"name": conflict.theirs},
        )
        return redirect(f"{here(request)}?{query}{'&' if query else ''}view={view.public_id}")
    messages.success(request, _("The view “%(name)s” is saved.") % {"name": view})
    return redirect(address_of(request, view))


@require_POST
@needs(Permission.EDIT)
def delete(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    view = view_or_404(public_id, request.user)
    if refused := refusal(request, view):
        return refused
    if actions.delete_view(view=view, by=request.user, at=timezone.now()):
        undo = reverse("creators:view_restore", args=[request.workspace.slug, view.public_id])
        told = _("The view “%(name)s” is deleted.") % {"name": view}
        messages.success(request, told, extra_tags=undo)
    return redirect(reverse_views(request))


@require_POST
@needs(Permission.EDIT)
def restore(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    view = view_or_404(public_id, request.user, deleted_too=True)
    if refused := refusal(request, view):
        return refused
    try:
        actions.restore_view(view=view, by=request.user, at=timezone.now())
    except Refused as error:
        messages.error(request, str(error))
    return redirect(reverse_views(request))


def here(request: WorkspaceRequest) -> str:
    return reverse("creators:directory", args=[request.workspace.slug])


def reverse_views(request: WorkspaceRequest) -> str:
    return reverse("creators:views", args=[request.workspace.slug])


def address_of(request: WorkspaceRequest, view: SavedView) -> str:
    query = QueryDict(view.query, mutable=True)
    query["view"] = view.public_id
    return f"{here(request)}?{query.urlencode(safe=',')}"


def canonical(query: str) -> str:
    return read_address(query).saved_state


def counted(found: list[SavedView]) -> list[dict[str, Any]]:
    """Each with its number of creators: one query for each, what filters offer is read once."""
    offers = Offers()
    return [
        {"view": view, "count": count_up(read_address(view.query, offers).narrowed)}
        for view in found
    ]


def refusal(request: WorkspaceRequest, view: SavedView) -> HttpResponse | None:
    """Back to the views in words, if `view` is not the person's to change."""
    own = view.owner_id == request.user.pk
    owner = request.membership.role == Role.OWNER
    if may_change(own=own, shared=view.shared, workspace_owner=owner):
        return None
    told = _("“%(name)s” belongs to %(owner)s, who alone changes it. Save your own from it.")
    messages.error(request, told % {"name": view, "owner": view.owner})
    return redirect(reverse_views(request))


def _shown(request: WorkspaceRequest, form: ViewForm, context: dict[str, Any]) -> HttpResponse:
    name = "creators/view_form.html"
    status = 422 if form.is_bound else 200
    part = f"{name}#dialog" if request.htmx else name
    return render(request, part, {**context, "form": form}, status=status)
