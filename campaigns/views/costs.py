"""What it cost to win a creator (product.md, row 32)."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from campaigns.actions import acquisition
from campaigns.forms.payments import CostForm
from campaigns.forms.results import NothingForm
from campaigns.views.campaigns import WRITE
from campaigns.views.respond import ask, posted, save, status_of
from partnerships.models import AcquisitionCost, Partnership


@WRITE
@needs(Permission.EDIT)
def add(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """Of the partnership `public_id`."""
    rows = Partnership.objects.select_related("creator", "brand", "workspace")
    partnership: Partnership = get_object_or_404(rows, public_id=public_id)
    initial = {"currency": request.workspace.currency, "on": partnership.started_on}
    form = CostForm(posted(request), initial=initial)

    def act(values: dict[str, Any], asked: str) -> object:
        return acquisition.add_cost(
            partnership=partnership, public_id=asked, by=request.user, at=timezone.now(), **values
        )

    return _page(request, form, partnership, None, act)


@WRITE
@needs(Permission.EDIT)
def correct(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    cost = _cost_or_404(public_id)
    names = ("kind", "amount", "currency", "on", "note")
    form = CostForm(posted(request), initial={name: getattr(cost, name) for name in names})

    def act(values: dict[str, Any], asked: str) -> None:
        acquisition.correct_cost(cost=cost, by=request.user, at=timezone.now(), **values)

    return _page(request, form, cost.partnership, cost, act)


def _page(
    request: WorkspaceRequest,
    form: CostForm,
    partnership: Partnership,
    cost: AcquisitionCost | None,
    act: Any,
) -> HttpResponse:
    back = _money_tab(request, partnership)
    if form.is_valid():
        data = form.cleaned_data
        values = {"kind": data["kind"], "on": data["on"], "note": data["note"]}
        values["money"] = form.money()
        if save(request, form, lambda: act(values, data["asked"]), done=_("Saved.")):
            return redirect(back)
    context = {"form": form, "partnership": partnership, "cost": cost, "back": back}
    return render(request, "campaigns/cost.html", context, status=status_of(form))


@WRITE
@needs(Permission.EDIT)
def remove(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    cost = _cost_or_404(public_id)
    return ask(
        request,
        NothingForm(posted(request)),
        lambda _data: acquisition.remove_cost(cost=cost, by=request.user, at=timezone.now()),
        then=redirect(_money_tab(request, cost.partnership)),
        done=_("Removed."),
        page={
            "title": _("Remove this cost?"),
            "text": f"{cost.get_kind_display()}: {cost.amount} {cost.currency}",
            "button": _("Remove"),
            "danger": True,
            "crumb": str(cost.partnership),
        },
    )


def _cost_or_404(public_id: str) -> AcquisitionCost:
    rows = AcquisitionCost.objects.select_related(
        "partnership__creator", "partnership__brand", "partnership__workspace"
    )
    return get_object_or_404(rows, public_id=public_id)


def _money_tab(request: WorkspaceRequest, partnership: Partnership) -> str:
    address = reverse("partnerships:detail", args=[request.workspace.slug, partnership.public_id])
    return f"{address}?tab=money"
