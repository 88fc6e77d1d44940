"""What a room above knows of a partnership's playbook; it registers here in `ready()` (row 15)."""

from collections.abc import Callable, Mapping

from partnerships.rules.maturity import Play

# Partnership id → what it knows; a play that is left out, or None, is unknown.
Known = Callable[[int], Mapping[Play, bool | None]]

_sources: dict[str, Known] = {}


def register_playbook(key: str, known: Known) -> None:
    """The same key again replaces: `ready()` may run twice."""
    _sources[key] = known


def known_above(partnership_id: int) -> dict[Play, bool | None]:
    """One query for each registered source."""
    told: dict[Play, bool | None] = {}
    for source in _sources.values():
        told.update(source(partnership_id))
    return told
