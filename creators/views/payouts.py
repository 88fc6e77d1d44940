"""Payment details of a creator (product.md, row 31): entered blind, shown masked, read by few."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission, sees_payouts
from core.money import Currency
from creators.actions import payouts as actions
from creators.enums import PayoutMethod
from creators.errors import Refused
from creators.forms.payouts import PayoutForm
from creators.models import Creator, PayoutDetails
from creators.rules.payouts import FIELDS
from creators.views.respond import RATES, creator_or_404, show_refusal, to_profile

# The likely way of each currency comes first.
_USUAL = {Currency.RUB: PayoutMethod.SBP, Currency.USD: PayoutMethod.PAYPAL}


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT)
@sensitive_variables("form")
def payout(request: WorkspaceRequest, public_id: str, currency: str) -> HttpResponse:
    """Enter, or replace whole, where money in `currency` goes."""
    creator = creator_or_404(public_id)
    if currency not in Currency.values:
        raise Http404
    there = PayoutDetails.objects.filter(creator=creator, currency=currency).first()
    method = _method(request, there, currency)
    form = PayoutForm(
        request.POST if request.method == "POST" else None,
        method=method,
        initial={"version": there.version if there else 0},
    )
    if form.is_valid() and _saved(request, creator, currency, method, form):
        messages.success(request, _("Kept, encrypted. The page shows its last signs only."))
        return to_profile(request, creator, RATES)
    context = {
        "creator": creator,
        "currency": Currency(currency),
        "there": there,
        "form": form,
        "method": method,
        "methods": PayoutMethod.choices,
    }
    status = 422 if form.is_bound else 200
    return _kept_nowhere(render(request, "creators/payout.html", context, status=status))


def _method(request: WorkspaceRequest, there: PayoutDetails | None, currency: str) -> str:
    usual = there.method if there else _USUAL.get(Currency(currency), PayoutMethod.BANK)
    asked = request.GET.get("method", "")
    return asked if asked in PayoutMethod.values else usual


@sensitive_variables("form")
def _saved(
    request: WorkspaceRequest, creator: Creator, currency: str, method: str, form: PayoutForm
) -> bool:
    try:
        actions.save_payout(
            creator=creator,
            currency=currency,
            method=method,
            fields=form.typed(),
            expected=form.cleaned_data["version"],
            by=request.user,
            at=timezone.now(),
        )
    except actions.FieldsWrong as wrong:
        for key, words in wrong.errors.items():
            form.add_error(key, words)
        return False
    except Refused as refused:
        show_refusal(form, refused)
        return False
    return True


@require_POST
@needs(Permission.EDIT)
@sensitive_variables()
def look(request: WorkspaceRequest, public_id: str, payout_id: str) -> HttpResponse:
    """The details in clear, once, to whoever may; the look is written down."""
    row = _payout_or_404(public_id, payout_id)
    try:
        fields = actions.reveal_payout(payout=row, member=request.membership, at=timezone.now())
    except Refused as refused:
        messages.warning(request, str(refused))
        return to_profile(request, row.creator, RATES)
    labels: dict[str, Any] = {one.key: one.label for one in FIELDS[row.method]}
    lines = [(labels.get(key, key), text) for key, text in fields.items()]
    context = {"creator": row.creator, "payout": row, "lines": lines}
    return _kept_nowhere(render(request, "creators/payout_look.html", context))


@require_POST
@needs(Permission.EDIT)
def remove(request: WorkspaceRequest, public_id: str, payout_id: str) -> HttpResponse:
    row = _payout_or_404(public_id, payout_id)
    if actions.remove_payout(payout=row, by=request.user, at=timezone.now()):
        messages.success(request, _("The payment details are removed."))
    return to_profile(request, row.creator, RATES)


def payouts_part(request: WorkspaceRequest, creator: Creator) -> dict[str, Any]:
    """Of the profile: what is known, masked, and the currencies that nothing is known of."""
    rows = list(PayoutDetails.objects.filter(creator=creator).select_related("updated_by"))
    known = {row.currency for row in rows}
    return {
        "payouts": rows,
        "payouts_missing": [one for one in Currency if one.value not in known],
        "sees_payouts": sees_payouts(request.membership),
    }


def _payout_or_404(public_id: str, payout_id: str) -> PayoutDetails:
    rows = PayoutDetails.objects.select_related("creator")
    return get_object_or_404(rows, public_id=payout_id, creator__public_id=public_id)


def _kept_nowhere(response: HttpResponse) -> HttpResponse:
    add_never_cache_headers(response)
    return response
