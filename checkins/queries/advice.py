"""The advisory group and its log of questions (product.md, row 70)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from checkins.models import AdvisoryQuestion
from checkins.rules.advice import months_since, quarter_start
from core.search import fold
from partnerships.enums import AgreementState, PartnerRole
from partnerships.models import Partnership, Retainer

PATH = ("workspace", "partnership__creator", "partnership__brand", "partnership__owner", "asked_by")
STATES = ("open", "answered", "unused")
_HOLDS = [AgreementState.IN_FORCE, AgreementState.IN_NOTICE]
_ONE_DAY = timedelta(days=1)


@dataclass
class Span:
    """What was asked and answered in a month or a quarter."""

    asked: int = 0
    answered: int = 0
    minutes: int = 0
    beyond: int = 0


@dataclass
class Advisor:
    partnership: Partnership
    retainers: list[Retainer]
    today: date
    month: Span = field(default_factory=Span)
    quarter: Span = field(default_factory=Span)
    open: list[AdvisoryQuestion] = field(default_factory=list)

    @property
    def months(self) -> int:
        """Of the retainer that runs longest; 0 without one."""
        return max((months_since(row.starts_on, self.today) for row in self.retainers), default=0)


def running(today: date) -> "QuerySet[Retainer, Any]":
    """Retainers that are paid for this day by an agreement that holds."""
    return Retainer.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=today),
        starts_on__lte=today,
        agreement__state__in=_HOLDS,
    )


def advisors(today: date) -> list[Advisor]:
    """Whoever has the role or a running retainer, by name; three queries."""
    paid = running(today).filter(agreement__partnership=OuterRef("pk"))
    rows = (
        Partnership.objects.living()
        .filter(Q(role=PartnerRole.ADVISOR) | Exists(paid), creator__archived_at=None)
        .select_related("creator", "brand", "owner")
        .order_by("creator__name", "pk")
    )
    found = {row.pk: Advisor(row, [], today) for row in rows}
    terms = running(today).filter(agreement__partnership__in=list(found))
    for retainer in terms.select_related("agreement"):
        found[retainer.agreement.partnership_id].retainers.append(retainer)
    _count(found, today)
    return list(found.values())


def _count(found: Mapping[int, Advisor], today: date) -> None:
    since = datetime.combine(quarter_start(today) - _ONE_DAY, time(), UTC)
    rows = AdvisoryQuestion.objects.filter(
        Q(asked_at__gte=since) | Q(answered_at=None) | Q(answered_at__gte=since),
        partnership__in=list(found),
    ).order_by("asked_at", "pk")
    for row in rows:
        advisor = found[row.partnership_id]
        zone = advisor.partnership.creator.zone
        if row.answered_at is None:
            advisor.open.append(row)
        asked = row.asked_at.astimezone(zone).date()
        answered = row.answered_at.astimezone(zone).date() if row.answered_at else None
        spans = ((advisor.month, today.replace(day=1)), (advisor.quarter, quarter_start(today)))
        for span, first in spans:
            _add(span, row, asked >= first, answered is not None and answered >= first)


def _add(span: Span, row: AdvisoryQuestion, asked: bool, answered: bool) -> None:
    span.asked += asked
    span.answered += answered
    span.beyond += asked and not row.in_scope
    span.minutes += (row.minutes or 0) if answered else 0


def log(asked: Mapping[str, str]) -> "QuerySet[AdvisoryQuestion, Any]":
    """The newest first. `asked`: state (one of STATES), scope ("in", "beyond"), partnership (public
    id), q; what is unknown narrows nothing."""
    rows = AdvisoryQuestion.objects.select_related(*PATH)
    state, scope = asked.get("state"), asked.get("scope")
    if state == "open":
        rows = rows.filter(answered_at=None)
    elif state in ("answered", "unused"):
        rows = rows.exclude(answered_at=None)
    if state == "unused":
        rows = rows.filter(used="")
    if scope in ("in", "beyond"):
        rows = rows.filter(in_scope=scope == "in")
    if asked.get("partnership"):
        rows = rows.filter(partnership__public_id=asked["partnership"])
    words = asked.get("q", "").replace("\x00", "").strip()
    if words:
        rows = rows.filter(pk__in=_said(rows, words))
    return rows


def _said(rows: Iterable[AdvisoryQuestion], words: str) -> list[int]:
    """A log of some hundred rows: whatever case and script they are written in."""
    wanted = fold(words).split()
    return [
        row.pk
        for row in rows
        if all(word in fold(f"{row.question} {row.answer} {row.used}") for word in wanted)
    ]


def questions_of(partnership: Partnership) -> "QuerySet[AdvisoryQuestion, Any]":
    return AdvisoryQuestion.objects.filter(partnership=partnership)


def scope_of(partnership: Partnership, today: date) -> list[Retainer]:
    """The running retainers with their written scope; one query."""
    return list(running(today).filter(agreement__partnership=partnership))
