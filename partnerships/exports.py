"""The ledger of promises as a file: the rows behind the figures of a budget."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.exports.registry import Cell, ExportList, Sheet, register_export
from core.models import ExportJob
from partnerships.models import Brand, Commitment
from partnerships.queries.budget import commitments

KIND = "commitments"


def ledger(wanted: Mapping[str, Any]) -> Any:
    """The rows that a filter of the page asks for; a brand is named by its public id."""
    asked = {name: value for name, value in wanted.items() if name != "brand"}
    if "year" in asked:
        asked["year"] = int(asked["year"])
    brand = Brand.objects.filter(public_id=wanted.get("brand", "")).first()
    return commitments(brand=brand, **asked)


def open_ledger(job: ExportJob) -> Sheet:
    rows = ledger(dict(parse_qsl(job.query)))
    heads = [
        _("Day"), _("Creator"), _("Brand"), _("Tier"), _("What for"), _("State"), _("Amount"),
        _("Currency"), _("Spent on"), _("In the workspace's currency"), _("Its currency"),
        _("Exchange rate"), _("Rate of"),
    ]  # fmt: skip
    return Sheet(heads=heads, rows=_rows(rows.iterator(chunk_size=500)), total=rows.count())


def _rows(rows: Iterator[Commitment]) -> Iterator[Sequence[Cell]]:
    for row in rows:
        yield [
            row.on, str(row.partnership.creator), str(row.brand), row.tier,
            str(row.get_kind_display()), str(row.get_state_display()), row.amount, row.currency,
            row.spent_on, row.home_amount, row.home_currency, row.exchange, row.exchange_on,
        ]  # fmt: skip


def register() -> None:
    register_export(ExportList(KIND, gettext_lazy("Commitments"), open_ledger))
