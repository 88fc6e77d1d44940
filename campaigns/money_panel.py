"""What this room shows in the Money tab of a partnership: payments, ROI, cost of acquisition; and
the creator's payments on their profile."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.basis import period_of, title_of
from campaigns.queries.economics import acquisition_of, economics
from campaigns.queries.payment_list import standing
from campaigns.queries.payments import payments_of, payments_with
from campaigns.rules.economics import ACQUISITION
from campaigns.rules.payments import payment_state
from core.panels import Panel, register_panel
from creators.models import Creator
from partnerships.enums import CommitmentKind
from partnerships.models import Partnership

SHOWN = 12


def of_payments(request: Any, partnership: Partnership) -> dict[str, Any]:
    rows = payments_with(partnership)
    return {"partnership": partnership, **_told(request, rows)}


def of_creator(request: Any, creator: Creator) -> dict[str, Any] | None:
    told = _told(request, payments_of(creator))
    return told if told["lines"] else None


def _told(request: Any, rows: Any) -> dict[str, Any]:
    today = timezone.localdate(timezone=request.workspace.zone)
    found = list(rows[: SHOWN + 1])
    lines = [
        {
            "row": row,
            "title": title_of(row),
            "period": period_of(row),
            "state": payment_state(due_on=row.due_on, paid_on=row.paid_on, today=today),
        }
        for row in found[:SHOWN]
    ]
    return {"lines": lines, "more": len(found) > SHOWN, "standing": standing(rows, today)}


def of_economics(request: Any, partnership: Partnership) -> dict[str, Any] | None:
    found = economics([partnership.pk]).get(partnership.pk)
    if found is None:
        return None
    names = {**dict(CommitmentKind.choices), ACQUISITION: _("Acquisition")}
    kinds = [
        (names[kind], found.life.by_kind.get(kind, []), found.year.by_kind.get(kind, []))
        for kind in names
        if found.life.by_kind.get(kind) or found.year.by_kind.get(kind)
    ]
    return {
        "partnership": partnership,
        "economics": found,
        "kinds": kinds,
        "spans": [(_("Over its life"), found.life), (_("Last 12 months"), found.year)],
        "costs": acquisition_of(partnership),
    }


def register() -> None:
    slot, tab = "partnerships.detail", "money"
    for key, title, template, load, order in (
        ("payments", _("Payments"), "payments", of_payments, 20),
        ("economics", _("Cost and return"), "economics", of_economics, 30),
    ):
        path = f"campaigns/panels/{template}.html"
        register_panel(Panel(slot, key, title, path, load, tab=tab, order=order))
    profile = Panel(
        "creators.profile", "payments", _("Payments"), "campaigns/panels/payments.html",
        of_creator, tab="rates", order=30,
    )  # fmt: skip
    register_panel(profile)
