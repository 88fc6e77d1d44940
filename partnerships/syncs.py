"""When we were in touch is known by a room above, which registers here in `ready()`: the weekly
syncs of a first campaign are read from it (product.md, rows 16 and 47)."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

# (partnership ids, first day, last day) → partnership id → days of the creator with a logged
# touch, either way; one query.
ContactDays = Callable[[Iterable[int], date, date], Mapping[int, list[date]]]

_known: list[ContactDays] = []


def register_contact_days(load: ContactDays) -> None:
    """Again replaces: `ready()` may run twice."""
    _known[:] = [load]


def contact_days(partnership_ids: Iterable[int], first: date, last: date) -> dict[int, list[date]]:
    """Every id asked for is in the answer."""
    ids = list(partnership_ids)
    found = _known[0](ids, first, last) if _known else {}
    return {pk: list(found.get(pk, ())) for pk in ids}
