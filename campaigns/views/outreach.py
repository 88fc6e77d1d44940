"""The open question to a creator: more time for it, and the page where they answer it themselves
(product.md, rows 54, 63)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import WorkspaceRequest, needs
from accounts.answer_pages import Found, answer_page
from accounts.permissions import Permission
from campaigns.actions.changes import creator_day
from campaigns.actions.collaborations import answer_outreach
from campaigns.actions.outreach import change_answer_by
from campaigns.enums import Answer
from campaigns.errors import WrongState
from campaigns.forms.collaborations import MoreTimeForm, OwnAnswerForm
from campaigns.models import Outreach
from campaigns.outreach_emails import PURPOSE, invitation_context
from campaigns.views.campaigns import WRITE
from campaigns.views.respond import ask, collaboration_or_404, posted, to_campaign


@WRITE
@needs(Permission.EDIT)
def more_time(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    part = collaboration_or_404(public_id)
    row = get_object_or_404(Outreach, collaboration=part, answer="")
    creator, now = part.partnership.creator, timezone.now()
    return ask(
        request,
        MoreTimeForm(posted(request), initial={"answer_by": row.answer_by}),
        lambda data: change_answer_by(
            outreach=row,
            answer_by=data["answer_by"],
            today=creator_day(creator, now),
            by=request.user,
            at=now,
        ),
        then=to_campaign(request, part.campaign, part),
        done=_("Noted."),
        page={
            "campaign": part.campaign,
            "title": _("More time for %(creator)s") % {"creator": creator},
            "text": _("Nothing is mailed. After the new day it is on Today again."),
            "button": _("Save"),
        },
    )


def _asked(public_id: str) -> Found:
    path = "collaboration__partnership"
    rows = Outreach.objects.select_related(
        "workspace", "collaboration__campaign", f"{path}__creator", f"{path}__brand",
        f"{path}__owner",
    )  # fmt: skip
    row = rows.filter(public_id=public_id).first()
    return (row, row.collaboration.partnership.creator.language) if row else None


@answer_page(PURPOSE, _asked)
def own_answer(request: HttpRequest, row: Outreach) -> HttpResponse:
    """GET shows the question, or what was answered, and writes nothing; POST records it once."""
    form = OwnAnswerForm(request.POST if request.method == "POST" else None)
    late = ""
    if request.method == "POST" and form.is_valid():
        yes, words = form.cleaned_data["answer"] == "yes", form.cleaned_data["words"]
        try:
            answer_outreach(outreach=row, yes=yes, words=words, at=timezone.now())
            return redirect(request.path)
        except WrongState:
            row.refresh_from_db()
            if row.answered_by is None and row.note == words and row.answer == _said(yes):
                # Pressed twice.
                return redirect(request.path)
            # Somebody was faster: they are told how it stands, with what they typed.
            late = words or "-"
    context: dict[str, Any] = {
        **invitation_context(row),
        "outreach": row,
        "form": form,
        "open": row.answer == "" and row.collaboration.state == "invited",
        "late": late,
    }
    status = 409 if late else 422 if form.is_bound else 200
    return render(request, "campaigns/outreach_answer.html", context, status=status)


def _said(yes: bool) -> str:
    return Answer.YES if yes else Answer.NO
