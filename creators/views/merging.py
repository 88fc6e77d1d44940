"""Two creators made one: the preview, the merge, its undo, and where old addresses lead."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from core.versions import EditConflict
from creators.actions.merge import merge_creators, undo_merge
from creators.errors import MergeRefused, Refused
from creators.forms.merging import MergeForm
from creators.models import Creator, Merge
from creators.queries.merging import get_preview, kept_for
from creators.views.respond import to_profile

# Named in a message; the audit keeps all of them.
MOST_NAMED = 5


def follows_merges(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """The address of an absorbed creator leads to the one that is kept. Stands under `needs`."""

    @wraps(view)
    def following(request: Any, public_id: str, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, public_id, **kwargs)
        except Http404:
            kept = kept_for(public_id) if request.method in ("GET", "HEAD") else None
            if kept is None:
                raise
            words = _("That creator was merged into %(name)s.") % {"name": kept}
            messages.info(request, words)
            return to_profile(request, kept)

    return following


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT)
@follows_merges
def merge(request: WorkspaceRequest, public_id: str, other_id: str) -> HttpResponse:
    kept, absorbed = _either(public_id), _either(other_id)
    if kept == absorbed:
        raise Http404
    if request.method == "POST":
        return _merge_now(request, kept, absorbed)
    if kept.merged_into_id or absorbed.merged_into_id:
        return to_profile(request, kept_for(other_id) or kept_for(public_id) or kept)
    return _page(request, get_preview(kept, absorbed))


def _merge_now(request: WorkspaceRequest, kept: Creator, absorbed: Creator) -> HttpResponse:
    form = MergeForm(request.POST, get_preview(kept, absorbed))
    choices = form.choices() if form.is_valid() else {}
    try:
        done = merge_creators(
            kept=kept,
            absorbed=absorbed,
            choices=choices,
            seen=form.cleaned_data.get("seen", ""),
            by=request.user,
            at=timezone.now(),
        )
    except EditConflict:
        preview = get_preview(*_fresh(kept, absorbed), choices=choices)
        return _page(request, preview, status=409, changed=True)
    except MergeRefused:
        return _page(request, get_preview(kept, absorbed, choices=choices), status=422)
    except Refused as refused:
        messages.error(request, str(refused))
        return to_profile(request, kept_for(kept.public_id) or kept)
    words = _("%(absorbed)s is part of %(kept)s now.") % {"absorbed": absorbed, "kept": kept}
    messages.success(request, words, extra_tags=_undo_address(request, done))
    return to_profile(request, done.kept)


@require_POST
@needs(Permission.EDIT)
def merge_undo(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    rows = Merge.objects.select_related("kept", "absorbed")
    done: Merge = get_object_or_404(rows, public_id=public_id)
    try:
        left = undo_merge(merge=done, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return to_profile(request, kept_for(done.kept.public_id) or done.kept)
    names = {"kept": done.kept, "absorbed": done.absorbed}
    messages.success(request, _("%(kept)s and %(absorbed)s are two again.") % names)
    if left:
        what = "; ".join(left[:MOST_NAMED]) + ("; …" if len(left) > MOST_NAMED else "")
        told = _("Changed since the merge, so left as it is: %(what)s.") % {"what": what}
        messages.warning(request, told)
    return to_profile(request, done.kept)


def _page(
    request: WorkspaceRequest, preview: Any, *, status: int = 200, changed: bool = False
) -> HttpResponse:
    context = {"preview": preview, "changed": changed}
    return render(request, "creators/merge.html", context, status=status)


def _either(public_id: str) -> Creator:
    """Also one that a first click has absorbed already."""
    return get_object_or_404(Creator.with_absorbed.all(), public_id=public_id)


def _fresh(kept: Creator, absorbed: Creator) -> tuple[Creator, Creator]:
    return _either(kept.public_id), _either(absorbed.public_id)


def _undo_address(request: WorkspaceRequest, done: Merge) -> str:
    return reverse("creators:merge_undo", args=[request.workspace.slug, done.public_id])
