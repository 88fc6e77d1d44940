"""Dated exchange rates of the workspace (product.md, row 30), read once for a page."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet

from core.exchange import RateTable
from core.models import ExchangeRate


def rate_table() -> RateTable:
    """All rates of the workspace in scope; one query."""
    return table_of(dated_rates())


def dated_rates() -> "QuerySet[ExchangeRate, Any]":
    """The question that `table_of` takes the answer of."""
    return ExchangeRate.objects.order_by().values("currency", "against", "day", "rate")


def table_of(rows: Iterable[Mapping[str, Any]]) -> RateTable:
    return RateTable((row["currency"], row["against"], row["day"], row["rate"]) for row in rows)
