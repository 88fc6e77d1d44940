"""Counting a survey so that nobody is found in it (product.md, row 65). Pure.

Nothing is shown of fewer than FEWEST answers. Of a market likewise, and what remains beside the
shown ones is none or again FEWEST, so that no subtraction gives a smaller group away.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from checkins.enums import QuestionKind

FEWEST = 5
SCALE = range(1, 6)


@dataclass(frozen=True)
class Asked:
    """A question as it is counted: `places` of its choices."""

    key: str
    kind: str
    places: int = 0

    @property
    def options(self) -> Sequence[int]:
        return SCALE if self.kind == QuestionKind.SCALE else range(self.places)


@dataclass(frozen=True)
class Given:
    """One person's answers, without the person."""

    key: str
    market: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Count:
    """`n` answered the question; `by` is option → how many. Shares of several choices come to more
    than one."""

    n: int
    by: dict[int, int] = field(default_factory=dict)

    def share(self, option: int) -> float:
        return self.by.get(option, 0) / self.n if self.n else 0.0

    @property
    def mean(self) -> float:
        return sum(option * n for option, n in self.by.items()) / self.n if self.n else 0.0


@dataclass(frozen=True)
class Found:
    """What may be shown of a question; `whole` None: fewer than FEWEST answered it."""

    asked: Asked
    whole: Count | None
    markets: dict[str, Count] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)


def results(questions: Iterable[Asked], answers: Sequence[Given]) -> list[Found]:
    """Nothing of any question where fewer than FEWEST answered at all."""
    return [_found(question, answers) for question in questions]


def _found(asked: Asked, answers: Sequence[Given]) -> Found:
    said = [(one, one.values[asked.key]) for one in answers if _has(one, asked)]
    if len(said) < FEWEST:
        return Found(asked, None)
    if asked.kind == QuestionKind.TEXT:
        return Found(asked, Count(len(said)), texts=_shuffled(asked, said))
    by_market: dict[str, list[Any]] = {}
    for one, value in said:
        by_market.setdefault(one.market, []).append(value)
    shown = shown_groups({market: len(values) for market, values in by_market.items()})
    return Found(
        asked,
        _count(asked, [value for _one, value in said]),
        # One group that is all of them says nothing of its own.
        {market: _count(asked, by_market[market]) for market in shown}
        if len(by_market) > 1
        else {},
    )


def shown_groups(sizes: Mapping[str, int]) -> list[str]:
    """The largest groups that may be shown beside the whole, the largest first: each has FEWEST,
    and the rest of all has none or FEWEST."""
    shown = sorted(
        (name for name, n in sizes.items() if n >= FEWEST), key=lambda name: (-sizes[name], name)
    )
    total = sum(sizes.values())
    while shown and 0 < total - sum(sizes[name] for name in shown) < FEWEST:
        shown.pop()
    return shown


def _has(one: Given, asked: Asked) -> bool:
    value = one.values.get(asked.key)
    return value is not None and value not in ("", [])


def _count(asked: Asked, values: Iterable[Any]) -> Count:
    by = dict.fromkeys(asked.options, 0)
    n = 0
    for value in values:
        n += 1
        for option in set(value) if isinstance(value, list) else [value]:
            if option in by:
                by[option] += 1
    return Count(n, by)


def _shuffled(asked: Asked, said: Iterable[tuple[Given, Any]]) -> list[str]:
    """In an order of this question's own: the same on every visit, and no two texts of one person
    stand at the same place of two questions by more than chance."""
    mixed = sorted(said, key=lambda pair: sha256(f"{asked.key}:{pair[0].key}".encode()).digest())
    return [str(value) for _one, value in mixed]


def clean(asked: Asked, value: Any) -> Any:
    """What is kept of a form's value: [places], a number 1 to 5, or text; None for no answer."""
    if asked.kind == QuestionKind.TEXT:
        return str(value or "").strip() or None
    if asked.kind == QuestionKind.MULTI:
        return sorted({int(one) for one in value or []}) or None
    if value in (None, ""):
        return None
    return [int(value)] if asked.kind == QuestionKind.CHOICE else int(value)
