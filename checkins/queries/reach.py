"""Whom mail of a partnership goes to, asked in the database as `Partnership.mail_to` says it."""

from typing import Any

from django.db.models import Case, Exists, F, OuterRef, QuerySet, When
from django.db.models.functions import Lower

from checkins.enums import CheckInState
from checkins.models import Absence, CheckIn
from core.models import Suppression
from partnerships.enums import Stage


def with_reach(check_ins: "QuerySet[CheckIn, Any]") -> "QuerySet[CheckIn, Any]":
    """Adds `to_email` ("" where nobody knows one) and `is_suppressed`."""
    return check_ins.annotate(
        to_email=Case(
            When(partnership__contact_email="", then=F("partnership__creator__email")),
            default=F("partnership__contact_email"),
        )
    ).annotate(is_suppressed=Exists(Suppression.objects.filter(email=Lower(OuterRef("to_email")))))


def to_send(at: Any) -> "QuerySet[CheckIn, Any]":
    """What goes out by itself at `at`, the longest waiting first. What cannot reach anybody stays
    planned: Today shows it with the reason, and it goes when an address is there, or when it is
    known when they are back."""
    due: Any = CheckIn.objects.filter(state=CheckInState.PLANNED, by_hand=False, send_at__lte=at)
    rows: Any = with_reach(due)
    away = Absence.objects.filter(
        creator=OuterRef("partnership__creator"), until=None, first__lte=at.date()
    )
    return (
        rows.exclude(partnership__stage=Stage.ENDED)
        .filter(~Exists(away))
        .filter(is_suppressed=False, partnership__creator__archived_at=None)
        .exclude(to_email="")
        .order_by("send_at", "pk")
    )
