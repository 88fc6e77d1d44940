"""Planned, committed and spent by tier, as a picture."""

from typing import Any

from django.utils.translation import gettext as _

from core.charts import Chart
from partnerships.rules.budget import Sums


def budget_chart(sums: Sums, currency: str, language: str) -> Chart:
    """In the plan's currency."""
    rows: list[dict[str, Any]] = []
    for tier in sums.tiers:
        for name, amount in (
            (_("Planned"), tier.planned),
            (_("Committed"), tier.committed),
            (_("Spent"), tier.spent),
        ):
            rows.append({"tier": tier.tier, "what": name, "amount": float(amount)})
    return Chart(
        title=_("Planned, committed and spent by tier"),
        rows=rows,
        kind="grouped",
        x="tier",
        y="amount",
        color="what",
        x_title=_("Tier"),
        y_title=_("Sum"),
        color_title=_("What"),
        y_format="money",
        currency=currency,
        language=language,
    )
