from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from campaigns.actions.payments import mark_paid, unmark_paid
from campaigns.forms.results import PaidForm
from campaigns.models import Payment
from campaigns.queries.payments import payment_rows, payment_standing
from campaigns.rules.payments import PaymentState
from campaigns.views.campaigns import WRITE
from campaigns.views.respond import ask, attempt, back_to, posted

PAGE = 50


@require_safe
@needs(Permission.VIEW)
def payments(request: WorkspaceRequest) -> HttpResponse:
    today = timezone.localdate(timezone=request.workspace.zone)
    standing = payment_standing(today)
    first = PaymentState.OVERDUE if standing.overdue_n else PaymentState.DUE
    asked = request.GET.get("state", first)
    state = asked if asked in list(PaymentState) else first
    page = Paginator(payment_rows(state, today), PAGE).get_page(request.GET.get("page", "1"))
    chips = [
        (PaymentState.OVERDUE, pgettext("payments", "Overdue"), standing.overdue_n),
        (PaymentState.DUE, pgettext("payments", "Due"), standing.due_n),
        (PaymentState.PAID, pgettext("payments", "Paid"), standing.paid_n),
    ]
    context = {
        "page": page,
        "standing": standing,
        "state": state,
        "chips": chips,
        "today": today,
        "here": request.get_full_path(),
    }
    return render(request, "campaigns/payments.html", context)


def _payment_or_404(public_id: str) -> Payment:
    rows = Payment.objects.select_related(
        "workspace", "collaboration__campaign", "partnership__creator"
    )
    return get_object_or_404(rows, public_id=public_id)


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
