"""Who wants no letters: their own page, a member's note, the workspace's limit (row 48)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import WorkspaceRequest, needs
from accounts.answer_pages import Found, answer_page
from accounts.permissions import Permission
from checkins.actions.contact_policy import set_contact_policy
from checkins.actions.opting_out import opt_out, take_back_opt_out
from checkins.errors import Refused
from checkins.forms.letters import ContactPolicyForm, OptOutForm
from checkins.letter_emails import PURPOSE
from checkins.models import Letter, LetterOptOut
from checkins.queries import letters as queries
from checkins.queries.audience import a_month
from checkins.views.letters import METHODS
from checkins.views.respond import posted, show_refusal, status_of
from creators.models import Creator

_OFF, _BACK = "off", "back"


def _reader(creator_id: str, letter_id: str) -> Found:
    """Also of a creator whose row was merged into another since, and of a letter that is gone."""
    creator = Creator.with_absorbed.filter(public_id=creator_id).first()
    while creator is not None and creator.merged_into_id is not None:
        creator = Creator.with_absorbed.filter(pk=creator.merged_into_id).first()
    if creator is None:
        return None
    letter = Letter.objects.filter(public_id=letter_id).first()
    return (creator, letter), creator.language


@answer_page(PURPOSE, _reader, counted=False)
def letters_off(request: HttpRequest, found: tuple[Creator, Letter | None]) -> HttpResponse:
    """GET changes nothing. One press stops letters, of a person or of their mail program (RFC 8058:
    no cookie, no redirect); another one takes that back. Twice is once."""
    creator, letter = found
    wish = request.POST.get("letters", "")
    if request.POST.get("List-Unsubscribe") == "One-Click":
        wish = _OFF
    if request.method == "POST" and wish == _OFF:
        opt_out(creator=creator, letter=letter, at=timezone.now())
    elif request.method == "POST" and wish == _BACK:
        take_back_opt_out(creator=creator, at=timezone.now())
    context = {
        "house": creator.workspace,
        "left": LetterOptOut.objects.filter(creator=creator).first(),
        "came_back": wish == _BACK,
    }
    status = 422 if request.method == "POST" and wish not in (_OFF, _BACK) else 200
    with timezone.override(creator.zone):
        return render(request, "checkins/letters/off.html", context, status=status)


@require_http_methods(METHODS)
@needs(Permission.VIEW, write=Permission.EDIT)
def letters_of(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """Letters of one creator; POST notes that they want none, or lifts it, with a reason."""
    creator = get_object_or_404(Creator, public_id=public_id)
    form = OptOutForm(posted(request))
    if request.method == "POST" and form.is_valid():
        wish = take_back_opt_out if request.POST.get("letters") == _BACK else opt_out
        try:
            reason, now = form.cleaned_data["reason"], timezone.now()
            wish(creator=creator, by=request.user, at=now, reason=reason)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("Noted."))
            return redirect("checkins:letters_of", request.workspace.slug, creator.public_id)
    context: dict[str, Any] = {
        "creator": creator,
        "form": form,
        "left": queries.opt_out_of(creator),
        "copies": queries.letters_of(creator),
        "history": queries.history_of(creator),
    }
    return render(request, "checkins/letters/of_creator.html", context, status=status_of(form))


@require_http_methods(METHODS)
@needs(Permission.VIEW, write=Permission.POLICIES)
def contact_policy(request: WorkspaceRequest) -> HttpResponse:
    form = ContactPolicyForm(posted(request), initial={"letters_a_month": a_month()})
    if request.method == "POST" and form.is_valid():
        set_contact_policy(
            workspace=request.workspace,
            letters_a_month=form.cleaned_data["letters_a_month"],
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, _("Saved."))
        return redirect("checkins:contact_policy", request.workspace.slug)
    context = {"form": form}
    return render(request, "checkins/letters/policy.html", context, status=status_of(form))
