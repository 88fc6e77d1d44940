"""What the one timeline tells and who brings it (product.md, row 7).

A room that knows of something that happened registers a source in `ready()`:

    register_timeline(TimelineSource("summaries", frozenset([TimelineGroup.RESULTS]), sent))

`load(asking)` gives at most `asking.limit` happenings after the place `asking.before`, newest
first. It reads nothing itself but yields the querysets it needs and is sent their rows, so that
all sources are read in one round trip, and those that must ask further in one more:

    def _ask_sent(asking):
        rows = Summary.objects.filter(asking.of("collaboration__partnership")).only(…)
        return asking.newest(rows, "summary", "sent_at")

    def sent(asking):
        [rows] = yield [asking.ask(_ask_sent)]
        return [Happening(…) for row in rows]

A question takes what changes from one reader to the next from `asking.of`, `named` and `given`,
never from `asking.creator` or `today`: its SQL is kept.

`asking.newest(rows, kind, field)` and `asking.newest_days(…)` do that to a queryset,
`asking.kept(happenings)` to a short list in memory.
"""

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.urls import reverse

from checkins.enums import Direction, TimelineGroup
from checkins.rules import stream
from checkins.rules.stream import Position
from core.prepared import Given
from core.together import Question
from creators.models import Creator
from partnerships.models import Partnership

# A search reads so many rows of a source; what is told in hundreds is found whole.
SEARCHED = 2000


@dataclass(frozen=True)
class Entry:
    """One line as a person reads it. `on` is set where only a day is known (of the creator's
    calendar). `direction`: whose move it was, "" where nobody's."""

    icon: str
    what: str
    on: date | None = None
    brand: str = ""
    who: str = ""
    body: str = ""
    # Figures that stand beside each other.
    facts: tuple[str, ...] = ()
    link: str = ""
    # The thing itself outside the house: a post, a page.
    outside: str = ""
    problem: str = ""
    direction: str = ""
    asks: bool = False

    @property
    def from_them(self) -> bool:
        return self.direction in (Direction.IN, Direction.BOTH)

    @property
    def text(self) -> str:
        return " ".join([self.what, self.body, *self.facts])


@dataclass(frozen=True)
class Happening:
    """Where it stands in the stream, and how to tell it: only those of a page are told."""

    at: datetime
    kind: str
    id: str
    tell: Callable[[], Entry]

    @property
    def position(self) -> Position:
        return Position(self.at, self.kind, self.id)


# Yields querysets, is sent the rows of each (core.together), gives what is to be told.
Telling = Generator[Sequence[Any], list[list[Any]], list[Happening]]


@dataclass(frozen=True)
class Asking:
    """Which part of whose timeline. `partnerships` (id → row with creator and brand) are those
    asked for; `whole` says that they are all, so that what belongs to none of them is told too.
    `words` are folded."""

    creator: Creator
    partnerships: Mapping[int, Partnership]
    slug: str
    today: date
    limit: int
    groups: frozenset[str] = frozenset()
    direction: str = ""
    words: tuple[str, ...] = ()
    before: Position | None = None
    whole: bool = True
    # Stands for all who ask alike (see `ask`).
    stated: bool = False

    def ask(self, question: Callable[["Asking"], Any]) -> Any:
        """For `yield`: what `question` states. Its SQL is written once for all who ask for a part
        of this shape; a search is stated anew."""
        if self.words:
            return question(self)
        return Question(
            (question, self._shape), lambda: question(replace(self, stated=True)), self._values
        )

    def given(self, name: str) -> Any:
        """What a question says for "creator" (its id), "today" and the rest of `_values`."""
        return Given(name) if self.stated else self._values[name]

    def of(self, path: str) -> Q:
        """Those of the partnerships asked for; `path` leads to a partnership."""
        return self._one_of(path, "partnership")

    def named(self, path: str) -> Q:
        """Those whose `path` is the public id of a partnership asked for."""
        return self._one_of(path, "public")

    def _one_of(self, path: str, name: str) -> Q:
        found = Q()
        for n in range(len(self.partnerships)):
            found |= Q(**{path: self.given(f"{name}_{n}")})
        return found

    @cached_property
    def _values(self) -> Mapping[str, Any]:
        found: dict[str, Any] = {"creator": self.creator.pk, "today": self.today}
        for n, (pk, row) in enumerate(self.partnerships.items()):
            found |= {f"partnership_{n}": pk, f"public_{n}": row.public_id}
        if self.before is not None:
            day = self.day_of(self.before.at)
            later = day + timedelta(days=self.noon(day) < self.before.at)
            found |= {"at": self.before.at, "id": self.before.id, "day": day, "later": later}
        return found

    @property
    def _at_noon(self) -> bool:
        return self.before is not None and self.noon(self.day_of(self.before.at)) == self.before.at

    @cached_property
    def _shape(self) -> tuple[Any, ...]:
        """All that a question depends on besides `_values`."""
        place = (self.before.kind, self._at_noon) if self.before else None
        zone = str(self.creator.zone)
        return (len(self.partnerships), self.limit, zone, self.direction, place)

    def noon(self, day: date) -> datetime:
        """A day without an hour stands at noon of the creator's day."""
        return datetime.combine(day, time(12), tzinfo=self.creator.zone)

    def day_of(self, at: datetime) -> date:
        return at.astimezone(self.creator.zone).date()

    def url(self, name: str, *ids: Any) -> str:
        return reverse(name, args=[self.slug, *ids])

    def tab(self, tab: str) -> str:
        return f"{self.url('creators:profile', self.creator.public_id)}?tab={tab}"

    def brand(self, partnership_id: int) -> str:
        return str(self.partnerships[partnership_id].brand)

    def wants(self, group: str) -> bool:
        return not self.groups or group in self.groups

    def newest(self, rows: Any, kind: str, field: str = "at", *, id_by: str = "public_id") -> Any:
        """The next rows of one kind by a moment."""
        if self.before is not None:
            at = self.given("at")
            rows = rows.filter(Q(**{f"{field}__lt": at}) | self._beside(kind, {field: at}, id_by))
        return rows.order_by(f"-{field}", f"-{id_by}")[: self.limit]

    def newest_days(self, rows: Any, kind: str, field: str, *, id_by: str = "public_id") -> Any:
        """The next rows of one kind by a date in the creator's calendar."""
        if self.before is not None:
            earlier = Q(**{f"{field}__lt": self.given("later")})
            if self._at_noon:
                earlier |= self._beside(kind, {field: self.given("day")}, id_by)
            rows = rows.filter(earlier)
        return rows.order_by(f"-{field}", f"-{id_by}")[: self.limit]

    def _beside(self, kind: str, same: Mapping[str, Any], id_by: str) -> Q:
        """Those of the very instant of `before` that come after it."""
        assert self.before is not None
        if kind > self.before.kind:
            return Q(pk__in=[])
        return (
            Q(**same)
            if kind < self.before.kind
            else Q(**same, **{f"{id_by}__lt": self.given("id")})
        )

    def kept(self, happenings: Iterable[Happening]) -> list[Happening]:
        return stream.newest(happenings, self.before, self.limit)


@dataclass(frozen=True)
class TimelineSource:
    """`groups`: what it tells of. `directions`: whose moves; a source with one direction, or none,
    is not asked for the other. `of_creator`: of no partnership in particular. `searches`: it
    narrows by `asking.words` itself."""

    key: str
    groups: frozenset[TimelineGroup]
    load: Callable[[Asking], Telling]
    directions: frozenset[Direction] = frozenset()
    of_creator: bool = False
    searches: bool = False

    def is_asked(self, asking: Asking) -> bool:
        if asking.groups and not self.groups & asking.groups:
            return False
        if asking.direction and asking.direction not in self.directions:
            return False
        if self.of_creator:
            return asking.whole
        return bool(asking.partnerships)


_sources: dict[str, TimelineSource] = {}


def register_timeline(source: TimelineSource) -> None:
    """The same key again replaces: `ready()` may run twice."""
    _sources[source.key] = source


def timeline_sources() -> list[TimelineSource]:
    return list(_sources.values())
