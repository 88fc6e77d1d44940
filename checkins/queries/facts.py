"""What planning has to know of partnerships: few queries, however many they are."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Max, Q, QuerySet

from checkins.enums import CheckInKind, CheckInState
from checkins.models import CheckIn
from checkins.queries.absences import spans_of
from checkins.queries.contact import newest
from checkins.queries.rhythm import Policies, cadence_of, has_cadence
from checkins.rules.away import NEVER_AWAY, Spans
from checkins.rules.cadence import SKIPPED, START, Basis, Pause, week_of
from checkins.rules.hours import Hours
from core.models import AuditEntry
from partnerships.enums import Cadence, Stage, Tier
from partnerships.models import Partnership

RHYTHMS = (Cadence.MONTHLY, Cadence.QUARTERLY)
# Tiers with a fixed talk each quarter (row 42).
CHECKPOINT_TIERS = (Tier.T1, Tier.T2)
_FIELDS = (
    "pk", "creator_id", "brand_id", "tier", "stage", "cadence_override", "started_on",
    "paused_until", "created_at", "creator__market", "creator__zone", "creator__quiet_from",
    "creator__quiet_until", "creator__archived_at",
)  # fmt: skip


@dataclass(frozen=True)
class Facts:
    pk: int
    tier: str
    cadence: Cadence
    living: bool
    created_at: datetime
    basis: Basis
    pause: Pause
    hours: Hours
    away: Spans
    # Which Tuesday of a quarter its checkpoints are on, 0 to 5.
    week: int
    # The last checkpoint's own day, and when it was closed.
    last_checkpoint: tuple[date, datetime] | None

    def day_of(self, moment: datetime) -> date:
        """The date where the creator lives."""
        return moment.astimezone(self.hours.zone).date()


def lacking(policies: Policies, kind: str) -> list[int]:
    """Ids of partnerships that should have a planned check-in of `kind` and have none; two queries.

    The difference is taken here: as one query it is an anti-join that a database with old
    statistics (a fresh import, a bulk delete) walks row by row for each row.
    """
    rows = (
        Partnership.objects.living()
        .filter(has_cadence(policies, RHYTHMS), creator__archived_at=None)
        .exclude(stage=Stage.PAUSED, paused_until=None)
    )
    if kind == CheckInKind.CHECKPOINT:
        rows = rows.filter(tier__in=CHECKPOINT_TIERS)
    planned = CheckIn.objects.filter(kind=kind, state=CheckInState.PLANNED)
    has_one = set(planned.order_by().values_list("partnership", flat=True))
    return [pk for pk in rows.order_by("pk").values_list("pk", flat=True) if pk not in has_one]


def facts_of(partnerships: "QuerySet[Partnership, Any]", policies: Policies) -> Iterator[Facts]:
    """Five queries for all of them, in the order of the queryset."""
    rows = list(
        partnerships.annotate(
            last_at=newest("at"), last_kind=newest("kind")
        ).values_list(*_FIELDS, "public_id", "last_at", "last_kind")
    )  # fmt: skip
    ids = [row[0] for row in rows]
    skipped = _skipped(ids)
    checkpoints = _checkpoints(ids)
    resumed = _resumed([row[len(_FIELDS)] for row in rows])
    away = spans_of({row[1] for row in rows})
    for row in rows:
        (pk, creator_id, brand_id, tier, stage, override, started_on, paused_until, created_at,
         market, zone, quiet_from, quiet_until, archived_at, public_id, last_at,
         last_kind) = row  # fmt: skip
        yield Facts(
            pk=pk,
            tier=tier,
            cadence=cadence_of(policies, brand_id, tier, override),
            living=stage != Stage.ENDED and archived_at is None,
            created_at=created_at,
            basis=_basis(started_on, last_at, last_kind, skipped.get(pk), zone),
            pause=_pause(stage, paused_until, resumed.get(public_id), zone),
            hours=Hours(zone, market, quiet_from, quiet_until),
            away=away.get(creator_id, NEVER_AWAY),
            week=week_of(pk),
            last_checkpoint=checkpoints.get(pk),
        )


def _basis(
    started_on: date,
    last_at: datetime | None,
    last_kind: str | None,
    skipped: tuple[date, datetime] | None,
    zone: ZoneInfo,
) -> Basis:
    """Contact, unless a check-in was left out since: then that day, or the one it was meant for."""
    if skipped is not None:
        due_on, closed_at = skipped
        if last_at is None or closed_at > last_at:
            return Basis(max(due_on, closed_at.astimezone(zone).date()), SKIPPED)
    if last_at is None:
        return Basis(started_on, START)
    return Basis(last_at.astimezone(zone).date(), last_kind or "")


def _pause(stage: str, until: date | None, resumed_at: datetime | None, zone: ZoneInfo) -> Pause:
    if stage == Stage.PAUSED:
        return Pause(running=True, until=until)
    return Pause(resumed_on=resumed_at.astimezone(zone).date() if resumed_at else None)


def _skipped(ids: Iterable[int]) -> dict[int, tuple[date, datetime]]:
    rows = (
        CheckIn.objects.filter(
            partnership__in=ids, kind=CheckInKind.CADENCE, state=CheckInState.SKIPPED
        )
        .order_by("closed_at", "pk")
        .values_list("partnership", "due_on", "closed_at")
    )
    return {pk: (due_on, closed_at) for pk, due_on, closed_at in rows if closed_at}


def _checkpoints(ids: Iterable[int]) -> dict[int, tuple[date, datetime]]:
    rows = (
        CheckIn.objects.filter(partnership__in=ids, kind=CheckInKind.CHECKPOINT)
        .exclude(Q(state=CheckInState.PLANNED) | Q(state=CheckInState.MOVED))
        .order_by()
        .values_list("partnership")
        .annotate(Max("due_on"), Max("closed_at"))
    )
    return {pk: (due_on, closed_at) for pk, due_on, closed_at in rows}


def _resumed(public_ids: Iterable[str]) -> dict[str, datetime]:
    """When each last pause ended: the audit is where that stays written."""
    rows = (
        AuditEntry.objects.filter(
            object_type=Partnership._meta.label_lower,
            object_id__in=public_ids,
            verb="partnership.resumed",
        )
        .order_by()
        .values_list("object_id")
        .annotate(Max("at"))
    )
    return dict(rows)
