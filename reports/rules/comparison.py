"""A creator against their own earlier campaigns, never against somebody else (rows 57, 62)."""

from collections.abc import Sequence
from typing import Any

from campaigns.models.result import METRICS
from campaigns.rules.baseline import NOTABLE, Beside, Earlier, beside
from campaigns.rules.tallies import Tally

__all__ = ["NOTABLE", "Beside", "Earlier", "beside", "compare", "history_of_rates"]


def compare(tally: Tally, history: Sequence[Earlier]) -> dict[str, Any]:
    """JSON for `Summary.figures["comparison"]`; `history` in order of time.

    `{"earlier": 3, "last_campaign": "Spring", "engagement": {...} | None,
    "metrics": {"reach": {...}}, "revenue": {"USD": {...}}}`; `earlier` 0 is a first campaign.
    Engagement rates are compared on the same base only.
    """
    mine = tally.engagement()
    rates = None
    if mine is not None:
        past = [earlier.tally.engagement(mine.base) for earlier in history]
        rates = beside(mine.rate, [one.rate if one else None for one in past])
    metrics = {}
    for metric in METRICS:
        found = beside(tally.known(metric), [earlier.tally.known(metric) for earlier in history])
        if found:
            metrics[metric] = _json(found)
    revenue = {}
    for currency, amount in tally.revenue.items():
        past_sums = [earlier.tally.revenue.get(currency) for earlier in history]
        found = beside(float(amount), [None if s is None else float(s) for s in past_sums])
        if found:
            revenue[currency] = _json(found)
    return {
        "earlier": len(history),
        "last_campaign": history[-1].campaign if history else "",
        "engagement": _json(rates) if rates else None,
        "metrics": metrics,
        "revenue": revenue,
    }


def _json(found: Beside) -> dict[str, float | int | None]:
    return {
        "now": found.now,
        "median": found.median,
        "last": found.last,
        "n": found.n,
        "change": found.change,
    }


def history_of_rates(history: Sequence[Earlier], base: str) -> list[dict[str, Any]]:
    """Rows for the chart "engagement by campaign": name and rate on `base` (None: not known)."""
    rows: list[dict[str, Any]] = []
    for earlier in history:
        rate = earlier.tally.engagement(base)
        rows.append({"campaign": earlier.campaign, "rate": rate.rate if rate else None})
    return rows
