"""Pairs that may be one person: the list, its count, the note on a profile and in a form."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from core.models import ImportJob
from creators.actions.doubles import forget_apart, tell_apart
from creators.forms.merging import AlikeForm
from creators.imports.importer import KIND
from creators.queries import doubles as queries
from creators.views.respond import creator_or_404


@require_safe
@needs(Permission.VIEW)
def duplicates(request: WorkspaceRequest) -> HttpResponse:
    job = _job(request)
    number = request.GET.get("page", "")
    page = queries.doubles_page(
        int(number) if number.isdecimal() and len(number) < 6 else 1, job=job
    )
    return render(request, "creators/duplicates.html", {"page": page, "job": job})


@require_safe
@needs(Permission.VIEW)
def count(request: WorkspaceRequest) -> HttpResponse:
    """What the directory and a finished import load after themselves: counting may take longer
    than a page should."""
    job = _job(request)
    context = {"count": queries.count_doubles(job=job), "job": job}
    return render(request, "creators/_doubles_count.html", context)


@require_safe
@needs(Permission.EDIT)
def alike(request: WorkspaceRequest) -> HttpResponse:
    """Who is here already that looks like what is being typed; never in the way of saving."""
    form = AlikeForm(request.GET)
    form.is_valid()
    typed = {name: value[:300].strip() for name, value in form.cleaned_data.items()}
    pairs = queries.looks_like(
        name=typed["name"], email=typed["email"], phone=typed["phone"], handle=typed["channel"]
    )
    return render(request, "creators/_alike.html", {"pairs": pairs})


@require_POST
@needs(Permission.EDIT)
def apart(request: WorkspaceRequest, public_id: str, other_id: str) -> HttpResponse:
    one, other = creator_or_404(public_id), creator_or_404(other_id)
    if one == other:
        return redirect("creators:duplicates", request.workspace.slug)
    tell_apart(one=one, other=other, by=request.user, at=timezone.now())
    undo = reverse("creators:apart_undo", args=[request.workspace.slug, public_id, other_id])
    words = _("%(one)s and %(other)s are two people.") % {"one": one, "other": other}
    messages.success(request, words, extra_tags=undo)
    return redirect("creators:duplicates", request.workspace.slug)


@require_POST
@needs(Permission.EDIT)
def apart_undo(request: WorkspaceRequest, public_id: str, other_id: str) -> HttpResponse:
    one, other = creator_or_404(public_id), creator_or_404(other_id)
    if forget_apart(one=one, other=other, by=request.user, at=timezone.now()):
        words = _("%(one)s and %(other)s are on the list again.") % {"one": one, "other": other}
        messages.success(request, words)
    return redirect("creators:duplicates", request.workspace.slug)


def _job(request: WorkspaceRequest) -> Any:
    """The import of the address; an unknown one narrows nothing."""
    public_id = request.GET.get("import", "")[:16].replace("\x00", "")
    return ImportJob.objects.filter(kind=KIND, public_id=public_id).first() if public_id else None
