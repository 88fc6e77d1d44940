"""Leave and illness of a creator, noted and ended (product.md, row 42)."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from checkins.actions.absences import add_absence, end_absence
from checkins.errors import Refused
from checkins.forms.absences import AbsenceForm, EndForm
from checkins.models import Absence
from checkins.queries.absences import absences_of
from checkins.views.respond import SeeOther, posted, show_refusal, status_of, where_from
from creators.models import Creator

_PREFILLED = ("kind", "first", "until", "note")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT)
def add(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """`?first=&until=&kind=` fill the form beforehand."""
    creator = get_object_or_404(Creator, public_id=public_id)
    today = timezone.now().astimezone(creator.zone).date()
    asked = {name: request.GET[name] for name in _PREFILLED if name in request.GET}
    form = AbsenceForm(posted(request), initial={"kind": "leave", "first": today, **asked})
    if request.method == "POST" and form.is_valid():
        try:
            absence = add_absence(
                creator=creator, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _noted(absence))
            return SeeOther(where_from(request, _profile(request, creator)))
    return _show(request, "absence", creator, form, absences=absences_of(creator)[:20])


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT)
def end(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """They are back, or it is known at last until when."""
    rows = Absence.objects.select_related("creator")
    absence: Absence = get_object_or_404(rows, public_id=public_id)
    creator = absence.creator
    yesterday = timezone.now().astimezone(creator.zone).date() - timedelta(days=1)
    form = EndForm(posted(request), initial={"last": yesterday})
    if request.method == "POST" and form.is_valid():
        last = form.cleaned_data["last"]
        try:
            left = end_absence(absence=absence, last=last, by=request.user, at=timezone.now())
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _noted(left) if left else _("The absence is taken away."))
            return SeeOther(where_from(request, _profile(request, creator)))
    return _show(request, "absence_end", creator, form, absence=absence)


def _show(
    request: WorkspaceRequest, name: str, creator: Creator, form: Any, **more: Any
) -> HttpResponse:
    """The whole page, or its form for the dialog of the page it was asked from."""
    part = "#dialog" if request.htmx and request.method == "GET" else ""
    context = {
        "creator": creator,
        "form": form,
        "next": where_from(request, _profile(request, creator)),
        **more,
    }
    return render(request, f"checkins/{name}.html{part}", context, status=status_of(form))


def _profile(request: WorkspaceRequest, creator: Creator) -> str:
    return reverse("creators:profile", args=[request.workspace.slug, creator.public_id])


def _noted(absence: Absence) -> str:
    if absence.until is None:
        return _("Noted. Nothing is planned until you say that they are back.")
    return _("Noted. Nothing goes to them until %(day)s; what falls inside comes right after.") % {
        "day": date_format(absence.until, "j E")
    }
