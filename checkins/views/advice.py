"""The advisory group, its log of questions, asking and answering (product.md, row 70)."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.answer_pages import Found, answer_page
from accounts.permissions import Permission
from checkins.actions.advice import ask_question, note_down, take_answer
from checkins.advice_emails import PURPOSE
from checkins.advice_exports import KIND
from checkins.errors import AlreadyAnswered, Refused
from checkins.forms.advice import AskForm, ExportAdviceForm, NotesForm, OwnAdviceForm
from checkins.models import AdvisoryQuestion
from checkins.queries import advice as queries
from checkins.views.respond import partnership_or_404, posted, show_refusal, status_of
from core.exports.jobs import AT_ONCE, ask_export
from core.exports.sending import sent_at_once
from core.ids import new_public_id
from core.versions import EditConflict

METHODS = ["GET", "HEAD", "POST"]
PAGE = 50
_ASKED = ("state", "scope", "partnership", "q")


def _asked(request: WorkspaceRequest) -> dict[str, str]:
    found = {name: request.GET.get(name, "").replace("\x00", "")[:160] for name in _ASKED}
    return {name: value for name, value in found.items() if value}


@require_safe
@needs(Permission.VIEW)
def advice(request: WorkspaceRequest) -> HttpResponse:
    """Who advises us and for what, then the log, narrowed by the address."""
    asked = _asked(request)
    context = {
        "advisors": queries.advisors(timezone.localdate()),
        "asked": asked,
        "query": urlencode(asked),
        "page": Paginator(queries.log(asked), PAGE).get_page(request.GET.get("page")),
        "now": timezone.now(),
    }
    return render(request, "checkins/advice/group.html", context)


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def ask(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    partnership = partnership_or_404(public_id)
    form = AskForm(posted(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            row = ask_question(
                partnership=partnership,
                question=data["question"],
                in_scope=data["scope"] == "in",
                scope_note=data["scope_note"],
                by_mail=data["by_mail"],
                by=request.user,
                at=timezone.now(),
            )
            words = _("It goes out in a working hour of theirs.") if row.mail else _("Noted.")
            messages.success(request, words)
            return redirect("checkins:advice_question", request.workspace.slug, row.public_id)
        except Refused as refused:
            show_refusal(form, refused)
    context = {
        "partnership": partnership,
        "creator": partnership.creator,
        "retainers": queries.scope_of(partnership, timezone.localdate()),
        "form": form,
    }
    return render(request, "checkins/advice/ask.html", context, status=status_of(form))


def _question_or_404(public_id: str) -> AdvisoryQuestion:
    rows = AdvisoryQuestion.objects.select_related(*queries.PATH, "mail")
    return get_object_or_404(rows, public_id=public_id)


@require_http_methods(METHODS)
@needs(Permission.VIEW, write=Permission.EDIT)
def question(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """One question; POST keeps the answer, the minutes, what was made of it."""
    row = _question_or_404(public_id)
    form = NotesForm(posted(request), initial=NotesForm.initial_of(row))
    context: dict[str, Any] = {"question": row, "form": form}
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        try:
            expected = data.pop("version") or 0
            note_down(question=row, expected=expected, by=request.user, at=timezone.now(), **data)
            messages.success(request, _("Saved."))
            return redirect("checkins:advice_question", request.workspace.slug, row.public_id)
        except EditConflict as conflict:
            context |= _both(form, conflict.theirs)
        except Refused as refused:
            show_refusal(form, refused)
    context["retainers"] = queries.scope_of(row.partnership, timezone.localdate())
    status = 409 if "conflict" in context else status_of(form)
    return render(request, "checkins/advice/question.html", context, status=status)


def _both(form: NotesForm, theirs: AdvisoryQuestion) -> dict[str, Any]:
    fields = [
        {
            "label": form.fields[name].label,
            "theirs": getattr(theirs, name) or "",
            "mine": form.cleaned_data[name] or "",
        }
        for name in ("answer", "minutes", "used")
        if (getattr(theirs, name) or "") != (form.cleaned_data[name] or "")
    ]
    return {"conflict": fields, "theirs": theirs}


@require_POST
@needs(Permission.EXPORT)
def export(request: WorkspaceRequest) -> HttpResponseBase:
    """What the log shows, handed out at once."""
    asked = _asked(request)
    form = ExportAdviceForm(request.POST)
    rows = queries.log(asked).count()
    if not form.is_valid() or rows > AT_ONCE:
        messages.warning(request, _("So many rows do not fit one file: narrow the log first."))
        return redirect("checkins:advice", request.workspace.slug)
    job = ask_export(
        workspace=request.workspace, kind=KIND, format=form.cleaned_data["format"],
        query=urlencode(asked), selection=[], rows=rows, by=request.user, at=timezone.now(),
        public_id=new_public_id(),
    )  # fmt: skip
    return sent_at_once(job)


def _waiting(public_id: str) -> Found:
    rows = AdvisoryQuestion.objects.select_related(*queries.PATH)
    row = rows.filter(public_id=public_id).first()
    return (row, row.partnership.creator.language) if row else None


@answer_page(PURPOSE, _waiting)
def own_answer(request: HttpRequest, row: AdvisoryQuestion) -> HttpResponse:
    """GET shows the question, or what was answered, and writes nothing; POST records it once."""
    form, clash = OwnAdviceForm(request.POST if request.method == "POST" else None), False
    if request.method == "POST" and form.is_valid():
        if _taken(row, form):
            return redirect(request.path)
        # Answered by mail meanwhile: what they typed stays on the page, with what is there.
        clash = True
    context = {"question": row, "owner": row.partnership.owner, "form": form, "clash": clash}
    status = 409 if clash else 422 if form.is_bound else 200
    return render(request, "checkins/advice/own_answer.html", context, status=status)


def _taken(row: AdvisoryQuestion, form: OwnAdviceForm) -> bool:
    """False where other words are the answer already; the same again is a second press."""
    text = form.cleaned_data["answer"]
    try:
        take_answer(
            question=row,
            text=text,
            minutes=form.cleaned_data["minutes"],
            at=timezone.now(),
            source_key=f"advice-answer:{row.public_id}",
        )
    except AlreadyAnswered:
        row.refresh_from_db()
        return row.answer.split() == text.split()
    return True
