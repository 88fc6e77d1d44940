"""Rounds that are contacts, and those whose contact a lost signal left out."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from campaigns.enums import Verdict
from campaigns.models import Submission
from checkins.models import Touch
from checkins.queries.drift import LOOKS_BACK

ROUND_PATH = (
    "verdict_by",
    "mail",
    "deliverable__collaboration__campaign",
    "deliverable__collaboration__partnership__creator",
    "deliverable__collaboration__partnership__brand",
)


def rounds_without_touch(at: datetime) -> "QuerySet[Submission, Any]":
    """Of the last days; one query."""
    since = at - LOOKS_BACK
    came = Q(~_told("in"), by=None, submitted_at__gt=since)
    asked = Q(~_told("out"), mail__isnull=False, verdict=Verdict.REVISION, verdict_at__gt=since)
    rows = Submission.objects.filter(came | asked).select_related(*ROUND_PATH)
    return rows.order_by("submitted_at", "pk")


def _told(side: str) -> Exists:
    key = Concat(Value("round:"), OuterRef("public_id"), Value(f":{side}"))
    return Exists(Touch.objects.filter(source_key=key))
