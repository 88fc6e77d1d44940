"""What the pages of this room share: finding the row, refusals in the form, two texts side by
side."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from accounts.access import WorkspaceRequest
from core.versions import EditConflict
from creators.errors import Refused
from creators.models import Channel, Creator

OVERVIEW, TIMELINE, CHANNELS, PREFERENCES, RATES = (
    "",
    "timeline",
    "channels",
    "preferences",
    "rates",
)


def creator_or_404(public_id: str) -> Creator:
    return get_object_or_404(Creator, public_id=public_id)


def channel_or_404(public_id: str, channel_id: str) -> Channel:
    rows = Channel.objects.select_related("creator")
    return get_object_or_404(rows, public_id=channel_id, creator__public_id=public_id)


def to_profile(request: WorkspaceRequest, creator: Creator, tab: str = OVERVIEW) -> HttpResponse:
    address = reverse("creators:profile", args=[request.workspace.slug, creator.public_id])
    return redirect(f"{address}?tab={tab}" if tab else address)


def show_refusal(form: forms.Form, refused: Refused) -> None:
    """The words beside the field they are about, or above the form."""
    form.add_error(refused.field if refused.field in form.fields else None, str(refused))


@dataclass(frozen=True)
class Difference:
    """One field of an edit conflict, both texts as a person reads them."""

    label: str
    theirs: str
    mine: str


def differences(form: forms.Form, theirs: Mapping[str, Any]) -> list[Difference]:
    """Fields of `form` whose stored value (`theirs`, like the form's initial) is not what was
    typed."""
    found = []
    for name, field in form.fields.items():
        stored, typed = _plain(theirs.get(name)), _plain(form.data.get(form.add_prefix(name)))
        if name in theirs and name != "version" and stored != typed:
            found.append(Difference(str(field.label), _read(field, stored), _read(field, typed)))
    return found


def newer(data: Any, conflict: EditConflict) -> Any:
    """What was typed, on the version that is stored now: saving again is a decision."""
    data = data.copy()
    data["version"] = conflict.theirs.version
    return data


def _plain(value: Any) -> str:
    text = "" if value is None else str(value)
    # A form field of time shows no seconds, a text area has its own line ends.
    return text.removesuffix(":00") if text.count(":") == 2 else text.replace("\r\n", "\n")


def _read(field: forms.Field, value: str) -> str:
    for key, label in _flat(getattr(field, "choices", ())):
        if str(key) == value:
            return str(label)
    return value


def _flat(choices: Any) -> Any:
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield key, label
