"""Ideas and answers to them whose contact a lost signal left out: a sweep asks for them."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Concat

from campaigns.idea_emails import KIND
from campaigns.models import Idea
from checkins.models import Touch
from checkins.queries.drift import LOOKS_BACK
from core.models import OutgoingMail

IDEA_PATH = (
    "by",
    "collaboration__campaign",
    "collaboration__partnership__creator",
    "collaboration__partnership__brand",
)


def ideas_without_touch(at: datetime) -> "QuerySet[Idea, Any]":
    """Ideas kept lately whose touch nobody logged."""
    told = Touch.objects.filter(source_key=Concat(Value("idea:"), OuterRef("public_id")))
    rows = Idea.objects.filter(~Exists(told), created_at__gt=at - LOOKS_BACK)
    return rows.select_related(*IDEA_PATH).order_by("said_at", "pk")


def answers_without_touch(at: datetime) -> "QuerySet[OutgoingMail, Any]":
    """Mails of lately that told what became of ideas, and that no touch stands for."""
    told = Touch.objects.filter(mail=OuterRef("pk"))
    rows = OutgoingMail.objects.filter(~Exists(told), kind=KIND, created_at__gt=at - LOOKS_BACK)
    return rows.order_by("pk")


def told_in(mail: OutgoingMail) -> list[Idea]:
    """The ideas whose answers stand in it."""
    return list(Idea.objects.filter(told=mail).select_related(*IDEA_PATH))
