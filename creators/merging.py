"""What hangs on a creator, told by each room, so that a merge carries all of it.

A room registers one `Carried` for each foreign key that leads to a creator, or to a row that two
creators' rows may become one of (a partnership). A foreign key nobody registered fails a test.
Nothing here knows any room above.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.apps import apps

CREATOR = "creators.creator"

Text = str


class Ledger(Protocol):
    """The one way a merge writes: each change and deletion is noted, so that undo puts it back.

    `at` is the moment of the merge and `by` the person.
    """

    at: datetime
    by: Any
    # Old public id → that of the row it became part of.
    addresses: dict[str, str]

    def change(self, rows: Iterable[Any], **values: Any) -> None: ...
    def delete(self, rows: Iterable[Any]) -> None: ...
    def became(self, old: Any, new: Any) -> None: ...
    def watch(self, rows: Callable[[], Any], act: Callable[[], Any]) -> None: ...


@dataclass(frozen=True)
class Carried:
    """One foreign key: `field` is `room.model.field`, `of` the label of what it leads to.

    `words(n)` says "3 channels" in the preview; without it the rows are no news to anybody.
    `settle(ledger, kept, absorbed)` runs before the rows are moved and makes room for them where
    a constraint allows one only. `refuse(kept, absorbed)` gives the reasons why it cannot be
    done. `via` leads from the row to its creator where `of` is not the creator itself.
    """

    field: str
    of: str = CREATOR
    words: Callable[[int], Text] | None = None
    settle: Callable[[Ledger, Any, Any], None] | None = None
    refuse: Callable[[Any, Any], list[Text]] | None = None
    via: str = ""
    order: int = 100

    @property
    def model(self) -> Any:
        room, model, _name = self.field.split(".")
        return apps.get_model(room, model)

    @property
    def name(self) -> str:
        return self.field.rsplit(".", 1)[1]

    def rows(self, target: Any) -> Any:
        """The rows that hang on `target`, a creator or whatever `of` says."""
        return self.model._base_manager.filter(**{self.name: target})

    def of_creator(self, creator: Any) -> Any:
        path = f"{self.name}__{self.via}" if self.via else self.name
        return self.model._base_manager.filter(**{path: creator})


# What is told beside the foreign keys: `load(creator)` gives (count, words of a count).
More = Callable[[Any], list[tuple[int, Callable[[int], Text]]]]
# What two creators' rows will do to each other, in sentences: `load(kept, absorbed)`.
Notes = Callable[[Any, Any], list[Text]]
# What has to be put in order when everything has moved: `finish(ledger, kept)`.
Finish = Callable[[Ledger, Any], None]


@dataclass
class _Registry:
    carried: dict[str, Carried] = field(default_factory=dict)
    more: dict[str, More] = field(default_factory=dict)
    notes: dict[str, Notes] = field(default_factory=dict)
    finish: dict[str, Finish] = field(default_factory=dict)


_registry = _Registry()


def register_carried(*every: Carried) -> None:
    for carried in every:
        _registry.carried[carried.field] = carried


def register_more(key: str, more: More) -> None:
    _registry.more[key] = more


def register_notes(key: str, notes: Notes) -> None:
    _registry.notes[key] = notes


def register_finish(key: str, finish: Finish) -> None:
    """In the order of the rooms: a lower one registers and finishes first."""
    _registry.finish[key] = finish


def carried(of: str = "") -> list[Carried]:
    found = [each for each in _registry.carried.values() if of in ("", each.of)]
    return sorted(found, key=lambda each: each.order)


def more() -> list[More]:
    return list(_registry.more.values())


def notes() -> list[Notes]:
    return list(_registry.notes.values())


def finishes() -> list[Finish]:
    return list(_registry.finish.values())


def refusals(of: str, kept: Any, absorbed: Any) -> list[Text]:
    """Why the two cannot become one; empty if they can."""
    return [why for each in carried(of) if each.refuse for why in each.refuse(kept, absorbed)]


def carry(ledger: Ledger, of: str, kept: Any, absorbed: Any) -> None:
    """Move everything that hangs on `absorbed` to `kept`."""
    for each in carried(of):
        if each.settle:
            each.settle(ledger, kept, absorbed)
        ledger.change(each.rows(absorbed), **{each.name: kept})
