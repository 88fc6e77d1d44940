"""What was agreed, on the page of its partnership (product.md, rows 18 and 25)."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.panels import Panel, register_panel
from partnerships.actions.changes import today_of
from partnerships.models import Agreement, Partnership
from partnerships.queries.agreements import leading
from partnerships.queries.amendments import amendments_of
from partnerships.queries.jumps import price_history
from partnerships.queries.terms import terms_of, with_terms
from partnerships.rules.agreements import BINDING_STATES
from partnerships.rules.term_words import InWords


def summary(request: Any, partnership: Partnership) -> dict[str, Any] | None:
    """Five queries."""
    rows = list(Agreement.objects.filter(partnership=partnership))
    first = leading(rows)
    today = today_of(partnership, timezone.now())
    if first is None:
        prices = price_history(partnership, (), today)
        return {"partnership": partnership, "agreement": None, "prices": prices}
    for row in with_terms(rows):
        row.partnership = partnership
    amendments = amendments_of(first)
    return {
        "partnership": partnership,
        "agreement": first,
        "others": [row for row in rows if row is not first],
        "words": InWords(terms_of(first), today),
        "amendments": amendments,
        "may_amend": first.state in BINDING_STATES and not any(one.open for one in amendments),
        "prices": price_history(partnership, rows, today),
        "today": today,
    }


def register() -> None:
    register_panel(
        Panel(
            "partnerships.detail", "agreement", _("Agreement"),
            "partnerships/panels/agreement.html", summary, order=10, tab="agreement",
        )
    )  # fmt: skip
