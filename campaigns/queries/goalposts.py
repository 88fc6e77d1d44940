"""What changed from one version of a brief to the next, and how often that was after the lock: a
moved goalpost (product.md, row 36)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from campaigns.models import Brief, BriefVersion
from campaigns.models.brief import AUTONOMY
from campaigns.queries.brief_versions import drafted
from campaigns.rules.brief_diff import BriefDiff, BriefState, compare, compare_read
from campaigns.rules.inherited import Inherited

# The number that stands for the working text beside those of versions.
WORKING = 0
# Days that the counts of a programme look back: a quarter, a year.
PERIODS = (91, 365)


def state_of(version: BriefVersion) -> BriefState:
    return BriefState(version.sections, version.autonomy, Inherited.from_json(version.terms))


def version_or_working(brief: Brief, number: int) -> BriefVersion | None:
    """WORKING: what the next version would be (not saved, about seven queries)."""
    if number == WORKING:
        return drafted(brief, brief.versions.first())
    return brief.versions.select_related("shared_by").filter(number=number).first()


def diff(old: BriefVersion, new: BriefVersion) -> BriefDiff:
    """For the team: both languages."""
    return compare(state_of(old), state_of(new), dict(AUTONOMY))


def changes_for_reader(version: BriefVersion, language: str) -> BriefDiff:
    """For the creator, in their language: what is another than in the version before; nothing for
    the first. One query. `version` need not be saved."""
    before = version.brief.versions.filter(number=version.number - 1).first()
    if before is None:
        return BriefDiff()
    return compare_read(state_of(before), state_of(version), dict(AUTONOMY), language)


def moves_until(version: BriefVersion) -> int:
    """How often this brief had moved after its lock when `version` was shared; one query."""
    rows = version.brief.versions.filter(after_lock=True, number__lte=version.number)
    return rows.count()


def moves(since: datetime | None = None, **narrowed: str) -> "QuerySet[BriefVersion]":
    """Versions shared after the lock, newest first; narrowed by public ids of a `campaign`, a
    `brand`, an `owner` (of the partnership)."""
    paths = {
        "campaign": "brief__collaboration__campaign__public_id",
        "brand": "brief__collaboration__campaign__brand__public_id",
        "owner": "brief__collaboration__partnership__owner__public_id",
    }
    rows = BriefVersion.objects.filter(after_lock=True)
    if since is not None:
        rows = rows.filter(shared_at__gte=since)
    given = {paths[name]: value for name, value in narrowed.items() if value}
    return rows.filter(**given).order_by("-shared_at", "-pk")


@dataclass
class Moved:
    """Of one brand and one owner. `counts`: days of a period → moves in it; `briefs`: briefs of
    theirs that were locked in the longest period, what the moves are out of."""

    brand: Any
    owner: Any
    counts: dict[int, int] = field(default_factory=lambda: dict.fromkeys(PERIODS, 0))
    briefs: int = 0


def moved_by_brand_and_owner(at: datetime) -> list[Moved]:
    """Of the last year, most moves first; those who locked briefs and moved none are there too.
    Two queries."""
    longest = at - timedelta(days=max(PERIODS))
    found: dict[tuple[int, int], Moved] = {}

    def of(part: Any) -> Moved:
        brand, owner = part.campaign.brand, part.partnership.owner
        return found.setdefault((brand.pk, owner.pk), Moved(brand, owner))

    path = ("collaboration__campaign__brand", "collaboration__partnership__owner")
    for brief in Brief.objects.filter(locked_at__gte=longest).select_related(*path):
        of(brief.collaboration).briefs += 1
    rows = moves(longest).select_related(*(f"brief__{one}" for one in path))
    for version in rows.defer("sections", "citations", "terms"):
        moved = of(version.brief.collaboration)
        for days in PERIODS:
            moved.counts[days] += version.shared_at >= at - timedelta(days=days)
    order = max(PERIODS)
    return sorted(found.values(), key=lambda m: (-m.counts[order], str(m.brand), str(m.owner)))


def listed(rows: Iterable[BriefVersion]) -> list[BriefVersion]:
    """With what a list of moves says of each; one query."""
    path = "brief__collaboration"
    found: Any = rows
    return list(
        found.select_related(
            "shared_by", f"{path}__campaign__brand", f"{path}__partnership__creator"
        ).defer("sections", "citations", "terms")
    )
