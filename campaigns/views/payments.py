"""Payments of all kinds: the list, one of them, written by hand, paid (product.md, row 31)."""

from typing import Any

from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission, may
from campaigns.actions import by_hand
from campaigns.actions.payments import mark_paid, unmark_paid
from campaigns.basis import basis_lines, period_of, title_of
from campaigns.forms.payments import CorrectForm, PaymentForm
from campaigns.forms.results import NothingForm, PaidForm
from campaigns.models import Payment
from campaigns.queries.agreed_pay import rows_behind
from campaigns.queries.budget import check_by_hand
from campaigns.queries.payment_list import choices, listed, narrowed, read_wanted, standing
from campaigns.rules.payments import PaymentState, pay_by, payment_state
from campaigns.views.campaigns import WRITE
from campaigns.views.respond import (
    ask,
    attempt,
    back_to,
    differences,
    newer,
    posted,
    save,
    status_of,
)
from core.money import Currency
from core.versions import EditConflict
from creators.models import PayoutDetails
from partnerships.enums import CommitmentKind
from partnerships.forms.over_budget import holds_up
from partnerships.models import Partnership
from partnerships.rules.budget import BudgetWarning
from partnerships.views.over_budget import keep_warning

PAGE = 50


@require_safe
@needs(Permission.VIEW)
def payments(request: WorkspaceRequest) -> HttpResponse:
    today = timezone.localdate(timezone=request.workspace.zone)
    wanted = read_wanted(request.GET.dict(), first="")
    figures = standing(narrowed(wanted, request.user, today), today)
    if not wanted.state:
        first = PaymentState.OVERDUE if figures.overdue_n else PaymentState.DUE
        wanted = read_wanted(request.GET.dict(), first=first)
    rows = listed(wanted, request.user, today)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page", "1"))
    context = {
        "page": page,
        "lines": [_line(row, today) for row in page],
        "standing": figures,
        "wanted": wanted,
        "chips": _chips(figures),
        "choices": choices(today),
        "kinds": CommitmentKind.choices,
        "currencies": Currency.choices,
        "today": today,
        "here": request.get_full_path(),
        "query": request.GET.urlencode(),
        "ticks": may(request.membership.role, Permission.EDIT) and wanted.state != "paid",
    }
    return render(request, "campaigns/payments.html", context)


def _chips(figures: Any) -> list[tuple[str, str, int]]:
    n = figures.overdue_n + figures.due_n + figures.paid_n
    return [
        (PaymentState.OVERDUE, pgettext("payments", "Overdue"), figures.overdue_n),
        (PaymentState.DUE, pgettext("payments", "Due"), figures.due_n),
        (PaymentState.PAID, pgettext("payments", "Paid"), figures.paid_n),
        ("all", pgettext("payments", "All"), n),
    ]


def _line(row: Payment, today: Any) -> dict[str, Any]:
    by_day = pay_by(row.due_on, row.partnership.creator.market)
    return {
        "row": row,
        "title": title_of(row),
        "period": period_of(row),
        "state": payment_state(due_on=row.due_on, paid_on=row.paid_on, today=today),
        "pay_by": by_day if by_day != row.due_on else None,
    }


def _payment_or_404(public_id: str) -> Payment:
    rows = Payment.objects.select_related(
        "workspace",
        "collaboration__campaign",
        "partnership__creator",
        "partnership__brand",
        "agreement",
        "paid_by",
    )
    return get_object_or_404(rows, public_id=public_id)


@require_safe
@needs(Permission.VIEW)
def payment(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """How it came about, with the rows behind it."""
    row = _payment_or_404(public_id)
    today = timezone.localdate(timezone=request.workspace.zone)
    computed = row.kind in (CommitmentKind.REVENUE_SHARE, CommitmentKind.BONUS) and row.basis
    payout = PayoutDetails.objects.filter(creator=row.partnership.creator, currency=row.currency)
    context = {
        "payment": row,
        "creator": row.partnership.creator,
        "brand": row.partnership.brand,
        "line": _line(row, today),
        "basis": basis_lines(row),
        "rows": rows_behind(row) if computed else [],
        "payout": payout.first(),
        "by_hand": row.kind in by_hand.BY_HAND,
        "here": request.path,
    }
    return render(request, "campaigns/payment.html", context)


@WRITE
@needs(Permission.EDIT)
def new(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """A session or something else, written by hand for the partnership `public_id`."""
    rows = Partnership.objects.select_related("creator", "brand", "workspace")
    partnership: Partnership = get_object_or_404(rows, public_id=public_id)
    creator = partnership.creator
    currency = "RUB" if creator.market == "RU" else request.workspace.currency
    form = PaymentForm(posted(request), initial={"currency": currency})
    back = _money_tab(request, partnership)
    if form.is_valid():
        due_on = form.cleaned_data["due_on"]
        warning = check_by_hand(partnership, form.money(), due_on)
        done = _("Written down: it is owed now.")
        if not holds_up(form, warning) and save(
            request, form, lambda: _add(request, partnership, form, warning), done=done
        ):
            return redirect(back)
    context = {"form": form, "partnership": partnership, "back": back}
    return render(request, "campaigns/payment_new.html", context, status=status_of(form))


def _add(
    request: WorkspaceRequest,
    partnership: Partnership,
    form: PaymentForm,
    warning: BudgetWarning | None,
) -> None:
    names = ("kind", "note", "due_on", "asked")
    data = {name: form.cleaned_data[name] for name in names}
    with transaction.atomic():
        added = by_hand.add_payment(
            partnership=partnership,
            money=form.money(),
            by=request.user,
            at=timezone.now(),
            **data,
        )
        if added:
            keep_warning(request, form, warning, key=f"{data['kind']}:{data['asked']}")


@WRITE
@needs(Permission.EDIT)
def correct(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = _payment_or_404(public_id)
    initial = _typed(row)
    form = CorrectForm(posted(request), initial=initial)
    conflict = None
    if form.is_valid():
        due_on = form.cleaned_data["due_on"]
        warning = check_by_hand(row.partnership, form.money(), due_on, before=row)
        try:
            if not holds_up(form, warning) and save(
                request, form, lambda: _correct(request, row, form, warning), done=_("Saved.")
            ):
                return redirect("campaigns:payment", request.workspace.slug, public_id)
        except EditConflict as clash:
            conflict = differences(form, _typed(clash.theirs))
            form = CorrectForm(newer(request.POST, clash), initial=initial)
    context = {
        "form": form,
        "payment": row,
        "conflict": conflict,
        "back": reverse("campaigns:payment", args=[request.workspace.slug, public_id]),
        "partnership": row.partnership,
    }
    status = status_of(form, conflict=conflict)
    return render(request, "campaigns/payment_new.html", context, status=status)


def _typed(row: Payment) -> dict[str, Any]:
    names = ("note", "amount", "currency", "due_on", "version")
    return {name: getattr(row, name) for name in names}


def _correct(
    request: WorkspaceRequest, row: Payment, form: CorrectForm, warning: BudgetWarning | None
) -> None:
    data = form.cleaned_data
    with transaction.atomic():
        by_hand.correct_payment(
            payment=row,
            expected=data["version"],
            note=data["note"],
            money=form.money(),
            due_on=data["due_on"],
            by=request.user,
            at=timezone.now(),
        )
        keep_warning(request, form, warning, key=row.key)


@WRITE
@needs(Permission.EDIT)
def remove(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = _payment_or_404(public_id)
    back = _money_tab(request, row.partnership)
    return ask(
        request,
        NothingForm(posted(request)),
        lambda _data: by_hand.remove_payment(payment=row, by=request.user, at=timezone.now()),
        then=redirect(back),
        done=_("Removed: nothing is owed for it."),
        page={
            "payment": row,
            "title": _("Was this never owed?"),
            "text": _("It leaves the creator's portal and the budget. The history keeps it."),
            "button": _("Remove"),
            "danger": True,
        },
    )


def _money_tab(request: WorkspaceRequest, partnership: Partnership) -> str:
    address = reverse("partnerships:detail", args=[request.workspace.slug, partnership.public_id])
    return f"{address}?tab=money"


@WRITE
@needs(Permission.EDIT)
def paid(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """On which day? Today is proposed."""
    payment = _payment_or_404(public_id)
    today = timezone.localdate(timezone=request.workspace.zone)
    names = {"creator": payment.partnership.creator}
    otherwise = reverse("campaigns:payments", args=[request.workspace.slug])
    at = timezone.now()
    return ask(
        request,
        PaidForm(posted(request), initial={"paid_on": today}),
        lambda data: mark_paid(payment=payment, paid_on=data["paid_on"], by=request.user, at=at),
        then=back_to(request, otherwise),
        done=_("Noted as paid."),
        page={
            "campaign": payment.collaboration.campaign if payment.collaboration else None,
            "payment": payment,
            "title": _("The payment to %(creator)s has left?") % names,
            "text": _("The creator sees it in their portal."),
            "button": _("Mark paid"),
            "next": request.POST.get("next") or request.GET.get("next", ""),
        },
    )


@require_POST
@needs(Permission.EDIT)
def unpaid(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    payment = _payment_or_404(public_id)
    attempt(
        request,
        lambda: unmark_paid(payment=payment, by=request.user, at=timezone.now()),
        done=_("It is owed again."),
    )
    return back_to(request, reverse("campaigns:payments", args=[request.workspace.slug]))
