"""Dated exchange rates of the workspace (product.md, row 30), read once for a page."""

from core.exchange import RateTable
from core.models import ExchangeRate


def rate_table() -> RateTable:
    """All rates of the workspace in scope; one query."""
    rows = ExchangeRate.objects.order_by()
    return RateTable(rows.values_list("currency", "against", "day", "rate"))
