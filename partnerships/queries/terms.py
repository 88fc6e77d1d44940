"""The terms of agreements as values, today's and any other day's (product.md, rows 18 and 25)."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet

from core.together import read_together
from partnerships.enums import AmendmentState
from partnerships.models import (
    Agreement,
    AgreementRate,
    Amendment,
    Exclusivity,
    Kpi,
    PerformanceTerm,
    Retainer,
    TenureStep,
)
from partnerships.rules.tenure import AgreedPrice, prices_on
from partnerships.rules.terms import (
    ROWS,
    ExclusivityTerm,
    KpiTerm,
    PerformancePay,
    RetainerTerm,
    Terms,
)

# Parameters of a query are limited, and each part names all agreements.
_AT_ONCE = 1000
_MODELS: dict[str, Any] = {
    "rates": AgreementRate,
    "tenure_steps": TenureStep,
    "exclusivities": Exclusivity,
    "retainers": Retainer,
    "performance_terms": PerformanceTerm,
    "kpis": Kpi,
}
# The parts that prices are made of.
PRICES = ("rates", "tenure_steps")
# Of an agreement's amendments those that change what holds on some day.
_COUNTING = (AmendmentState.SIGNED, AmendmentState.IN_FORCE)


def with_terms(agreements: Iterable[Agreement], parts: Sequence[str] = ROWS) -> list[Agreement]:
    """The same rows with all that `terms_of` and `terms_on` read of these `parts`; one query for a
    thousand of them."""
    rows = list(agreements)
    for start in range(0, len(rows), _AT_ONCE):
        _fill(rows[start : start + _AT_ONCE], parts)
    return rows


def _fill(agreements: Sequence[Agreement], parts: Sequence[str]) -> None:
    ids = [row.pk for row in agreements]
    asked = [_MODELS[part].objects.filter(agreement__in=ids) for part in parts]
    found = read_together([_changes().filter(agreement__in=ids), *asked])
    changes, *told = [_by_agreement(rows) for rows in found]
    for agreement in agreements:
        own = agreement.__dict__.setdefault("_prefetched_objects_cache", {})
        for part, rows in zip(parts, told, strict=True):
            # As a prefetch leaves it, for `agreement.rates.all()`.
            own[part] = getattr(agreement, part).all()
            own[part]._result_cache = rows[agreement.pk]
            own[part]._prefetch_done = True
        agreement.counting_amendments = changes[agreement.pk]  # type: ignore[attr-defined]


def _by_agreement(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.agreement_id].append(row)
    return found


def _changes() -> QuerySet[Amendment]:
    return Amendment.objects.filter(state__in=_COUNTING).order_by("number")


def terms_of(agreement: Agreement) -> Terms:
    """The terms as they stand on the row; six queries unless `with_terms` was asked before."""
    return _read(agreement, ROWS)


def _read(agreement: Agreement, parts: Sequence[str]) -> Terms:
    own = {one for one in Terms.__dataclass_fields__ if one not in ROWS}
    rows: dict[str, Any] = {
        part: [_ROW[part](row) for row in getattr(agreement, part).all()] for part in parts
    }
    return Terms(**{name: getattr(agreement, name) for name in own}, **rows)


def _exclusivity(row: Exclusivity) -> ExclusivityTerm:
    return ExclusivityTerm(
        category=row.category,
        days_before=row.days_before,
        days_after=row.days_after,
        always=row.always,
        markets=tuple(row.markets),
        note=row.note,
    )


def _performance(row: PerformanceTerm) -> PerformancePay:
    return PerformancePay(
        kind=row.kind,
        rhythm=row.rhythm,
        market=row.market,
        percent=row.percent,
        metric=row.metric,
        threshold=row.threshold,
        amount=row.amount,
        currency=row.currency,
        note=row.note,
    )


def _retainer(row: Retainer) -> RetainerTerm:
    return RetainerTerm(row.amount, row.currency, row.scope, row.starts_on, row.ends_on)


_ROW: dict[str, Callable[[Any], Any]] = {
    "rates": lambda row: (row.format, row.currency, row.amount),
    "tenure_steps": lambda row: (row.from_year, row.percent),
    "exclusivities": _exclusivity,
    "retainers": _retainer,
    "performance_terms": _performance,
    "kpis": lambda row: KpiTerm(row.market, row.metric, row.goal, row.floor, row.currency),
}


def prices_of(agreement: Agreement, day: date) -> list[AgreedPrice]:
    """The prices that hold on `day`, with tenure and signed amendments; two queries and one for
    amendments unless `with_terms` was asked before, for PRICES or for all."""
    return prices_on(_on(agreement, day) or _read(agreement, PRICES), day)


def clauses_on(agreement: Agreement, day: date) -> Sequence[ExclusivityTerm]:
    """The exclusivity that holds on `day`, with signed amendments; two queries unless `with_terms`
    was asked before, for `exclusivities` or for all."""
    return (_on(agreement, day) or _read(agreement, ["exclusivities"])).exclusivities


def terms_on(agreement: Agreement, day: date) -> Terms:
    """The terms that hold on `day`, past or future: signed amendments count from their day on,
    also before the clock has written them into the row. What the calendar did to the row (notice
    moves the last day) shows in the newest stretch alone."""
    return _on(agreement, day) or terms_of(agreement)


def _on(agreement: Agreement, day: date) -> Terms | None:
    """What amendments say of `day`; None: the rows say it."""
    reached = [one for one in _counting(agreement) if one.effective_on <= day]
    later = [one for one in _counting(agreement) if one.effective_on > day]
    written = [one for one in later if one.state == AmendmentState.IN_FORCE]
    if written:
        return Terms.from_json(written[0].before)
    if reached and reached[-1].state == AmendmentState.SIGNED:
        return Terms.from_json(reached[-1].after)
    return None


def _counting(agreement: Agreement) -> list[Amendment]:
    known: list[Amendment] | None = getattr(agreement, "counting_amendments", None)
    if known is None:
        known = list(_changes().filter(agreement=agreement))
        agreement.counting_amendments = known  # type: ignore[attr-defined]
    return known
