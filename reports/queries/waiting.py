"""Summaries and corrections that wait for a person."""

from datetime import datetime, timedelta

from django.db.models import Exists, FloatField, OuterRef, Q, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from accounts.models import User
from campaigns.enums import CollaborationState, DebriefKind
from campaigns.rules.debriefs import CLEARLY
from checkins.enums import TouchKind
from checkins.models import Touch
from checkins.queries.lines.known import with_owner
from checkins.today import LIMIT
from core.prepared import Given
from reports.models import Correction, CorrectionState, Summary, SummaryState

# Longer ago, looking back at a campaign is history.
LOOKS_BACK = timedelta(days=35)
_PATH = "collaboration__partnership"
_OF_PART = (
    "collaboration__public_id", "collaboration__campaign__name", f"{_PATH}__public_id",
    f"{_PATH}__owner", f"{_PATH}__contact_email", f"{_PATH}__contact_name",
    f"{_PATH}__creator__name", f"{_PATH}__creator__email", f"{_PATH}__creator__zone",
    f"{_PATH}__creator__market", f"{_PATH}__creator__quiet_from",
    f"{_PATH}__creator__quiet_until",
)  # fmt: skip


def unsent(user: User | None, until: datetime) -> QuerySet[Summary]:
    """Unsent ones due before `until`, the most urgent first; with `user` only the partnerships
    they keep."""
    rows = (
        Summary.objects.exclude(state=SummaryState.SENT)
        .filter(due_at__lt=until)
        .select_related(
            "held_by",
            "collaboration__campaign",
            "collaboration__partnership__creator",
        )
        .defer("figures", "chart_svg", "chart_png")
        .order_by("due_at", "pk")
    )
    if user is None:
        return rows.select_related("collaboration__partnership__owner")
    return rows.filter(collaboration__partnership__owner=user)


def waiting_corrections(mine: bool) -> "QuerySet[Correction]":
    """Drafts, the most urgent first."""
    path = f"summary__{_PATH}"
    rows = Correction.objects.filter(state=CorrectionState.DRAFT).select_related(
        "summary__collaboration__campaign", f"{path}__creator",
        *with_owner(mine, f"{path}__owner"),
    )  # fmt: skip
    if mine:
        rows = rows.filter(**{f"{path}__owner": Given("user")})
    columns = (f"summary__{name}" for name in (*_OF_PART, "collaboration__campaign__state"))
    owner = () if mine else (f"{path}__owner__name", f"{path}__owner__email")
    rows = rows.only("public_id", "found_at", "due_at", *columns, *owner)
    return rows.order_by("due_at", "pk")[:LIMIT]


def unlooked_at(mine: bool) -> "QuerySet[Summary]":
    """Of collaborations closed since `long_ago`, whose engagement is clearly above or below the
    creator's own median: `change`, a fraction.

    A win is to be shared at once, until it was told; what went otherwise is looked at after
    `week_ago`, until it was written down.
    """
    told = Touch.objects.filter(
        partnership=OuterRef(_PATH), kind=TouchKind.WIN, at__gte=OuterRef("closed_at")
    )
    untold = Q(collaboration__debrief=None) | Q(
        collaboration__debrief__kind=DebriefKind.WIN, collaboration__debrief__shared_at=None
    )
    win = Q(untold, ~Exists(told), change__gte=CLEARLY)
    missed = Q(collaboration__debrief=None, change__lte=-CLEARLY, closed_at__lte=Given("week_ago"))
    change = Cast(KT("figures__comparison__engagement__change"), FloatField())
    rows = Summary.objects.filter(
        collaboration__state=CollaborationState.CLOSED,
        closed_at__gte=Given("long_ago"),
    ).annotate(change=change)
    rows = rows.filter(win | missed).select_related(
        "collaboration__campaign", f"{_PATH}__creator", *with_owner(mine, f"{_PATH}__owner")
    )
    if mine:
        rows = rows.filter(**{f"{_PATH}__owner": Given("user")})
    owner = () if mine else (f"{_PATH}__owner__name", f"{_PATH}__owner__email")
    return rows.only("public_id", *_OF_PART, *owner).order_by("closed_at", "pk")[:LIMIT]
