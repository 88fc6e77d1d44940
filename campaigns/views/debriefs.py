"""Wins and debriefs of collaborations, on one form."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from campaigns import debrief_emails
from campaigns.actions.debriefs import save_debrief, share_debrief
from campaigns.enums import DebriefKind
from campaigns.errors import Refused
from campaigns.forms.debriefs import DebriefForm, VersionForm
from campaigns.models import Collaboration, Debrief
from campaigns.queries.debriefs import debrief_of, proposed_for
from campaigns.views.campaigns import WRITE
from campaigns.views.respond import (
    collaboration_or_404,
    differences,
    newer,
    posted,
    save,
    status_of,
    to_campaign,
)
from core.mail.outbox import NoAddress
from core.versions import EditConflict


@WRITE
@needs(Permission.VIEW, write=Permission.EDIT)
def debrief(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """Hoped, happened, what we would do otherwise; a proposal of what it was, from the figures."""
    part = collaboration_or_404(public_id)
    found, proposal = debrief_of(part), proposed_for(part)
    initial = DebriefForm.initial_of(found, proposal.kind)
    form = DebriefForm(posted(request), initial=initial)
    context: dict[str, Any] = {"part": part, "debrief": found, "proposal": proposal, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            if save(request, form, lambda: _save(request, part, form), done=_("Saved.")):
                return _on(request, part)
        except EditConflict as conflict:
            theirs = DebriefForm.initial_of(conflict.theirs, None)
            context["conflict"] = differences(form, theirs)
            context["theirs_version"] = conflict.theirs.version
            context["form"] = DebriefForm(newer(request.POST, conflict))
    status = status_of(form, conflict=context.get("conflict"))
    return render(request, "campaigns/debrief.html", context, status=status)


def _save(request: WorkspaceRequest, part: Collaboration, form: DebriefForm) -> Debrief:
    return save_debrief(
        collaboration=part,
        kind=DebriefKind(form.cleaned_data["kind"]),
        texts=form.texts,
        expected=form.cleaned_data["version"],
        by=request.user,
        at=timezone.now(),
    )


def _on(request: WorkspaceRequest, part: Collaboration) -> HttpResponse:
    """To the mail if that is what the button said, else back to the card."""
    if request.POST.get("do") == "read":
        return redirect("campaigns:debrief_share", request.workspace.slug, part.public_id)
    return to_campaign(request, part.campaign, part)


@WRITE
@needs(Permission.EDIT)
def debrief_share(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """The mail as it would go out, and the button that sends it once."""
    part = collaboration_or_404(public_id)
    found = debrief_of(part)
    if found is None:
        return redirect("campaigns:debrief", request.workspace.slug, part.public_id)
    found.collaboration = part
    form = VersionForm(posted(request), initial={"version": found.version})
    if request.method == "POST" and form.is_valid() and _share(request, found, form):
        return to_campaign(request, part.campaign, part)
    context = {
        "part": part,
        "debrief": found,
        "mail": found.mail or debrief_emails.preview(found, request.user),
        "address": part.partnership.mail_to[0],
        "form": VersionForm(initial={"version": found.version}),
    }
    return render(request, "campaigns/debrief_share.html", context, status=status_of(form))


def _share(request: WorkspaceRequest, found: Debrief, form: VersionForm) -> bool:
    try:
        told = share_debrief(
            debrief=found, expected=form.cleaned_data["version"], by=request.user,
            at=timezone.now(),
        )  # fmt: skip
    except EditConflict:
        messages.warning(request, _("Somebody changed it at this moment. Read it once more."))
    except NoAddress:
        messages.warning(request, _("There is no e-mail address to send it to. Add one first."))
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("Sent.") if told else _("It was sent already."))
        return True
    return False
