"""What an address asks of the timeline: filters and place. Whatever it cannot mean is left out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, datetime
from typing import Any
from urllib.parse import urlencode

from checkins.enums import Direction, TimelineGroup
from checkins.rules.stream import Position, parse
from core.search import fold

_FIRST_YEAR = 1990
MOST_TEXT = 100


@dataclass(frozen=True)
class Asked:
    """`partnership` is a public id; `year` the one to begin at, `before` the place to go on."""

    groups: tuple[str, ...] = ()
    partnership: str = ""
    direction: str = ""
    q: str = ""
    year: int | None = None
    before: Position | None = None

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(fold(self.q).split())

    @property
    def is_narrowed(self) -> bool:
        return bool(self.groups or self.partnership or self.direction or self.words)

    def place(self, zone: Any) -> Position | None:
        """Where the page begins; the end of a year is the creator's."""
        if self.before is not None or self.year is None:
            return self.before
        return Position(datetime(self.year + 1, 1, 1, tzinfo=zone))

    def query(self, **changes: Any) -> str:
        """The address of the same page but for `changes`; another filter begins at the top."""
        asked: Mapping[str, Any] = {
            "kind": self.groups, "partnership": self.partnership, "direction": self.direction,
            "q": self.q, "year": self.year, "before": "", **changes,
        }  # fmt: skip
        pairs = [("tab", "timeline")]
        for name, value in asked.items():
            values = value if isinstance(value, tuple) else (value,)
            pairs += [(name, str(one)) for one in values if one]
        return f"?{urlencode(pairs)}"

    def toggled(self, group: str) -> str:
        others = tuple(one for one in self.groups if one != group)
        return self.query(kind=others if group in self.groups else (*self.groups, group))


def asked_of(query: Any, partnerships: Any) -> Asked:
    """`query` is a QueryDict; `partnerships` the public ids that may be asked for."""
    year = query.get("year", "")
    direction = query.get("direction", "")
    partnership = query.get("partnership", "")
    return Asked(
        groups=tuple(one for one in TimelineGroup.values if one in query.getlist("kind")),
        partnership=partnership if partnership in partnerships else "",
        direction=direction if direction in (Direction.IN, Direction.OUT) else "",
        q=query.get("q", "").strip()[:MOST_TEXT],
        year=int(year) if year.isdecimal() and _FIRST_YEAR <= int(year[:5]) < MAXYEAR else None,
        before=parse(query.get("before", "")),
    )
