"""What the pages of this room share: finding the row, one attempt, two texts side by side."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.access import WorkspaceRequest
from campaigns.errors import Refused, WrongState
from campaigns.models import Campaign, Collaboration, Deliverable
from partnerships.views.respond import Difference, newer, posted, show_refusal

__all__ = [
    "Difference",
    "ask",
    "attempt",
    "back_to",
    "campaign_or_404",
    "carry_out",
    "collaboration_or_404",
    "deliverable_or_404",
    "differences",
    "newer",
    "posted",
    "save",
    "show_refusal",
    "status_of",
    "to_campaign",
]


def campaign_or_404(public_id: str) -> Campaign:
    rows = Campaign.objects.select_related("brand", "owner", "workspace")
    return get_object_or_404(rows, public_id=public_id)


_OF_PART = ("campaign__brand", "partnership__creator", "partnership__brand", "partnership__owner")


def collaboration_or_404(public_id: str) -> Collaboration:
    rows = Collaboration.objects.select_related("workspace", *_OF_PART)
    return get_object_or_404(rows, public_id=public_id)


def deliverable_or_404(public_id: str) -> Deliverable:
    of_part = [f"collaboration__{name}" for name in _OF_PART]
    rows = Deliverable.objects.select_related("workspace", *of_part)
    return get_object_or_404(rows, public_id=public_id)


def to_campaign(
    request: WorkspaceRequest, campaign: Campaign, part: Collaboration | None = None
) -> HttpResponse:
    """The campaign's page, at the card of `part`: the page of cards that the form came from."""
    address = reverse("campaigns:detail", args=[request.workspace.slug, campaign.public_id])
    wanted = request.POST.get("next", "")
    here = wanted.partition("?")[0] == address and _is_ours(request, wanted)
    answer = redirect(wanted if here else address)
    if part is not None:
        answer["Location"] += f"#part-{part.public_id}"
    return answer


def back_to(request: WorkspaceRequest, otherwise: str) -> HttpResponse:
    """Where the form said it came from (a page of this house), else `otherwise`."""
    wanted = request.POST.get("next", "")
    return redirect(wanted if _is_ours(request, wanted) else otherwise)


def _is_ours(request: WorkspaceRequest, address: str) -> bool:
    return url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()})


def status_of(form: forms.Form, *, conflict: object = None) -> int:
    return 409 if conflict else 422 if form.is_bound else 200


def attempt(
    request: WorkspaceRequest, act: Callable[[], object], *, done: Any, late: Any = ""
) -> None:
    """One button, one act: `done` when it did something, `late` (a double click, a colleague)
    when there was nothing left to do; a refusal in its own words."""
    try:
        acted = act()
    except Refused as refused:
        messages.warning(request, str(refused))
        return
    if acted is not False:
        messages.success(request, done)
    elif late:
        messages.info(request, late)


def save(
    request: WorkspaceRequest,
    form: forms.Form,
    act: Callable[[], object],
    *,
    done: Any,
) -> bool:
    """Whether a valid form was acted on; a refusal is shown in it, with all that was typed."""
    try:
        act()
    except Refused as refused:
        show_refusal(form, refused)
        return False
    messages.success(request, done)
    return True


def carry_out(
    request: WorkspaceRequest,
    form: forms.Form,
    act: Callable[[], object],
    *,
    then: HttpResponse,
    done: Any,
) -> HttpResponse | None:
    """Act and go on to `then`, also when somebody was faster. None: refused, as the form says."""
    try:
        act()
    except WrongState as late:
        messages.warning(request, str(late))
    except Refused as refused:
        show_refusal(form, refused)
        return None
    else:
        messages.success(request, done)
    return then


def ask(
    request: WorkspaceRequest,
    form: forms.Form,
    act: Callable[[dict[str, Any]], object],
    *,
    then: HttpResponse,
    done: Any,
    page: Mapping[str, Any],
) -> HttpResponse:
    """A page that asks before one act: GET shows it, POST does it and goes on to `then`, also
    when somebody was faster."""
    if request.method == "POST" and form.is_valid():
        gone = carry_out(request, form, lambda: act(form.cleaned_data), then=then, done=done)
        if gone is not None:
            return gone
    context = {"form": form, "back": then["Location"], **page}
    return render(request, "campaigns/ask.html", context, status=status_of(form))


def differences(form: forms.Form, theirs: Mapping[str, Any]) -> list[Difference]:
    """Fields of a bound form whose stored value (`theirs`, like the form's initial) is not what
    was typed, both as a person reads them."""
    found = []
    for name, field in form.fields.items():
        if name not in theirs or name == "version":
            continue
        stored, mine = theirs[name], form.cleaned_data.get(name)
        mine = _key(field, mine)
        if stored != mine:
            label = str(field.label or name)
            found.append(Difference(label, _read(field, stored), _read(field, mine)))
    return found


def _key(field: Any, value: Any) -> Any:
    """A row that was chosen, as the form's initial names it."""
    name = getattr(field, "to_field_name", None)
    return getattr(value, name, value) if name else value


def _read(field: forms.Field, value: Any) -> str:
    if isinstance(value, datetime):
        return formats.date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
    if isinstance(value, date):
        return formats.date_format(value, "DATE_FORMAT")
    for key, label in getattr(field, "choices", None) or ():
        if str(getattr(key, "value", key)) == str(value):
            return str(label)
    return "" if value is None else str(value)
