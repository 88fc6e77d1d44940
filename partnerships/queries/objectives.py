"""Outcome objectives with their progress (product.md, row 29)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from partnerships.models import Objective, ObjectiveChange, Partnership, Sow
from partnerships.rules.facts import Figures
from partnerships.rules.objectives import Progress, asks_to_adjust, progress
from partnerships.work_facts import figures_of

# Of those that are over or dropped so many are shown; each distinct period is a query.
PAST_SHOWN = 6


@dataclass(frozen=True)
class Shown:
    row: Objective
    progress: Progress
    changes: list[ObjectiveChange]
    # The quarter has begun and nobody has said whether the target still fits.
    asks: bool


@dataclass(frozen=True)
class Objectives:
    running: list[Shown]
    past: list[Shown]
    more_past: int

    @property
    def asks(self) -> list[Shown]:
        return [one for one in self.running if one.asks]


def objectives(partnership: Partnership, today: date) -> Objectives:
    """Two queries, and one for each distinct period of those shown."""
    rows = list(Objective.objects.filter(partnership=partnership).select_related("sow"))
    running = [row for row in rows if row.dropped_at is None and row.ends_on >= today]
    past = [row for row in rows if row not in running]
    shown = _shown([*running, *past[:PAST_SHOWN]], partnership.pk, today)
    return Objectives(
        running=sorted(shown[: len(running)], key=lambda one: (one.row.ends_on, one.row.pk)),
        past=shown[len(running) :],
        more_past=max(len(past) - PAST_SHOWN, 0),
    )


def of_sow(sow: Sow, partnership: Partnership, today: date) -> list[Shown]:
    """The objectives that hang on a statement of work."""
    rows = list(Objective.objects.filter(sow=sow, dropped_at=None))
    return _shown(rows, partnership.pk, today)


def _shown(rows: list[Objective], partnership_id: int, today: date) -> list[Shown]:
    changes: dict[int, list[ObjectiveChange]] = defaultdict(list)
    found = ObjectiveChange.objects.filter(objective__in=[row.pk for row in rows])
    for change in found.select_related("by").order_by("-at", "-pk"):
        changes[change.objective_id].append(change)
    figures: dict[tuple[date, date], dict[str, Figures]] = {}
    told = []
    for row in rows:
        period = (row.starts_on, min(row.ends_on, today))
        if period not in figures:
            known = figures_of([partnership_id], *period) if period[0] <= period[1] else {}
            figures[period] = known.get(partnership_id, {})
        told.append(_told(row, figures[period], changes[row.pk], today))
    return told


def _told(
    row: Objective, by_market: dict[str, Figures], changes: list[ObjectiveChange], today: date
) -> Shown:
    last = changes[0].at.date() if changes else None
    found = shown_progress(row, by_market.get(row.market, Figures()), today)
    asks = row.dropped_at is None and asks_to_adjust(
        starts_on=row.starts_on, ends_on=row.ends_on, last_change=last, today=today
    )
    return Shown(row, found, changes, asks)


def shown_progress(row: Objective, figures: Figures, today: date) -> Progress:
    """`figures`: of the objective's market and days, up to `today`."""
    return progress(
        metric=row.metric,
        target=row.target,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        figures=figures,
        today=today,
        currency=row.currency,
    )


def sows_of(partnership: Partnership) -> "QuerySet[Sow]":
    """Statements of work that an objective may hang on, the newest first."""
    rows = Sow.objects.filter(agreement__partnership=partnership)
    return rows.order_by("-quarter", "pk")
