"""What became of the creators' ideas is known by a room above, which registers here in `ready()`
(product.md, rows 34 and 66). Nobody registered: nothing is known, which is not the same as none.

    first, *said = read_together([…, *ideas_asked(ids)])
    ideas = ideas_told(said)
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from partnerships.rules.audit import Ideas

NONE = Ideas(0, 0)


@dataclass(frozen=True)
class _Source:
    ask: Callable[[Any], "QuerySet[Any, Any]"]
    read: Callable[[Iterable[Mapping[str, Any]]], Mapping[int, Ideas]]


_known: list[_Source] = []


def register_ideas(
    ask: Callable[[Any], "QuerySet[Any, Any]"],
    read: Callable[[Iterable[Mapping[str, Any]]], Mapping[int, Ideas]],
) -> None:
    """`ask` states the question for partnership ids (a list, or a query of them), as `values()`;
    `read` makes id → ideas received, adopted or adapted, of its rows. Again replaces: `ready()`
    may run twice."""
    _known[:] = [_Source(ask, read)]


def ideas_asked(partnership_ids: Any) -> list["QuerySet[Any, Any]"]:
    """For `read_together`; empty where nobody records ideas."""
    return [source.ask(partnership_ids) for source in _known]


def ideas_told(said: Sequence[Iterable[Mapping[str, Any]]]) -> Mapping[int, Ideas] | None:
    """What came for `ideas_asked`. None where nobody records ideas; else Ideas(0, 0) for whoever
    said nothing."""
    if not said:
        return None
    return defaultdict(lambda: NONE, _known[0].read(said[0]))
