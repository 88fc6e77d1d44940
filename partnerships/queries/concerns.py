"""Concerns as the pages of the team show them; no page or mail of a creator asks here (row 53)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from accounts.models import Membership, Role, User
from core.prepared_rows import about_rows
from partnerships.enums import Escalate, Severity
from partnerships.models import Concern, ConcernNote, Escalation, EscalationStep, Partnership
from partnerships.rules.concerns import Path, Step, next_step, path_from, rank

_PATH = ("partnership__creator", "partnership__brand", "partnership__owner", "owner", "workspace")
OPEN, CLOSED, ALL = "open", "closed", "all"


@dataclass(frozen=True)
class Standing:
    """An open concern with what comes next on its path."""

    row: Concern
    taken: list[Escalation]
    next: tuple[Step, datetime] | None

    @property
    def days(self) -> int:
        return (self.row.closed_at - self.row.opened_at).days if self.row.closed_at else 0

    @property
    def next_to(self) -> str:
        return str(Escalate(self.next[0].to).label) if self.next else ""


@dataclass(frozen=True)
class Line:
    """One line of what was done: a note, or a step of the path."""

    at: datetime
    note: ConcernNote | None = None
    step: Escalation | None = None

    @property
    def told(self) -> str:
        return ", ".join(self.step.told) if self.step else ""


def escalation_path() -> Path:
    """The workspace's path; one query."""
    rows = EscalationStep.objects.values_list("severity", "after_days", "to")
    return path_from(rows)


def _worst_first(rows: "QuerySet[Concern]") -> "QuerySet[Concern]":
    weight = Case(
        *(When(severity=each, then=Value(rank(each))) for each in Severity),
        output_field=IntegerField(),
    )
    return rows.annotate(weight=weight).order_by("-weight", "opened_at", "pk")


def open_concerns(partnership: Partnership) -> "QuerySet[Concern]":
    """The worst first."""
    rows = Concern.objects.filter(partnership=partnership, closed_at=None)
    return _worst_first(rows.select_related("owner"))


def closed_of(partnership: Partnership, limit: int = 5) -> list[Concern]:
    rows = Concern.objects.filter(partnership=partnership, closed_at__isnull=False)
    return list(rows.select_related("closed_by").order_by("-closed_at")[:limit])


@about_rows("partnership")
def _marks() -> Any:
    return Concern.objects.filter(closed_at=None).values_list("partnership_id", "severity")


def marks(ids: Iterable[int]) -> Mapping[int, tuple[int, str]]:
    """Partnership id → (open concerns, the worst severity); one query."""
    found: dict[int, list[str]] = defaultdict(list)
    for pk, severity in _marks(ids):
        found[pk].append(severity)
    return {pk: (len(each), max(each, key=rank)) for pk, each in found.items()}


def with_concern(rows: "QuerySet[Partnership]") -> "QuerySet[Partnership]":
    return rows.filter(Exists(Concern.objects.filter(partnership=OuterRef("pk"), closed_at=None)))


def open_of_creator(creator_id: int) -> list[Concern]:
    rows = Concern.objects.filter(partnership__creator=creator_id, closed_at=None)
    return list(_worst_first(rows.select_related("partnership__brand", "owner")))


def listed(*, state: str, severity: str, owner: str, user: User) -> "QuerySet[Concern]":
    """The room's page: the worst and oldest first, closed ones by the day they were closed.
    Unknown values find nothing; `owner` may be "me"."""
    rows = Concern.objects.select_related(*_PATH)
    if state == CLOSED:
        rows = rows.filter(closed_at__isnull=False)
    elif state != ALL:
        rows = rows.filter(closed_at=None)
    if severity:
        rows = rows.filter(severity=severity)
    if owner:
        rows = rows.filter(owner__public_id=user.public_id if owner == "me" else owner)
    return rows.order_by("-closed_at", "-pk") if state == CLOSED else _worst_first(rows)


def standings(rows: Iterable[Concern]) -> list[Standing]:
    """Each with its path; two queries, however many."""
    rows = list(rows)
    path = escalation_path()
    taken: dict[int, list[Escalation]] = defaultdict(list)
    for step in Escalation.objects.filter(concern__in=[row.pk for row in rows]):
        taken[step.concern_id].append(step)
    return [_standing(row, taken[row.pk], path) for row in rows]


def _standing(row: Concern, taken: list[Escalation], path: Path) -> Standing:
    now = [Step(each.after_days, each.to) for each in taken if each.clock_from == row.clock_from]
    following = None
    if row.closed_at is None:
        following = next_step(path.get(row.severity, []), clock_from=row.clock_from, taken=now)
    return Standing(row, taken, following)


def taken_steps(concern: Concern) -> list[Step]:
    """Steps of the clock that runs now."""
    rows = Escalation.objects.filter(concern=concern, clock_from=concern.clock_from)
    return [Step(*each) for each in rows.values_list("after_days", "to")]


def lines(concern: Concern, standing: Standing) -> list[Line]:
    """Notes and steps of the path, the oldest first; one query."""
    notes = ConcernNote.objects.filter(concern=concern).select_related("by")
    found = [Line(note.at, note=note) for note in notes]
    found += [Line(step.at, step=step) for step in standing.taken]
    return sorted(found, key=lambda line: line.at)


def still_open() -> "QuerySet[Concern]":
    """Of one workspace, for the job."""
    return Concern.objects.filter(closed_at=None).select_related(*_PATH).order_by("pk")


def told_by(concern: Concern, steps: Iterable[Step]) -> list[User]:
    """Whom these steps tell, each once: members as they are now. Where one of them has left, or
    may only read, the owners of the workspace stand in; one query."""
    members = {
        row.user_id: row
        for row in Membership.objects.filter(workspace=concern.workspace)
        .filter(Q(role=Role.OWNER) | Q(user__in=[concern.owner_id, concern.partnership.owner_id]))
        .select_related("user")
        .order_by("pk")
    }
    owners = [row.user for row in members.values() if row.role == Role.OWNER]
    told: list[User] = []
    for step in steps:
        wanted = {Escalate.OWNER: concern.owner_id, Escalate.CONTACT: concern.partnership.owner_id}
        person = members.get(wanted.get(Escalate(step.to), 0))
        told += [person.user] if person and person.role != Role.ANALYST else owners
    return list(dict.fromkeys(told))
