"""What audiences said, and what the brand answers (product.md, rows 47 and 72)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from campaigns.actions import feedback as actions
from campaigns.enums import FeedbackKind, FeedbackState
from campaigns.errors import Refused
from campaigns.feedback_emails import TEMPLATE, answers_context
from campaigns.forms.feedback import BrandAnswerForm, FeedbackForm
from campaigns.forms.results import NothingForm
from campaigns.models import Campaign, Collaboration, Feedback
from campaigns.queries.feedback import feedback_page, feedback_rows, untold
from campaigns.views.campaigns import WRITE
from campaigns.views.respond import ask, collaboration_or_404, posted
from campaigns.views.writing import write
from core.mail.rendering import Rendered, render_mail
from core.views.mail_page import mail_page
from partnerships.queries.policies import brands

_PATH = (
    "workspace", "collaboration__campaign__brand", "collaboration__partnership__creator",
    "collaboration__partnership__brand", "collaboration__partnership__owner",
)  # fmt: skip


def _feedback(public_id: str) -> Feedback:
    return get_object_or_404(Feedback.objects.select_related(*_PATH), public_id=public_id)


def to_voices(request: WorkspaceRequest, campaign: Campaign) -> HttpResponse:
    url = reverse("campaigns:detail", args=[request.workspace.slug, campaign.public_id])
    return redirect(f"{url}?tab=voices")


@require_safe
@needs(Permission.VIEW)
def listing(request: WorkspaceRequest) -> HttpResponse:
    """All of the workspace, narrowed by state, kind, brand and words (row 72)."""
    asked = {name: request.GET.get(name, "") for name in ("state", "kind", "brand", "q")}
    page = feedback_page(feedback_rows(**asked), request.GET.get("page", "1"))
    context = {
        "page": page,
        "rows": list(page.object_list),
        "asked": asked,
        "any": any(asked.values()),
        "brands": list(brands()),
        "states": FeedbackState.choices,
        "kinds": FeedbackKind.choices,
        "here": request.get_full_path(),
    }
    return render(request, "campaigns/feedback.html", context)


@WRITE
@needs(Permission.EDIT)
def new(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    part = collaboration_or_404(public_id)
    creator = part.partnership.creator
    today = timezone.now().astimezone(creator.zone).date()
    form = FeedbackForm(
        posted(request), initial=FeedbackForm.first(today, request.GET.get("kind", ""))
    )
    return write(
        request,
        form,
        lambda: actions.add_feedback(
            collaboration=part,
            values=form.values,
            public_id=form.cleaned_data["public_id"],
            by=request.user,
            at=timezone.now(),
        ),
        then=to_voices(request, part.campaign),
        done=_("Noted."),
        page={
            "campaign": part.campaign,
            "title": _("What the audience of %(creator)s says") % {"creator": creator},
            "button": _("Note it"),
            "draft": f"feedback:{part.public_id}",
        },
    )


@WRITE
@needs(Permission.EDIT)
def edit(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = _feedback(public_id)
    form = FeedbackForm(posted(request), initial=FeedbackForm.initial_of(row))
    page: dict[str, Any] = {
        "campaign": row.collaboration.campaign,
        "title": _("Correct what was said"),
        "button": _("Save"),
        "delete": reverse(
            "campaigns:feedback_remove", args=[request.workspace.slug, row.public_id]
        ),
    }
    return write(
        request,
        form,
        lambda: actions.update_feedback(
            feedback=row,
            expected=form.cleaned_data["version"] or 0,
            values=form.values,
            by=request.user,
            at=timezone.now(),
        ),
        then=to_voices(request, row.collaboration.campaign),
        done=_("Saved."),
        page=page,
        current=FeedbackForm.initial_of,
    )


@WRITE
@needs(Permission.EDIT)
def remove(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = _feedback(public_id)
    campaign = row.collaboration.campaign
    return ask(
        request,
        NothingForm(posted(request)),
        lambda data: actions.remove_feedback(feedback=row, by=request.user, at=timezone.now()),
        then=to_voices(request, campaign),
        done=_("Removed."),
        page={
            "campaign": campaign,
            "title": _("Remove this?"),
            "text": f"“{row.text}”",
            "button": _("Remove"),
            "danger": True,
        },
    )


@WRITE
@needs(Permission.EDIT)
def answer(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = _feedback(public_id)
    campaign = row.collaboration.campaign
    form = BrandAnswerForm(posted(request), initial=BrandAnswerForm.initial_of(row))
    return write(
        request,
        form,
        lambda: actions.answer_feedback(
            feedback=row,
            state=form.cleaned_data["state"],
            answer=form.cleaned_data["answer"],
            expected=form.cleaned_data["version"],
            by=request.user,
            at=timezone.now(),
        ),
        then=to_voices(request, campaign),
        done=_("Noted. Tell the creator when all answers are in: they go out in one mail."),
        page={
            "campaign": campaign,
            "title": _("What does %(brand)s say?") % {"brand": campaign.brand},
            "button": _("Save the answer"),
            "row": row,
            "beside": "campaigns/feedback_said.html",
        },
        current=BrandAnswerForm.initial_of,
    )


@WRITE
@needs(Permission.EDIT)
def share(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """The answers as the creator will read them, and the button that sends them."""
    part = collaboration_or_404(public_id)
    then = to_voices(request, part.campaign)
    if request.method == "POST":
        _send(request, part)
        return then
    if not untold(part).exists():
        messages.info(request, _("They have been told everything already."))
        return then
    context = {
        "part": part,
        "creator": part.partnership.creator,
        "subject": _mail(part).subject,
        "to": part.partnership.mail_to[0],
        "back": then["Location"],
    }
    return render(request, "campaigns/feedback_share.html", context)


def _send(request: WorkspaceRequest, part: Collaboration) -> None:
    try:
        n = actions.tell_answers(collaboration=part, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.warning(request, str(refused))
        return
    if n:
        words = ngettext("%(n)d answer is on its way.", "%(n)d answers are on their way.", n)
        messages.success(request, words % {"n": n})
    else:
        messages.info(request, _("They have been told everything already."))


@require_safe
@needs(Permission.EDIT)
@mail_page()
def preview(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    return HttpResponse(_mail(collaboration_or_404(public_id)).html)


def _mail(part: Collaboration) -> Rendered:
    context = {**answers_context(part, list(untold(part))), "workspace": part.workspace}
    return render_mail(TEMPLATE, context, language=part.partnership.creator.language)
