"""Payments as a file (product.md, row 31): exactly what the list shows, handed out at once and kept
nowhere, since it may hold payment details."""

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission, sees_payouts
from campaigns.exports import DETAILS, KIND
from campaigns.forms.payments import PaymentExportForm
from campaigns.queries.payment_list import listed, payments_by_id, read_wanted
from campaigns.rules.payments import PaymentState
from campaigns.views.campaigns import WRITE
from campaigns.views.payment_bulk import ticked
from core.exports.jobs import AT_ONCE, ask_export
from core.exports.sending import sent_at_once
from core.exports.writers import delimiter_of


@WRITE
@needs(Permission.EXPORT)
def export(request: WorkspaceRequest) -> HttpResponseBase:
    """The address is that of the list, with `row` for each that was ticked."""
    today = timezone.localdate(timezone=request.workspace.zone)
    wanted = read_wanted(request.GET.dict(), first=PaymentState.DUE)
    selection = ticked(request)
    n = len(payments_by_id(selection)) if selection else listed(wanted, request.user, today).count()
    query = urlencode(wanted.query())
    back = f"{reverse('campaigns:payments', args=[request.workspace.slug])}?{query}"
    if n > AT_ONCE:
        messages.warning(request, _("So many payments do not fit one file: choose a month first."))
        return redirect(back)
    may_see = sees_payouts(request.membership)
    form = PaymentExportForm(request.POST if request.method == "POST" else None, may_see=may_see)
    if form.is_valid():
        return _give(request, form, query, selection, n)
    context = {
        "form": form,
        "n": n,
        "ticked": len(selection),
        "delimiter": delimiter_of(request.user.language),
        "back": back,
        "may_see": may_see,
    }
    status = 422 if form.is_bound else 200
    return render(request, "campaigns/payments_export.html", context, status=status)


def _give(
    request: WorkspaceRequest, form: PaymentExportForm, query: str, selection: list[str], n: int
) -> HttpResponseBase:
    data = form.cleaned_data
    job = ask_export(
        workspace=request.workspace,
        kind=KIND,
        format=data["format"],
        query=f"{query}&{DETAILS}=1" if data.get("details") else query,
        selection=selection,
        rows=n,
        by=request.user,
        at=timezone.now(),
        public_id=data["export"],
    )
    return sent_at_once(job)
