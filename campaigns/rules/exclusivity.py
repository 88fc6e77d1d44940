"""Work that an exclusivity clause forbids (product.md, rows 18 and 37)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.search import fold
from partnerships.rules.terms import ExclusivityTerm

# The first and the last one; None: open.
Days = tuple[date, date | None]


@dataclass(frozen=True)
class Guard:
    """A clause of one brand with a creator. `first` and `last` (None: open) are the days of its
    agreement."""

    brand_id: int
    brand: str
    clause: ExclusivityTerm
    first: date
    last: date | None
    # Where it is read, and who can change it.
    agreement_id: str = ""
    owner: str = ""


@dataclass(frozen=True)
class Work:
    """A campaign of a creator. `fields`: what its brand is in, as people write categories; `words`:
    what it says of itself."""

    brand_id: int
    brand: str
    campaign: str
    first: date
    last: date
    fields: Sequence[str] = ()
    words: str = ""


@dataclass(frozen=True)
class Clash:
    """`work` falls into the days `first` to `last` (None: open) that `guard` keeps free."""

    guard: Guard
    work: Work
    first: date
    last: date | None


def in_category(work: Work, category: str) -> bool:
    """Whether the brand is of the clause's category: it asks exclusivity for the same one itself,
    or names it in its own words. Case and script do not matter."""
    wanted = fold(category)
    if not wanted:
        return False
    named = f" {_plain(work.words)} "
    return wanted in {fold(one) for one in work.fields} or f" {_plain(category)} " in named


def _plain(text: str) -> str:
    """Folded words with single spaces, so that "tea" is not found in "team"."""
    return " ".join("".join(c if c.isalnum() else " " for c in fold(text)).split())


def clashes(
    mine: Work, others: Sequence[Work], guards: Iterable[Guard], market: str
) -> list[Clash]:
    """What stands against `mine`: clauses of other brands that keep its days free, and the clauses
    of its own agreement against `others` in its days. A clause for other markets than the
    creator's does not count."""
    found: list[Clash] = []
    for guard in guards:
        if guard.clause.markets and market not in guard.clause.markets:
            continue
        pairs: list[tuple[Work, Days]]
        if guard.brand_id == mine.brand_id:
            pairs = [(work, days) for days in _around(guard, mine) for work in others]
        else:
            pairs = [(mine, days) for days in kept_free(guard, others)]
        hits = {
            (work.brand_id, work.campaign, work.first): Clash(guard, work, *days)
            for work, days in pairs
            if work.brand_id != guard.brand_id
            and _meet((work.first, work.last), days)
            and in_category(work, guard.clause.category)
        }
        found += hits.values()
    return found


def kept_free(guard: Guard, works: Iterable[Work]) -> Iterator[Days]:
    """The days of a clause: of the whole agreement, or around each of the brand's campaigns that
    falls into it."""
    if guard.clause.always:
        yield guard.first, guard.last
        return
    for work in works:
        if work.brand_id == guard.brand_id:
            yield from _around(guard, work)


def _around(guard: Guard, work: Work) -> Iterator[Days]:
    if _meet((work.first, work.last), (guard.first, guard.last)):
        before = timedelta(days=guard.clause.days_before)
        yield work.first - before, work.last + timedelta(days=guard.clause.days_after)


def _meet(one: tuple[date, date], other: Days) -> bool:
    return one[1] >= other[0] and (other[1] is None or one[0] <= other[1])
