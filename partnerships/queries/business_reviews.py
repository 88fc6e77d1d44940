"""The quarterly business review: its figures, computed while it is open (product.md, row 67)."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from core.audit import jsonable
from core.money import Money
from partnerships.enums import CommitmentState, Stage, Tier
from partnerships.models import Brand, BusinessReview, Commitment, Concern, Partnership
from partnerships.queries.agreements import agreements_in_force
from partnerships.queries.audit import audits
from partnerships.queries.budget import year_budget
from partnerships.queries.pace import paces
from partnerships.queries.terms import terms_on, with_terms
from partnerships.review_parts import parts
from partnerships.rules import business_review as rules
from partnerships.rules.business_review import Whom
from partnerships.rules.continuation import Measured, measured
from partnerships.rules.growth import quarter_after
from partnerships.work_facts import figures_of, work_of

Rows = Sequence[Partnership]


def reviews() -> "QuerySet[BusinessReview]":
    """Of the workspace, the newest quarter first; a brand's before those of its partners."""
    rows = BusinessReview.objects.select_related(
        "brand", "partnership__creator", "partnership__brand", "finished_by", "workspace"
    )
    return rows.order_by("-quarter", "brand__name", "partnership", "pk")


def figures_shown(review: BusinessReview, at: datetime) -> dict[str, Any]:
    """The frozen ones of a finished review, else those of this moment."""
    return dict(review.figures) if review.finished_at else figures(review, at)


def figures(review: BusinessReview, at: datetime) -> dict[str, Any]:
    """Everything the review shows, as JSON; a fixed number of queries for any number of
    partnerships."""
    first = review.quarter
    last = quarter_after(first) - timedelta(days=1)
    earlier = quarter_after(first, -1)
    rows = _partnerships(review, last)
    ids = [row.pk for row in rows]
    work = work_of(ids)
    now = figures_of(ids, first, last)
    before = figures_of(ids, earlier, first - timedelta(days=1))
    facts = [fact for pk in ids for fact in work[pk]]
    found = {
        "partnerships": len(rows),
        "work": {"now": rules.work(facts, first), "before": rules.work(facts, earlier)},
        "markets": rules.markets(now.values(), before.values()),
        "kpis": rules.kpi_lines(_kpis(rows, now, min(last, at.date()))),
        "pace": _paces(rows, at),
        "concerns": _concerns(rows, first, last),
        "lights": rules.worst_lights_first(
            _whom(row).line(lights=audit) for row, audit in _lights(rows, at, work)
        ),
        "promises": [
            {"key": part.key, **asdict(part.load(ids, first, last, at))} for part in parts()
        ],
        "money": _money(ids, first, last),
        "budget": _budget(review.brand, first.year, at.date()) if not review.partnership else None,
    }
    return dict(jsonable(found))


def _partnerships(review: BusinessReview, last: date) -> list[Partnership]:
    """The one, or all of the brand that lived on some day of the quarter."""
    rows = Partnership.objects.select_related("creator", "brand", "owner")
    if review.partnership_id:
        return list(rows.filter(pk=review.partnership_id))
    lived = Q(ended_on=None) | Q(ended_on__gte=review.quarter)
    return list(
        rows.filter(lived, brand=review.brand, started_on__lte=last).order_by("creator__name")
    )


def _whom(row: Partnership) -> Whom:
    return Whom(row.public_id, row.creator.name)


def _kpis(rows: Rows, now: Any, day: date) -> list[tuple[Whom, Sequence[Measured]]]:
    """By the terms that held at the end of the quarter, or hold now where it still runs."""
    agreements = agreements_in_force([row.pk for row in rows], day)
    with_terms(agreements.values())
    return [
        (_whom(row), measured(terms_on(agreement, day).kpis, now[row.pk]))
        for row in rows
        if (agreement := agreements.get(row.pk))
    ]


def _paces(rows: Rows, at: datetime) -> list[dict[str, Any]]:
    """Of today, whose year runs; those behind first."""
    known = paces([row.pk for row in rows], at)
    lines = []
    for row in rows:
        pace = known[row.pk].current
        if pace is None:
            continue
        short = known[row.pk].shortfall
        lines.append(
            _whom(row).line(
                booked=pace.booked,
                delivered=pace.delivered,
                promised=pace.promised,
                guaranteed=pace.guaranteed,
                standing=short.standing.value if short else "fine",
            )
        )
    return sorted(lines, key=lambda line: line["standing"] == "fine")


def _concerns(rows: Rows, first: date, last: date) -> list[dict[str, Any]]:
    """Open on some day of the quarter."""
    by_id = {row.pk: row for row in rows}
    found = Concern.objects.filter(
        Q(closed_at=None) | Q(closed_at__date__gte=first),
        partnership__in=list(by_id),
        opened_at__date__lte=last,
    ).order_by("closed_at", "-opened_at")
    return [
        _whom(by_id[one.partnership_id]).line(
            concern=one.public_id,
            title=one.title,
            severity=one.severity,
            opened=one.opened_at.date(),
            closed=one.closed_at.date() if one.closed_at else None,
        )
        for one in found
    ]


def _lights(rows: Rows, at: datetime, work: Any) -> Iterable[tuple[Partnership, dict[str, str]]]:
    living = [row for row in rows if row.stage != Stage.ENDED]
    known = audits(living, at, work=work)
    return [(row, known[row.pk].lights) for row in living]


def _money(ids: list[int], first: date, last: date) -> dict[str, Any]:
    """Promised for days of the quarter, by kind; spent of it in all."""
    rows = Commitment.objects.filter(partnership__in=ids, on__gte=first, on__lte=last)
    rows = rows.exclude(state=CommitmentState.RELEASED)
    told = list(rows.values_list("kind", "state", "amount", "currency"))
    kinds = dict.fromkeys(kind for kind, *_rest in told)
    by_kind = {
        kind: rules.by_currency(Money(a, c) for k, _s, a, c in told if k == kind) for kind in kinds
    }
    spent = (Money(a, c) for _k, state, a, c in told if state == CommitmentState.SPENT)
    return {
        "kinds": [{"kind": kind, "sums": sums} for kind, sums in by_kind.items()],
        "spent": rules.by_currency(spent),
        "rows": len(told),
    }


def _budget(brand: Brand, year: int, today: date) -> dict[str, Any] | None:
    """The brand's year so far, in the currency of its plan; None without a plan."""
    budget = year_budget(brand, year, today)
    if budget.plan is None:
        return None
    return {
        "year": year,
        "currency": budget.currency,
        "total": budget.total,
        "used": budget.sums.used,
        "forecast": budget.sums.forecast.total,
        "level": budget.level,
    }


def possible_subjects(quarter: date) -> tuple[list[Brand], list[Partnership]]:
    """Brands and first-tier partnerships that have no review of `quarter`; two queries."""
    reviewed = BusinessReview.objects.filter(quarter=quarter)
    brands = Brand.objects.filter(archived_at=None).exclude(
        pk__in=reviewed.filter(partnership=None).values("brand")
    )
    living = Partnership.objects.living().filter(
        tier=Tier.T1, started_on__lt=quarter_after(quarter)
    )
    living = living.exclude(pk__in=reviewed.exclude(partnership=None).values("partnership"))
    return list(brands), list(living.select_related("creator", "brand").order_by("creator__name"))
