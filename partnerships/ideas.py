"""What became of the creators' ideas is known by a room above, which registers here in `ready()`
(product.md, rows 34 and 66). Nobody registered: nothing is known, which is not the same as none."""

from collections.abc import Callable, Iterable, Mapping

from partnerships.rules.audit import Ideas

# Partnership ids → id → ideas received, adopted or adapted; one query.
IdeasLoad = Callable[[Iterable[int]], Mapping[int, Ideas]]

_known: list[IdeasLoad] = []


def register_ideas(load: IdeasLoad) -> None:
    """Again replaces: `ready()` may run twice."""
    _known[:] = [load]


def ideas_of(partnership_ids: Iterable[int]) -> Mapping[int, Ideas] | None:
    """None where nobody records ideas; else every id asked for is in the answer."""
    if not _known:
        return None
    ids = list(partnership_ids)
    found = _known[0](ids)
    return {pk: found.get(pk, Ideas(0, 0)) for pk in ids}
