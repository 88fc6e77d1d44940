"""The terms of agreements as values, today's and any other day's (product.md, rows 18 and 25)."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Prefetch, prefetch_related_objects

from partnerships.enums import AmendmentState
from partnerships.models import Agreement, Amendment
from partnerships.rules.terms import (
    ROWS,
    ExclusivityTerm,
    KpiTerm,
    PerformancePay,
    RetainerTerm,
    Terms,
)

# Of an agreement's amendments those that change what holds on some day.
_COUNTING = (AmendmentState.SIGNED, AmendmentState.IN_FORCE)


def with_terms(agreements: Iterable[Agreement]) -> list[Agreement]:
    """The same rows with all that `terms_of` and `terms_on` read; seven queries for any number."""
    rows = list(agreements)
    counting = Amendment.objects.filter(state__in=_COUNTING).order_by("number")
    kept = Prefetch("amendments", queryset=counting, to_attr="counting_amendments")
    prefetch_related_objects(rows, *ROWS, kept)
    return rows


def terms_of(agreement: Agreement) -> Terms:
    """The terms as they stand on the row; six queries unless `with_terms` was asked before."""
    own = {one for one in Terms.__dataclass_fields__ if one not in ROWS}
    return Terms(
        **{name: getattr(agreement, name) for name in own},
        rates=[(row.format, row.currency, row.amount) for row in agreement.rates.all()],
        tenure_steps=[(row.from_year, row.percent) for row in agreement.tenure_steps.all()],
        exclusivities=[
            ExclusivityTerm(
                category=row.category,
                days_before=row.days_before,
                days_after=row.days_after,
                always=row.always,
                markets=tuple(row.markets),
                note=row.note,
            )
            for row in agreement.exclusivities.all()
        ],
        retainers=[
            RetainerTerm(row.amount, row.currency, row.scope, row.starts_on, row.ends_on)
            for row in agreement.retainers.all()
        ],
        performance_terms=[
            PerformancePay(
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
            for row in agreement.performance_terms.all()
        ],
        kpis=[
            KpiTerm(row.market, row.metric, row.goal, row.floor, row.currency)
            for row in agreement.kpis.all()
        ],
    )


def terms_on(agreement: Agreement, day: date) -> Terms:
    """The terms that hold on `day`, past or future: signed amendments count from their day on,
    also before the clock has written them into the row. What the calendar did to the row (notice
    moves the last day) shows in the newest stretch alone."""
    reached = [one for one in _counting(agreement) if one.effective_on <= day]
    later = [one for one in _counting(agreement) if one.effective_on > day]
    written = [one for one in later if one.state == AmendmentState.IN_FORCE]
    if written:
        return Terms.from_json(written[0].before)
    if reached and reached[-1].state == AmendmentState.SIGNED:
        return Terms.from_json(reached[-1].after)
    return terms_of(agreement)


def _counting(agreement: Agreement) -> list[Amendment]:
    known: list[Amendment] | None = getattr(agreement, "counting_amendments", None)
    if known is None:
        known = list(agreement.amendments.filter(state__in=_COUNTING).order_by("number"))
        agreement.counting_amendments = known  # type: ignore[attr-defined]
    return known
