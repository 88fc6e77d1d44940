"""Who might like to know whom, and when to ask what came of it (product.md, row 51)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

# The kinds of mail, also for their stop rules.
ASK, MADE, NOT_NOW = "introduction_ask", "introduction_made", "introduction_not_now"
FOLLOW_UP_AFTER = timedelta(days=14)
# The link of an asking mail is good for so long.
ANSWER_WITHIN = timedelta(days=60)
# After so long without an answer, or without having asked, somebody looks at it.
SILENT_AFTER = timedelta(days=7)
SATURDAY = 5


@dataclass(frozen=True)
class Candidate:
    """What speaks for or against bringing somebody together with another one. `topics` are folded
    names of topics and fields of expertise → as written; `brands` those they are partners of."""

    pk: int
    market: str
    topics: dict[str, str]
    brands: dict[int, str]
    platforms: frozenset[str] = frozenset()
    followers: int = 0


@dataclass(frozen=True)
class Match:
    """Why two might like to know each other; `score` orders, the words explain."""

    pk: int
    score: int
    topics: list[str]
    brands: list[str]
    platforms: list[str]
    alike_in_size: bool


def match(one: Candidate, other: Candidate) -> Match | None:
    """None where nothing they share would make a first sentence, or they are of one market: across
    markets is where an exchange teaches most."""
    if one.pk == other.pk or one.market == other.market:
        return None
    topics = sorted(one.topics[key] for key in one.topics.keys() & other.topics.keys())
    brands = sorted(one.brands[pk] for pk in one.brands.keys() & other.brands.keys())
    platforms = sorted(one.platforms & other.platforms)
    if not topics and not brands:
        return None
    alike = _alike(one.followers, other.followers)
    score = 4 * len(topics) + 3 * len(brands) + len(platforms) + (2 if alike else 0)
    return Match(other.pk, score, topics, brands, platforms, alike)


def best(one: Candidate, others: Iterable[Candidate], *, at_most: int) -> list[Match]:
    """The best first; the order of equals is that of `others`."""
    found = [m for other in others if (m := match(one, other)) is not None]
    return sorted(found, key=lambda m: -m.score)[:at_most]


def _alike(a: int, b: int) -> bool:
    return bool(a and b) and max(a, b) <= 2 * min(a, b)


def follow_up_day(made: date) -> date:
    """Two weeks later, on Monday where that is a weekend."""
    day = made + FOLLOW_UP_AFTER
    return day + timedelta(days=max(7 - day.weekday(), 0)) if day.weekday() >= SATURDAY else day


def mail_key(public_id: str, side: str, kind: str) -> str:
    """One mail of a kind to each of the two, ever."""
    return f"{kind}:{public_id}:{side}"
