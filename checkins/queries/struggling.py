"""Briefs that struggle, by what happened to them: for the agenda of a council (row 68)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from campaigns.enums import CollaborationState, IdeaKind, IdeaState, Verdict
from campaigns.models import BriefVersion, Idea, Submission
from partnerships.models import Brand

LOOKED_BACK = timedelta(days=180)
LOOKED_AT = 200
SHOWN = 6
# Below this it is everyday work.
ENOUGH = 3


@dataclass(frozen=True)
class Struggle:
    """The newest version of a brief: `objections` to it, ideas that were `declined`, changes
    `moved` after it was agreed, `revisions` asked of its drafts."""

    version: BriefVersion
    objections: int
    declined: int
    moved: int
    revisions: int

    @property
    def weight(self) -> int:
        return 2 * self.objections + self.declined + 2 * self.moved + self.revisions


def struggling(at: datetime, *, brand: Brand | None = None) -> list[Struggle]:
    """Of the last half year, the worst first; four queries."""
    rows = BriefVersion.objects.filter(shared_at__gt=at - LOOKED_BACK).exclude(
        brief__collaboration__state=CollaborationState.DECLINED
    )
    if brand is not None:
        rows = rows.filter(brief__collaboration__campaign__brand=brand)
    rows = rows.select_related(
        "brief__collaboration__campaign", "brief__collaboration__partnership__creator"
    ).defer("sections", "citations", "terms")
    newest: dict[int, BriefVersion] = {}
    moved: dict[int, int] = defaultdict(int)
    for version in rows.order_by("-shared_at", "-number")[:LOOKED_AT]:
        part = version.brief.collaboration_id
        newest.setdefault(part, version)
        moved[part] += version.after_lock
    objections, declined = _ideas(newest)
    revisions = _revisions(newest)
    found = [
        Struggle(
            version,
            objections.get(part, 0),
            declined.get(part, 0),
            moved[part],
            revisions.get(part, 0),
        )
        for part, version in newest.items()
    ]
    worst = sorted(found, key=lambda one: (-one.weight, -one.version.pk))
    return [one for one in worst if one.weight >= ENOUGH][:SHOWN]


def _ideas(parts: Iterable[int]) -> tuple[dict[int, int], dict[int, int]]:
    rows = Idea.objects.filter(collaboration__in=list(parts)).order_by()
    objections, declined = {}, {}
    for part, against, not_taken in rows.values_list("collaboration").annotate(
        against=Count("pk", filter=Q(kind=IdeaKind.OBJECTION)),
        not_taken=Count("pk", filter=Q(state=IdeaState.DECLINED)),
    ):
        objections[part], declined[part] = against, not_taken
    return objections, declined


def _revisions(parts: Iterable[int]) -> dict[int, int]:
    rows = Submission.objects.filter(
        deliverable__collaboration__in=list(parts), verdict=Verdict.REVISION
    )
    counted = rows.order_by().values_list("deliverable__collaboration").annotate(n=Count("pk"))
    return dict(counted)


def recent_versions(at: datetime, *, brand: Brand | None = None) -> list[BriefVersion]:
    """Shared in the last half year, newest first: where a decision may have been used. One
    query."""
    rows = BriefVersion.objects.filter(shared_at__gt=at - LOOKED_BACK)
    if brand is not None:
        rows = rows.filter(brief__collaboration__campaign__brand=brand)
    rows = rows.select_related(
        "brief__collaboration__campaign__brand", "brief__collaboration__partnership__creator"
    ).defer("sections", "citations", "terms")
    return list(rows.order_by("-shared_at", "-pk")[:LOOKED_AT])
