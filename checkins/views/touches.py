"""Noting a contact (product.md, rows 42 and 44)."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from checkins.actions.touches import log_touch
from checkins.enums import CheckInKind, CheckInState
from checkins.forms.check_ins import TouchForm, local_now
from checkins.models import CheckIn
from checkins.rules.reasons import explain
from checkins.views.respond import (
    SeeOther,
    partnership_or_404,
    posted,
    status_of,
    where_from,
)
from core.ids import new_public_id
from creators.forms.goal_talk import GoalTalk
from partnerships.models import Partnership


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT)
def log(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    partnership = partnership_or_404(public_id)
    profile = reverse(
        "creators:profile", args=[request.workspace.slug, partnership.creator.public_id]
    )
    start = {"when": local_now(request.user.zone), "channel": partnership.creator.contact_by}
    form = TouchForm(posted(request), initial={**start, "once": new_public_id()})
    talk = GoalTalk(partnership.creator, posted(request))
    if request.method == "POST" and all([form.is_valid(), talk.is_valid()]):
        _log(request, partnership, talk, **form.cleaned_data)
        messages.success(request, _told(partnership))
        return SeeOther(where_from(request, f"{profile}?tab=timeline"))
    context = {
        "partnership": partnership,
        "creator": partnership.creator,
        "form": form,
        "talk": talk,
        "next": where_from(request, f"{profile}?tab=timeline"),
    }
    name = "log_touch.html#dialog" if request.htmx and not form.is_bound else "log_touch.html"
    return render(request, f"checkins/{name}", context, status=status_of(form))


def _log(
    request: WorkspaceRequest,
    partnership: Partnership,
    talk: GoalTalk,
    *,
    when: Any,
    once: str,
    **typed: Any,
) -> None:
    """The contact and what was said of their goals, together or not at all."""
    now = timezone.now()
    with transaction.atomic():
        touch = log_touch(
            partnership=partnership,
            at=when,
            logged_at=now,
            by=request.user,
            source_key=f"form:{request.user.public_id}:{once}" if once else "",
            **typed,
        )
        on = when.astimezone(partnership.creator.zone).date()
        talk.review_all(on=on, source_key=f"touch:{touch.public_id}", by=request.user, at=now)


def _told(partnership: Partnership) -> str:
    following = CheckIn.objects.filter(
        partnership=partnership, kind=CheckInKind.CADENCE, state=CheckInState.PLANNED
    ).first()
    if following is None:
        return _("Noted.")
    why = explain(following.reason, get_language() or "en", timezone.localdate())
    return _("Noted. The next check-in: %(why)s.") % {"why": why}
