"""What became of a session's decisions (product.md, rows 68, 69), as guests may read it."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from checkins.models import DecisionUse, Session, SessionDecision


@dataclass(frozen=True)
class UsedIn:
    """A brief that a decision changed, without whose brief it is: `creator` tells a guest's own."""

    campaign: str
    brand: str
    note: str
    creator: int

    @property
    def key(self) -> list[str]:
        return [self.campaign, self.brand, self.note]


@dataclass(frozen=True)
class Told:
    text: str
    uses: Sequence[UsedIn]


@dataclass(frozen=True)
class Outcome:
    """Decisions that are shared with the guests."""

    decisions: Sequence[Told]

    @property
    def used(self) -> int:
        return sum(bool(one.uses) for one in self.decisions)

    @property
    def digest(self) -> str:
        """The same for the same words: what was told once is not told again."""
        plain = [[one.text, sorted(use.key for use in one.uses)] for one in self.decisions]
        return hashlib.sha256(json.dumps(plain).encode()).hexdigest()[:16]


def outcome(session: Session) -> Outcome:
    """Of one session; two queries."""
    return outcomes([session.pk]).get(session.pk, Outcome([]))


def outcomes(sessions: Iterable[int]) -> dict[int, Outcome]:
    """Session → its shared decisions; two queries."""
    rows = SessionDecision.objects.filter(session__in=list(sessions), shared=True)
    decisions = list(rows.order_by("pk"))
    found = DecisionUse.objects.filter(decision__in=[one.pk for one in decisions])
    found = found.select_related(
        "version__brief__collaboration__campaign__brand",
        "version__brief__collaboration__partnership",
    )
    uses: dict[int, list[UsedIn]] = defaultdict(list)
    for use in found:
        uses[use.decision_id].append(_used(use))
    told: dict[int, list[Told]] = defaultdict(list)
    for one in decisions:
        told[one.session_id].append(Told(one.text, uses[one.pk]))
    return {pk: Outcome(lines) for pk, lines in told.items()}


def _used(use: DecisionUse) -> UsedIn:
    part = use.version.brief.collaboration
    return UsedIn(
        part.campaign.name, str(part.campaign.brand), use.note, part.partnership.creator_id
    )
