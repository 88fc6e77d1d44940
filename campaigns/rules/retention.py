"""Who comes back: retention, and apart from it repeat collaboration (product.md, row 63, Formulas).

Counted for each creator with each brand. Retention asks what creators said to the outreach for
their second campaign; repeat, who finished a third one.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from campaigns.enums import Answer


class Second(StrEnum):
    """What became of the question for a second campaign."""

    YES = "yes"
    NO = "no"
    # Asked, and the question was closed without an answer.
    SILENT = "silent"
    OPEN = "open"
    NEVER = "never"
    # They took part again, or declined, before questions were written down.
    UNKNOWN = "unknown"


# Who was asked: what a yes is counted out of.
ASKED = frozenset({Second.YES, Second.NO, Second.SILENT, Second.OPEN})


@dataclass(frozen=True)
class Course:
    """A creator with a brand, one campaign finished at least. `finished`: ids of collaborations in
    the order of their numbers."""

    creator: int
    brand: int
    finished: tuple[int, ...]
    second: Second


def second_of(answers: Iterable[str], *, was_there: bool) -> Second:
    """`answers` to all questions for the second campaign ("": still open); `was_there`: it stands
    in the list of campaigns, asked or not. A yes counts whenever it came."""
    given = set(answers)
    if Answer.YES in given:
        return Second.YES
    if "" in given:
        return Second.OPEN
    if Answer.NO in given:
        return Second.NO
    if given:
        return Second.SILENT
    return Second.UNKNOWN if was_there else Second.NEVER


@dataclass(frozen=True)
class Share:
    """`part` ÷ `of`; the rate is None where there is nothing to divide by."""

    part: int
    of: int

    @property
    def rate(self) -> float | None:
        return self.part / self.of if self.of else None


def retention(courses: Iterable[Course]) -> Share:
    asked = [one.second for one in courses if one.second in ASKED]
    return Share(asked.count(Second.YES), len(asked))


def repeat(courses: Iterable[Course]) -> Share:
    finished = [len(one.finished) for one in courses]
    return Share(sum(n >= 3 for n in finished), sum(n >= 2 for n in finished))


@dataclass(frozen=True)
class Split:
    """A rate apart for those where something was so, was not, and where it is not known."""

    so: Share
    not_so: Share
    unknown: Share


def split(
    courses: Iterable[Course],
    rate: Callable[[Iterable[Course]], Share],
    known: Mapping[int, bool],
    nth: int,
) -> Split:
    """By what is `known` (collaboration id → so or not) of the `nth` finished campaign, from 1: of
    the one before the question."""
    apart: dict[bool | None, list[Course]] = {True: [], False: [], None: []}
    for course in courses:
        apart[flag_of(course, known, nth)].append(course)
    return Split(rate(apart[True]), rate(apart[False]), rate(apart[None]))


def flag_of(course: Course, known: Mapping[int, bool], nth: int) -> bool | None:
    return known.get(course.finished[nth - 1]) if len(course.finished) >= nth else None
