"""What the pages of this room share: finding the row, refusals in the form, two texts side by
side."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from accounts.access import WorkspaceRequest
from core.conflicts import Difference, differences, newer
from creators.errors import Refused
from creators.models import Channel, Creator

__all__ = [
    "CHANNELS",
    "FILES",
    "GOALS",
    "OVERVIEW",
    "PREFERENCES",
    "RATES",
    "STYLE",
    "TIMELINE",
    "VETTING",
    "Difference",
    "channel_or_404",
    "creator_or_404",
    "differences",
    "newer",
    "posted",
    "show_refusal",
    "to_profile",
]

OVERVIEW, TIMELINE, CHANNELS, PREFERENCES = "", "timeline", "channels", "preferences"
GOALS, STYLE, RATES, FILES = "goals", "style", "rates", "files"
VETTING = "vetting"


def creator_or_404(public_id: str) -> Creator:
    return get_object_or_404(Creator, public_id=public_id)


def channel_or_404(public_id: str, channel_id: str) -> Channel:
    rows = Channel.objects.select_related("creator")
    return get_object_or_404(rows, public_id=channel_id, creator__public_id=public_id)


def to_profile(
    request: WorkspaceRequest, creator: Creator, tab: str = OVERVIEW, **more: str
) -> HttpResponse:
    """To the profile at `tab`; `more` stands in the address as well."""
    address = reverse("creators:profile", args=[request.workspace.slug, creator.public_id])
    query = urlencode({**({"tab": tab} if tab else {}), **more})
    return redirect(f"{address}?{query}" if query else address)


def posted(request: WorkspaceRequest) -> Any:
    """The data of a form: also of an empty POST, which is a form that was sent."""
    return request.POST if request.method == "POST" else None


def show_refusal(form: forms.Form, refused: Refused) -> None:
    """The words beside the field they are about, or above the form."""
    form.add_error(refused.field if refused.field in form.fields else None, str(refused))
