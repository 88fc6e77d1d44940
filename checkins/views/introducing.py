"""The steps of an introduction: each page asks once, then does it (product.md, row 51)."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from checkins import introduction_emails as emails
from checkins.actions.introducing import (
    close_introduction,
    follow_up_later,
    make_introduction,
    record_answer,
)
from checkins.actions.introductions import ask_both, unreachable, withdraw_introduction
from checkins.enums import IntroductionState, Side
from checkins.errors import AlreadyAnswered, NotOpen, Refused
from checkins.forms.introductions import (
    AnswerForm,
    LaterForm,
    NothingForm,
    OutcomeForm,
    WithdrawForm,
)
from checkins.models import Introduction
from checkins.views.introductions import METHODS, introduction_or_404
from checkins.views.respond import SeeOther, posted, show_refusal, status_of, where_from


def _ask(
    request: WorkspaceRequest,
    row: Introduction,
    form: forms.Form,
    act: Callable[[dict[str, Any]], object],
    page: Mapping[str, Any],
) -> HttpResponse:
    """GET asks; POST acts and goes where one came from. Who was too late is told so."""
    own = reverse("checkins:introduction", args=[request.workspace.slug, row.public_id])
    then = where_from(request, own)
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except (NotOpen, AlreadyAnswered) as late:
            messages.warning(request, str(late))
            return SeeOther(then)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, page["done"])
            return SeeOther(then)
    context = {"introduction": row, "form": form, "next": then, **page}
    part = "#dialog" if request.htmx and request.method == "GET" else ""
    return render(
        request, f"checkins/introduction_step.html{part}", context, status=status_of(form)
    )


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def ask(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = introduction_or_404(public_id)
    now = timezone.now()
    letters = [
        (row.creator_of(side), emails.preview(row, side, now))
        for side in Side
        if row.agreed(side) is None
    ]
    return _ask(
        request,
        row,
        NothingForm(posted(request)),
        lambda data: ask_both(introduction=row, by=request.user, at=now),
        {
            "title": _("Ask both"),
            "intro": _(
                "One mail each, from %(name)s, in their own language and their working hours. They"
                " answer with one click; addresses are shared only if both say yes."
            )
            % {"name": row.owner},
            "letters": letters,
            "problem": unreachable(row),
            "submit": _("Send both mails"),
            "done": _("Both are asked. Their answers appear here."),
        },
    )


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def answer(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = introduction_or_404(public_id)
    return _ask(
        request,
        row,
        AnswerForm(posted(request), introduction=row),
        lambda data: record_answer(introduction=row, by=request.user, at=timezone.now(), **data),
        {
            "title": _("Record an answer"),
            "intro": _("For an answer given by mail, telephone or in person. It counts once."),
            "submit": _("Record"),
            "done": _("The answer is recorded."),
        },
    )


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def made(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """By mail where both are reached; else a colleague has done it in another way."""
    row = introduction_or_404(public_id)
    problem = unreachable(row)
    intro = (
        _("You have brought them together in another way, in one chat or on the phone.")
        if problem
        else _("One mail each, with the other's address.")
    )
    return _ask(
        request,
        row,
        NothingForm(posted(request)),
        lambda data: make_introduction(
            introduction=row, by=request.user, at=timezone.now(), by_mail=not problem
        ),
        {
            "title": _("Bring them together"),
            "intro": intro,
            "submit": _("They are introduced") if problem else _("Send both mails"),
            "done": _("They know each other now. In two weeks Today asks what came of it."),
        },
    )


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def withdraw(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = introduction_or_404(public_id)
    intro = _("Nobody has been asked yet, so nobody is told.")
    if row.state == IntroductionState.ASKED:
        intro = _(
            "Mails that have not left are stopped. Whoever said yes gets a kind word that it does"
            " not come about for now."
        )
    return _ask(
        request,
        row,
        WithdrawForm(posted(request)),
        lambda data: withdraw_introduction(
            introduction=row, by=request.user, at=timezone.now(), **data
        ),
        {
            "title": _("Withdraw the introduction"),
            "intro": intro,
            "submit": _("Withdraw"),
            "done": _("The introduction is withdrawn."),
            "danger": True,
        },
    )


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def close(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = introduction_or_404(public_id)
    return _ask(
        request,
        row,
        OutcomeForm(posted(request)),
        lambda data: close_introduction(
            introduction=row, by=request.user, at=timezone.now(), **data
        ),
        {
            "title": _("What came of it"),
            "intro": _("Ask either of them in passing; a sentence is enough."),
            "submit": _("Write it down"),
            "done": _("Written down. The introduction is done."),
        },
    )


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def later(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = introduction_or_404(public_id)
    start = {"until": timezone.localdate() + timedelta(days=14)}
    return _ask(
        request,
        row,
        LaterForm(posted(request), initial=start),
        lambda data: follow_up_later(introduction=row, by=request.user, at=timezone.now(), **data),
        {
            "title": _("Ask again later"),
            "intro": "",
            "submit": _("Put off"),
            "done": _("It comes back on that day."),
        },
    )
