"""Guests of a session: who is asked, what they said, what they get (rows 68, 69, 71)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from checkins.actions.session_guests import add_guests, change_fee, remove_guest
from checkins.actions.session_holding import change_attendance
from checkins.actions.session_times import invite_later, invite_now
from checkins.actions.sessions import record_answer
from checkins.columns import chip
from checkins.enums import SessionState
from checkins.errors import Refused
from checkins.forms.sessions import AnswerForm, EmptyForm, FeeForm, LaterForm, money_of, soon
from checkins.models import Session, SessionGuest
from checkins.queries.session_budget import check_added, check_guest_fee
from checkins.queries.session_guests import Wishes, brands, candidates
from checkins.views.session_steps import keep_reasons, labelled, step
from checkins.views.sessions import METHODS, session_or_404
from creators.enums import Market
from partnerships.enums import Tier
from partnerships.forms.over_budget import AskedWhy, must_say_why
from partnerships.models import Partnership
from partnerships.rules.budget import BudgetWarning


def guest_or_404(public_id: str) -> SessionGuest:
    rows = SessionGuest.objects.select_related(
        "session__workspace", "session__organizer", "session__brand", "partnership__creator"
    )
    return get_object_or_404(rows, public_id=public_id)


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def choose(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """Whom to ask: found by name, market, tier; several at once."""
    row = session_or_404(public_id)
    error, form = "", AskedWhy(posted_of(request))
    if request.method == "POST":
        chosen = [one.replace("\x00", "") for one in request.POST.getlist("partnership")]
        rows = Partnership.objects.living().select_related("creator", "brand", "workspace")
        found = list(rows.filter(public_id__in=chosen))
        try:
            made = _add(request, row, form, found)
        except Refused as refused:
            error = str(refused)
        if not error and not form.errors:
            n = len(made)
            words = ngettext("%(n)d guest added.", "%(n)d guests added.", n)
            messages.success(request, words % {"n": n})
            return redirect("checkins:session", request.workspace.slug, row.public_id)
    wishes = Wishes.read(request.GET, row)
    offered = candidates(row, wishes, timezone.now())
    context: dict[str, Any] = {
        "session": row,
        "wishes": wishes,
        "offered": [(one, chip(one.warmth) if one.warmth else None) for one in offered],
        "now": row.starts_at or timezone.now(),
        "markets": Market.choices,
        "tiers": Tier.choices,
        "brands": brands(),
        "error": error,
        "form": form,
        "chosen": request.POST.getlist("partnership"),
    }
    status = 422 if error or form.errors else 200
    return render(request, "checkins/session_guests.html", context, status=status)


def _add(
    request: WorkspaceRequest, row: Session, form: AskedWhy, found: list[Partnership]
) -> list[SessionGuest]:
    """None of them where a reason is needed first: the form then asks."""
    if not found:
        raise Refused(_("Choose at least one."))
    warnings = check_added(row, found)
    if not form.is_valid() or must_say_why(form, warnings):
        return []
    with transaction.atomic():
        made = add_guests(session=row, partnerships=found, by=request.user, at=timezone.now())
        keep_reasons(request, form, row, warnings if made else [])
    return made


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def answer(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    guest = guest_or_404(public_id)
    row = guest.session
    polled = row.state == SessionState.POLLED
    times = labelled(list(row.times.all())) if polled else []
    suits = list(guest.suits.values_list("public_id", flat=True))
    start = {"answer": guest.answer, "note": guest.note, "suits": suits}
    form = AnswerForm(posted_of(request), initial=start, times=times)

    def act(form: AnswerForm) -> str:
        data = form.cleaned_data
        record_answer(
            guest=guest,
            answer=data["answer"],
            suits=form.chosen(),
            note=data["note"],
            by=request.user,
            at=timezone.now(),
        )
        return _("The answer is recorded.")

    page = {
        "title": _("Answer of %(name)s") % {"name": guest.partnership.creator},
        "intro": _("For an answer given by mail, telephone or in person."),
        "submit": _("Record"),
    }
    return step(request, row, form, act, page)


def posted_of(request: WorkspaceRequest) -> Any:
    return request.POST if request.method == "POST" else None


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def fee(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    guest = guest_or_404(public_id)
    currency = guest.currency or guest.session.currency or request.workspace.currency
    start = {"fee": guest.fee, "currency": currency, "version": guest.version}
    form = FeeForm(posted_of(request), initial=start)

    warnings: list[BudgetWarning] = []

    def asks(form: FeeForm) -> bool:
        warnings[:] = check_guest_fee(guest, money_of(form))
        return must_say_why(form, warnings)

    def act(form: FeeForm) -> str:
        with transaction.atomic():
            change_fee(
                guest=guest,
                expected=form.cleaned_data["version"],
                fee=money_of(form),
                by=request.user,
                at=timezone.now(),
            )
            keep_reasons(request, form, guest.session, warnings)
        return ""

    page = {
        "title": _("Fee of %(name)s") % {"name": guest.partnership.creator},
        "intro": _("Owed once they came, due by the terms of their partnership."),
        "submit": _("Save"),
    }
    theirs = lambda row: {"fee": row.fee, "currency": row.currency}  # noqa: E731
    return step(request, guest.session, form, act, page, theirs=theirs, asks=asks)


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def remove(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    guest = guest_or_404(public_id)
    name = {"name": guest.partnership.creator}

    def act(form: forms.Form) -> str:
        told = remove_guest(guest=guest, by=request.user, at=timezone.now())
        if told:
            return _("%(name)s is no guest any more, and is told so.") % name
        return _("%(name)s is no guest any more.") % name

    page = {
        "title": _("Remove %(name)s") % name,
        "intro": _("If they have heard of it, one mail says that they are not needed this time."),
        "submit": _("Remove"),
        "danger": True,
    }
    return step(request, guest.session, EmptyForm(posted_of(request)), act, page)


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def now(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """One guest hears of it now, whenever their turn would come."""
    guest = guest_or_404(public_id)

    def act(form: forms.Form) -> str:
        at = timezone.now()
        n = invite_now(session=guest.session, guests=[guest], by=request.user, at=at)
        return _("The invitation is on its way.") if n else _("No mail went out to them.")

    page = {
        "title": _("Invite %(name)s now") % {"name": guest.partnership.creator},
        "intro": _("One mail, in their language and their working hours."),
        "submit": _("Invite now"),
    }
    return step(request, guest.session, EmptyForm(posted_of(request)), act, page)


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def later(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    guest = guest_or_404(public_id)
    moment = timezone.localtime(guest.invited_at) if guest.invited_at else soon()
    form = LaterForm(posted_of(request), initial={"moment": max(moment, soon())})

    def act(form: LaterForm) -> str:
        moment = form.cleaned_data["moment"]
        invite_later(guest=guest, moment=moment, by=request.user, at=timezone.now())
        return _("They hear of it then.")

    page = {
        "title": _("%(name)s hears of it later") % {"name": guest.partnership.creator},
        "intro": _("A mail that has not left yet is taken back."),
        "submit": _("Save"),
    }
    return step(request, guest.session, form, act, page)


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def attendance(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    guest = guest_or_404(public_id)
    came = not guest.came
    name = {"name": guest.partnership.creator}

    def act(form: forms.Form) -> str:
        change_attendance(guest=guest, came=came, by=request.user, at=timezone.now())
        return _("Corrected.")

    page = {
        "title": (_("%(name)s was there") if came else _("%(name)s was not there")) % name,
        "intro": _("The contact counts, and the fee is owed.")
        if came
        else _("The contact does not count, and the fee is not owed."),
        "submit": _("Correct"),
    }
    return step(request, guest.session, EmptyForm(posted_of(request)), act, page)
