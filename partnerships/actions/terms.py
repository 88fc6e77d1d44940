"""Writing terms into an agreement's rows, inside the caller's transaction."""

from typing import Any

from partnerships.models import (
    Agreement,
    AgreementRate,
    Exclusivity,
    Kpi,
    PerformanceTerm,
    Retainer,
    TenureStep,
)
from partnerships.queries.terms import terms_of
from partnerships.rules.terms import ROWS, Terms

_MODELS: dict[str, Any] = {
    "rates": AgreementRate,
    "tenure_steps": TenureStep,
    "exclusivities": Exclusivity,
    "retainers": Retainer,
    "performance_terms": PerformanceTerm,
    "kpis": Kpi,
}


def write_rows(agreement: Agreement, terms: Terms) -> None:
    """All parts that have rows of their own, as `terms` says. Rows of a part that did not change
    are left alone: what points at them goes on pointing."""
    agreement = Agreement.objects.get(pk=agreement.pk)
    before = terms_of(agreement)
    for part in ROWS:
        if getattr(before, part) != getattr(terms, part):
            getattr(agreement, part).all().delete()
            _MODELS[part].objects.bulk_create(
                _MODELS[part](
                    workspace_id=agreement.workspace_id, agreement=agreement, **_columns(part, row)
                )
                for row in getattr(terms, part)
            )


def _columns(part: str, row: Any) -> dict[str, Any]:
    if part == "rates":
        return dict(zip(("format", "currency", "amount"), row, strict=True))
    if part == "tenure_steps":
        return dict(zip(("from_year", "percent"), row, strict=True))
    values = dict(vars(row))
    if "markets" in values:
        values["markets"] = list(values["markets"])
    return values
