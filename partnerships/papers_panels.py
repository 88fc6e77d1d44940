"""Quarters, papers and reviews on the pages of a partnership and of an agreement."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.panels import Panel, register_panel
from partnerships.actions.changes import today_of
from partnerships.forms.papers import FileForm
from partnerships.models import Agreement, Partnership
from partnerships.queries.agreements import leading
from partnerships.queries.business_reviews import reviews
from partnerships.queries.files import files_of
from partnerships.queries.sows import sow_lines, sows_of
from partnerships.rules.agreements import BINDING_STATES
from partnerships.rules.growth import quarter_name
from partnerships.rules.sow import quarters_to_offer

MOST_REVIEWS = 8


def sows_of_partnership(request: Any, partnership: Partnership) -> dict[str, Any] | None:
    """All quarters of all its agreements; None where nothing was ever agreed."""
    agreements = list(Agreement.objects.filter(partnership=partnership))
    first = leading([row for row in agreements if row.state in BINDING_STATES])
    sows = sows_of(agreements)
    if first is None and not sows:
        return None
    return _sows(partnership, first, sows)


def sows_of_agreement(request: Any, agreement: Agreement) -> dict[str, Any] | None:
    sows = sows_of([agreement])
    binding = agreement if agreement.state in BINDING_STATES else None
    return _sows(agreement.partnership, binding, sows) if binding or sows else None


def _sows(partnership: Partnership, agreement: Agreement | None, sows: Any) -> dict[str, Any]:
    free = []
    if agreement is not None:
        taken = [sow.quarter for sow in sows if sow.agreement_id == agreement.pk]
        today = today_of(partnership, timezone.now())
        free = quarters_to_offer(agreement.starts_on, agreement.ends_on, taken, today)
    return {
        "agreement": agreement,
        "lines": sow_lines(partnership.pk, sows),
        "may_add": bool(free),
    }


def papers(request: Any, agreement: Agreement) -> dict[str, Any]:
    return {
        "agreement": agreement,
        "papers": files_of(agreement, removed=request.GET.get("removed", "")),
        "files_form": FileForm(),
    }


def business_reviews(request: Any, partnership: Partnership) -> dict[str, Any]:
    rows = reviews().filter(partnership=partnership)[:MOST_REVIEWS]
    return {
        "partnership": partnership,
        "rows": [(row, quarter_name(row.quarter)) for row in rows],
    }


def register() -> None:
    folder = "partnerships/panels"
    for slot, load in (
        ("partnerships.detail", sows_of_partnership),
        ("partnerships.agreement.after", sows_of_agreement),
    ):
        tab = "agreement" if slot == "partnerships.detail" else ""
        title = _("Quarters")
        register_panel(Panel(slot, "sows", title, f"{folder}/sows.html", load, order=40, tab=tab))
    register_panel(
        Panel(
            "partnerships.agreement.after", "papers", _("Papers"),
            f"{folder}/agreement_papers.html", papers, order=50,
        )
    )  # fmt: skip
    register_panel(
        Panel(
            "partnerships.detail", "business_reviews", _("Business reviews"),
            f"{folder}/business_reviews.html", business_reviews, order=80, tab="reviews",
        )
    )  # fmt: skip
