"""One mail with all answers to a creator's ideas: looked at, then sent (product.md, row 33)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from campaigns.actions.ideas import tell_ideas
from campaigns.errors import Refused
from campaigns.forms.results import NothingForm
from campaigns.idea_emails import preview
from campaigns.models import Collaboration
from campaigns.queries.ideas import standing_of_part, told_next
from campaigns.rules.ideas import fingerprint
from campaigns.views.campaigns import WRITE
from campaigns.views.respond import collaboration_or_404, posted
from core.versions import EditConflict
from core.views.mail_page import mail_page


@WRITE
@needs(Permission.EDIT)
def tell(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """The mail as the creator will read it, and the button that sends it."""
    part = collaboration_or_404(public_id)
    if request.method == "POST":
        again = "campaigns:ideas_tell" if not _tell(request, part) else "campaigns:ideas"
        return redirect(again, request.workspace.slug, part.public_id)
    ideas = list(told_next(part))
    if not ideas:
        messages.info(request, _("They know all our answers."))
        return redirect("campaigns:ideas", request.workspace.slug, part.public_id)
    context = {
        "part": part,
        "creator": part.partnership.creator,
        "ideas": ideas,
        "still_open": standing_of_part(part).counts.open,
        "seen": fingerprint((idea.public_id, idea.version) for idea in ideas),
        "subject": preview(part, ideas, request.user, timezone.now()).subject,
        "to": part.partnership.mail_to[0],
        "form": NothingForm(posted(request)),
    }
    return render(request, "campaigns/ideas/tell.html", context)


def _tell(request: WorkspaceRequest, part: Collaboration) -> bool:
    """False: look at it again first."""
    in_person = "in_person" in request.POST
    try:
        told = tell_ideas(
            collaboration=part,
            seen=request.POST.get("seen", ""),
            by=request.user,
            at=timezone.now(),
            in_person=in_person,
        )
    except EditConflict:
        messages.warning(request, _("The answers have changed since you looked. Look again."))
        return False
    except Refused as refused:
        messages.warning(request, str(refused))
        return False
    messages.success(request, _done(len(told), in_person=in_person))
    return True


def _done(n: int, *, in_person: bool) -> str:
    if not n:
        return _("They know all our answers.")
    if in_person:
        return _("Noted.")
    words = ngettext("%(n)d answer is on its way.", "%(n)d answers are on their way.", n)
    return words % {"n": n}


@require_safe
@needs(Permission.EDIT)
@mail_page()
def tell_preview(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """The mail with the answers as they stand now."""
    part = collaboration_or_404(public_id)
    ideas: Any = list(told_next(part))
    return HttpResponse(preview(part, ideas, request.user, timezone.now()).html)
