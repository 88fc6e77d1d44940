"""What a signal may have missed: rows are the truth, and a sweep asks them."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Concat

from campaigns.models import BriefVersion, Debrief, SyncNote
from checkins.enums import CheckInKind, CheckInState
from checkins.models import Absence, CheckIn, Touch
from checkins.queries.facts import CHECKPOINT_TIERS, RHYTHMS
from checkins.queries.rhythm import Policies, has_cadence
from core.models.mail import MailState
from partnerships.enums import Stage
from partnerships.models import Partnership

# Longer than any outage; older briefs have other contact behind them.
LOOKS_BACK = timedelta(days=14)


def drifted(policies: Policies) -> "QuerySet[Partnership, Any]":
    """Partnerships whose planned check-in no longer is what it should be: ended, put away, paused
    over it, of a creator who is away or lives elsewhere by now, or of another rhythm (also when a
    brand's policy was changed)."""
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
    rows = CheckIn.objects.annotate(
        planned_zone=KT("reason__zone"), planned_market=KT("reason__market")
    )
    planned = rows.filter(wrong | _away() | _elsewhere(), state=CheckInState.PLANNED)
    return Partnership.objects.filter(pk__in=planned.values("partnership")).order_by("pk")


def stopped_mails(at: datetime) -> "QuerySet[Partnership, Any]":
    """Partnerships whose last check-in was stopped lately before it left, and that were planned on
    as if it had gone."""
    stopped = CheckIn.objects.filter(
        state=CheckInState.SENT,
        mail__state=MailState.CANCELLED,
        sent_at__gt=at - timedelta(days=2),
    )
    return Partnership.objects.filter(pk__in=stopped.values("partnership")).order_by("pk")


def _away() -> Q:
    day = OuterRef("due_on")
    spans = Absence.objects.filter(creator=OuterRef("partnership__creator"), first__lte=day)
    return Q(Exists(spans.filter(Q(until=None) | Q(until__gte=day))))


def _elsewhere() -> Q:
    """Planned for another zone or market than the creator's: an import, a lost signal."""
    found = Q()
    for name in ("zone", "market"):
        same = Q(**{f"planned_{name}": F(f"partnership__creator__{name}")})
        found |= Q(**{f"planned_{name}__isnull": False}) & ~same
    return found


def _untold(model: Any, label: str, moment: str, at: datetime) -> Any:
    """Rows of which no touch "<label>:<public id>" is logged, whose `moment` is not long ago."""
    told = Touch.objects.filter(source_key=Concat(Value(f"{label}:"), OuterRef("public_id")))
    lately = {f"{moment}__gt": at - LOOKS_BACK}
    return model.objects.filter(~Exists(told), **lately).order_by(moment, "pk")


def briefs_without_touch(at: datetime) -> "QuerySet[BriefVersion, Any]":
    """Versions shared lately whose touch nobody logged."""
    return _untold(BriefVersion, "brief", "shared_at", at).select_related(*BRIEF_PATH)


def syncs_without_touch(at: datetime) -> "QuerySet[SyncNote, Any]":
    """Notes written lately whose contact nobody logged."""
    return _untold(SyncNote, "sync", "created_at", at).select_related(*SYNC_PATH)


SYNC_PATH = (
    "by",
    "collaboration__campaign",
    "collaboration__partnership__creator",
    "collaboration__partnership__brand",
)
BRIEF_PATH = (
    "shared_by",
    "brief__collaboration__campaign",
    "brief__collaboration__partnership__creator",
    "brief__collaboration__partnership__brand",
)


def debriefs_without_touch(at: datetime) -> "QuerySet[Debrief, Any]":
    """Wins and debriefs told lately whose touch nobody logged."""
    return _untold(Debrief, "debrief", "shared_at", at).select_related(*DEBRIEF_PATH)


DEBRIEF_PATH = (
    "shared_by",
    "mail",
    "collaboration__campaign",
    "collaboration__partnership__creator",
    "collaboration__partnership__brand",
)
