"""What a signal may have missed: rows are the truth, and a sweep asks them."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from campaigns.models import BriefVersion
from checkins.enums import CheckInKind, CheckInState
from checkins.models import CheckIn, Touch
from checkins.queries.facts import CHECKPOINT_TIERS, RHYTHMS
from checkins.queries.rhythm import Policies, has_cadence
from partnerships.enums import Stage
from partnerships.models import Partnership

# Longer than any outage; older briefs have other contact behind them.
LOOKS_BACK = timedelta(days=14)


def drifted(policies: Policies) -> "QuerySet[Partnership, Any]":
    """Partnerships whose planned check-in no longer is what it should be: ended, put away, paused
    over it, or of another rhythm (also when a brand's policy was changed)."""
    at = "partnership__"
    wrong = (
        Q(partnership__stage=Stage.ENDED)
        | Q(partnership__creator__archived_at__isnull=False)
        | Q(partnership__stage=Stage.PAUSED, partnership__paused_until=None)
        | Q(partnership__stage=Stage.PAUSED, partnership__paused_until__gte=F("due_on"))
        | ~has_cadence(policies, RHYTHMS, at)
        | (Q(kind=CheckInKind.CHECKPOINT) & ~Q(partnership__tier__in=CHECKPOINT_TIERS))
    )
    for cadence in RHYTHMS:
        wrong |= Q(kind=CheckInKind.CADENCE, reason__cadence=cadence.value) & ~has_cadence(
            policies, [cadence], at
        )
    planned = CheckIn.objects.filter(wrong, state=CheckInState.PLANNED)
    return Partnership.objects.filter(pk__in=planned.values("partnership")).order_by("pk")


def briefs_without_touch(at: datetime) -> "QuerySet[BriefVersion, Any]":
    """Versions shared lately whose touch nobody logged."""
    told = Touch.objects.filter(source_key=Concat(Value("brief:"), OuterRef("public_id")))
    return (
        BriefVersion.objects.filter(~Exists(told), shared_at__gt=at - LOOKS_BACK)
        .select_related(*BRIEF_PATH)
        .order_by("shared_at", "pk")
    )


BRIEF_PATH = (
    "shared_by",
    "brief__collaboration__campaign",
    "brief__collaboration__partnership__creator",
    "brief__collaboration__partnership__brand",
)
