"""What a campaign is still missing when it is about to be closed."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class GapKind(StrEnum):
    UNANSWERED = "unanswered"  # invited, no answer: will stand as declined
    NO_DELIVERABLES = "no_deliverables"
    UNPUBLISHED = "unpublished"
    NO_RESULTS = "no_results"


@dataclass(frozen=True)
class Part:
    """One collaboration, as far as closing asks. Declined ones are not given."""

    key: str
    who: str
    invited: bool
    deliverables: int
    unpublished: tuple[str, ...]
    results: int


@dataclass(frozen=True)
class Gap:
    kind: GapKind
    key: str
    who: str
    titles: tuple[str, ...] = ()


def closing_gaps(parts: Iterable[Part]) -> list[Gap]:
    """Named in the order of the parts; nothing here forbids closing."""
    gaps = []
    for part in parts:
        if part.invited:
            gaps.append(Gap(GapKind.UNANSWERED, part.key, part.who))
            continue
        if not part.deliverables:
            gaps.append(Gap(GapKind.NO_DELIVERABLES, part.key, part.who))
        if part.unpublished:
            gaps.append(Gap(GapKind.UNPUBLISHED, part.key, part.who, part.unpublished))
        if not part.results:
            gaps.append(Gap(GapKind.NO_RESULTS, part.key, part.who))
    return gaps
