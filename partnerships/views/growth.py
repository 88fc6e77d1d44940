"""What the pages of the growth tab share: the row, the way back, one question before an act."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from accounts.access import WorkspaceRequest
from partnerships.models import Partnership
from partnerships.views.respond import ask

METHODS = ["GET", "HEAD", "POST"]
_PATH = ("partnership__creator", "partnership__brand", "partnership__owner", "workspace")


def growth_row(model: Any, public_id: str) -> Any:
    row = get_object_or_404(model.objects.select_related(*_PATH), public_id=public_id)
    row.partnership.workspace = row.workspace
    return row


def back(request: WorkspaceRequest, partnership: Partnership) -> HttpResponseRedirect:
    url = reverse("partnerships:detail", args=[request.workspace.slug, partnership.public_id])
    return redirect(f"{url}?tab=growth")


def asked(
    request: WorkspaceRequest,
    partnership: Partnership,
    form: Any,
    act: Any,
    *,
    done: str,
    title: str,
    submit: str,
    intro: str = "",
    **page: Any,
) -> HttpResponse:
    return ask(
        request,
        form,
        act,
        then=lambda: back(request, partnership),
        done=done,
        page={
            "partnership": partnership,
            "title": title,
            "submit": submit,
            "intro": intro,
            **page,
        },
    )
