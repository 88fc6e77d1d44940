"""Decisions whether to go on, what is told of them, and lights said by people (rows 17, 66)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from core.mail.outbox import NoAddress
from core.versions import EditConflict
from partnerships.actions import deciding as actions
from partnerships.actions.marks import mark_audit
from partnerships.enums import AuditItem
from partnerships.errors import Refused, WrongState
from partnerships.forms.reviews import DecisionForm, MarkForm, ReopenForm, ShareForm
from partnerships.models import ContinuationReview, Partnership
from partnerships.review_panels import told
from partnerships.review_words import words_for_creator
from partnerships.views.respond import ask, newer, partnership_or_404, posted, show_refusal

METHODS = ["GET", "HEAD", "POST"]
_PATH = ("partnership__creator", "partnership__brand", "partnership__owner", "workspace")


def review_or_404(public_id: str) -> ContinuationReview:
    row: ContinuationReview = get_object_or_404(
        ContinuationReview.objects.select_related(*_PATH), public_id=public_id
    )
    row.partnership.workspace = row.workspace
    return row


def back(request: WorkspaceRequest, partnership: Partnership) -> HttpResponseRedirect:
    url = reverse("partnerships:detail", args=[request.workspace.slug, partnership.public_id])
    return redirect(f"{url}?tab=reviews")


@require_http_methods(METHODS)
@needs(Permission.VIEW, Permission.EDIT)
def decide(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """The evidence beside the form; then on to what the creator is told."""
    review = review_or_404(public_id)
    if review.decision or review.dropped_at:
        messages.info(request, _("This review is decided already, or its occasion is gone."))
        return back(request, review.partnership)
    form = DecisionForm(posted(request), initial={"version": review.version})
    conflict = False
    if form.is_bound and form.is_valid():
        try:
            _decide(review, dict(form.cleaned_data), request)
            return redirect("partnerships:review_share", request.workspace.slug, review.public_id)
        except EditConflict as newest:
            conflict, form.data = True, newer(form.data, newest)
            review = review_or_404(public_id)
        except WrongState as late:
            messages.warning(request, str(late))
            return back(request, review.partnership)
        except Refused as refused:
            show_refusal(form, refused)
    context: dict[str, Any] = {
        "form": form,
        "review": told(review),
        "partnership": review.partnership,
    }
    context["conflict"] = conflict
    status = 409 if conflict else 422 if form.is_bound else 200
    return render(request, "partnerships/decide.html", context, status=status)


def _decide(review: ContinuationReview, data: dict[str, Any], request: WorkspaceRequest) -> None:
    expected = data.pop("version") or 0
    actions.decide_review(
        review=review, expected=expected, by=request.user, at=timezone.now(), **data
    )


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def share(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    review = review_or_404(public_id)
    if not review.decision or review.shared_at:
        return back(request, review.partnership)
    form = ShareForm(posted(request), initial={"shared_text": words_for_creator(review)})

    def act(data: dict[str, Any]) -> None:
        try:
            actions.share_review(
                review=review, text=data["shared_text"], tell=data["tell"], by=request.user,
                at=timezone.now(),
            )  # fmt: skip
        except NoAddress as unknown:
            words = _("There is no address to write to. Untick the mail, or add one first.")
            raise Refused(words, field="tell") from unknown

    return ask(
        request,
        form,
        act,
        then=lambda: back(request, review.partnership),
        done=_("The creator can read it."),
        page={
            "partnership": review.partnership,
            "title": _("Decided: %(decision)s. What is %(name)s told?")
            % {
                "decision": review.get_decision_display(),
                "name": review.partnership.creator.call_name,
            },
            "intro": _("In their language, in your words. Nothing is told until you say so."),
            "submit": _("Share it"),
        },
    )


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def reopen(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    review = review_or_404(public_id)
    return ask(
        request,
        ReopenForm(posted(request)),
        lambda data: actions.reopen_review(
            review=review, by=request.user, at=timezone.now(), **data
        ),
        then=lambda: back(request, review.partnership),
        done=_("Undecided again. The earlier decision stays in the history."),
        page={
            "partnership": review.partnership,
            "title": _("Decide anew"),
            "intro": _("The creator was told already: tell them what changes.")
            if review.shared_at
            else _("The earlier decision stays in the history."),
            "submit": _("Decide anew"),
        },
    )


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def mark(request: WorkspaceRequest, public_id: str, item: str) -> HttpResponse:
    partnership = partnership_or_404(public_id)
    if item not in AuditItem.values:
        raise Http404
    return ask(
        request,
        MarkForm(posted(request)),
        lambda data: mark_audit(
            partnership=partnership, item=item, by=request.user, at=timezone.now(), **data
        ),
        then=lambda: back(request, partnership),
        done=_("Noted under your name. The computed light stays visible beside it."),
        page={
            "partnership": partnership,
            "title": _("%(item)s: what do you say?") % {"item": AuditItem(item).label},
            "intro": _("Your light stands first; what is computed is shown with it."),
            "submit": _("Say so"),
        },
    )
