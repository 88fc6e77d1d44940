"""Warmth of many partnerships, found and narrowed in the database (product.md, row 55)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from checkins.queries.facts import RHYTHMS
from checkins.queries.rhythm import Policies, cadence_beside, has_cadence
from checkins.rules.warmth import Warmth, bounds, since_moment, warmth
from partnerships.enums import Stage
from partnerships.models import Partnership

Rows = QuerySet[Partnership, Any]


def with_level(rows: Rows, levels: Iterable[str], policies: Policies, at: datetime) -> Rows:
    """Those of `rows` that have one of `levels` at `at`.

    The same days as rules/warmth.py counts: a list narrowed here and a chip there agree.
    """
    wanted = Q(pk__in=[])
    for cadence in RHYTHMS:
        asked = Q(pk__in=[])
        for level in levels:
            asked |= _between(*(bounds(cadence, level) or (None, None)), at)
        wanted |= has_cadence(policies, [cadence]) & asked
    return rows.filter(wanted)


def _between(first: int | None, last: int | None, at: datetime) -> Q:
    """Contact, or the start where there was none, from `first` to `last` days ago."""
    contact, start = Q(last_contact__two_way_at__isnull=False), Q()
    if first is not None:
        contact &= Q(last_contact__two_way_at__lte=since_moment(at, first - 1))
        start &= Q(started_on__lte=at.date() - timedelta(days=first))
    if last is not None:
        contact &= Q(last_contact__two_way_at__gt=since_moment(at, last))
        start &= Q(started_on__gte=at.date() - timedelta(days=last))
    return contact | (Q(last_contact__two_way_at=None) & start)


def warmth_beside(row: Any, at: datetime) -> Warmth | None:
    """Of a row with `last_two_way` and `policy` beside it; None while it rests in a pause, and
    once it has ended."""
    if row.stage in (Stage.PAUSED, Stage.ENDED):
        return None
    return warmth(
        last_two_way=row.last_two_way,
        started_on=row.started_on,
        cadence=cadence_beside(row, row.policy),
        at=at,
    )
