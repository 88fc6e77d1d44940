"""Result rows summed by the database into tallies (rules/tallies.py says what adds up)."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Sum, When
from django.db.models.functions import Coalesce

from campaigns.models import Result
from campaigns.models.result import METRICS
from campaigns.rules.tallies import BASES, INTERACTIONS, Share, Tally

_ANY_INTERACTION = Q(likes__isnull=False) | Q(comments__isnull=False)
_ANY_INTERACTION |= Q(shares__isnull=False) | Q(saves__isnull=False)
_ALL_INTERACTIONS = sum((Coalesce(F(m), 0) for m in INTERACTIONS[1:]), Coalesce(F("likes"), 0))


def _sums() -> dict[str, Any]:
    sums: dict[str, Any] = {"rows": Count("pk"), "revenue": Sum("revenue_amount")}
    for metric in METRICS:
        sums[f"sum_{metric}"] = Sum(metric)
    for base in BASES:
        both = _ANY_INTERACTION & Q(**{f"{base}__isnull": False})
        sums[f"{base}_interactions"] = Sum(_ALL_INTERACTIONS, filter=both)
        sums[f"{base}_base"] = Sum(base, filter=both)
        sums[f"{base}_rows"] = Count(Case(When(both, then=1), output_field=IntegerField()))
    return sums


def tallies(results: QuerySet[Result], *by: str) -> dict[tuple[Any, ...], Tally]:
    """Key (the values of `by`, in that order) → Tally. One query, whatever the number of rows."""
    return added_up(summed(results, *by), *by)


def summed(results: QuerySet[Result], *by: str) -> "QuerySet[Result, Any]":
    """The question that `added_up` takes the answer of."""
    return results.order_by().values(*by, "revenue_currency").annotate(**_sums())


def rated(results: QuerySet[Result], *by: str) -> "QuerySet[Result, Any]":
    """Only what rates of engagement and revenue need: `<base>_interactions`, `<base>_base` for
    each of BASES, `revenue`."""
    wanted = ("_interactions", "_base")
    asked = {name: one for name, one in _sums().items() if name.endswith(wanted)}
    rows = results.order_by().values(*by, "revenue_currency")
    return rows.annotate(revenue=Sum("revenue_amount"), **asked)


def added_up(rows: Iterable[Mapping[str, Any]], *by: str) -> dict[tuple[Any, ...], Tally]:
    found: dict[tuple[Any, ...], Tally] = {}
    for row in rows:
        key = tuple(row[name] for name in by)
        tally = _tally(row)
        found[key] = found[key] + tally if key in found else tally
    return found


def _tally(row: Mapping[str, Any]) -> Tally:
    return Tally(
        rows=row["rows"],
        sums={m: row[f"sum_{m}"] for m in METRICS if row[f"sum_{m}"] is not None},
        shares={
            base: Share(row[f"{base}_interactions"], row[f"{base}_base"], row[f"{base}_rows"])
            for base in BASES
            if row[f"{base}_rows"]
        },
        revenue={} if row["revenue"] is None else {row["revenue_currency"]: row["revenue"]},
    )


def shares_of(results: QuerySet[Result], *by: str) -> "QuerySet[Result, Any]":
    """Plain rows: the values of `by`, then interactions and base for each of BASES (None: no row
    knows both). What a report over all results reads: nothing else is summed."""
    wanted = [f"{base}_{part}" for base in BASES for part in ("interactions", "base")]
    sums = _sums()
    asked = {name: sums[name] for name in wanted}
    return results.order_by().values(*by).annotate(**asked).values_list(*by, *wanted)
