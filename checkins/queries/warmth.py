"""Warmth of many partnerships, found and narrowed in the database (product.md, row 55)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from checkins.queries.contact import TWO_WAY, real_touches
from checkins.queries.facts import RHYTHMS
from checkins.queries.rhythm import Policies, cadence_beside, has_cadence
from checkins.rules.warmth import Warmth, bounds, since_moment, warmth
from partnerships.enums import Stage
from partnerships.models import Partnership

Rows = QuerySet[Partnership, Any]


def with_level(rows: Rows, levels: Iterable[str], policies: Policies, at: datetime) -> Rows:
    """Those of `rows` that have one of `levels` at `at`.

    The same days as rules/warmth.py counts: a list narrowed here and a chip there agree. Asked as
    "was there contact since", which an index answers, not as the newest contact of each row.
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
    contact, start = Q(_contact()), Q()
    if first is not None:
        contact &= ~Q(_contact(at__gt=since_moment(at, first - 1)))
        start &= Q(started_on__lte=at.date() - timedelta(days=first))
    if last is not None:
        contact &= Q(_contact(at__gt=since_moment(at, last)))
        start &= Q(started_on__gte=at.date() - timedelta(days=last))
    return contact | (~Q(_contact()) & start)


def _contact(**when: datetime) -> Exists:
    """Whether the creator took part in a contact."""
    touches = real_touches().filter(partnership=OuterRef("pk"), direction__in=TWO_WAY, **when)
    return Exists(touches)


def warmth_beside(row: Any, at: datetime) -> Warmth | None:
    """Of a row with `last_two_way` and `policy` beside it; None while it rests in a pause."""
    if row.stage == Stage.PAUSED:
        return None
    return warmth(
        last_two_way=row.last_two_way,
        started_on=row.started_on,
        cadence=cadence_beside(row, row.policy),
        at=at,
    )
