"""What the palette finds (experience.md, lists: Ctrl-K finds any record or page).

Each room registers in `ready()` the places one can go to and how its records are found; this room
names none of them.
"""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise

from accounts.models import Workspace
from accounts.permissions import Permission, may
from core.search import fold
from core.together import read_rounds

Text = str | Promise
# Of each kind; who sees more than this types another letter.
OFFERED = 6


@dataclass(frozen=True)
class Place:
    """A page, or an act that begins with one, by the name of its route in a workspace."""

    label: Text
    route: str
    icon: str
    permission: Permission = Permission.VIEW
    query: str = ""


@dataclass(frozen=True)
class Hit:
    """Something found: where it is, and what tells it from others of its name."""

    label: str
    url: str
    icon: str
    note: str = ""


Telling = Generator[Sequence[Any], Any, Sequence[Hit]]


@dataclass(frozen=True)
class Finder:
    """`find(workspace, q)` yields the querysets it asks for, is sent their rows, and returns at
    most OFFERED hits, the likeliest first; inside the workspace's scope. What all finders ask for
    is read in one query (core.together)."""

    key: str
    title: Text
    find: Callable[[Workspace, str], Telling]
    order: int = 100


@dataclass(frozen=True)
class Group:
    key: str
    title: str
    hits: Sequence[Hit]


_places: dict[tuple[str, str], Place] = {}
_finders: dict[str, Finder] = {}


def register_place(place: Place) -> None:
    """The same page again replaces: `ready()` may run twice."""
    _places[place.route, place.query] = place


def register_finder(finder: Finder) -> None:
    _finders[finder.key] = finder


def places_for(workspace: Workspace, role: str, q: str) -> list[Hit]:
    """Places this role may go to whose label has every word of `q`; all of them without one."""
    words = fold(q).split()
    found = []
    for place in _places.values():
        label = fold(str(place.label))
        if may(role, place.permission) and all(word in label for word in words):
            found.append(_hit(place, workspace))
    return found


def records_for(workspace: Workspace, q: str) -> list[Group]:
    """Records by kind, for at least two letters: one letter finds everybody."""
    if len(fold(q)) < 2:
        return []
    finders = sorted(_finders.values(), key=lambda finder: finder.order)
    found = read_rounds([finder.find(workspace, q) for finder in finders])
    groups = [
        Group(finder.key, str(finder.title), hits)
        for finder, hits in zip(finders, found, strict=True)
    ]
    return [group for group in groups if group.hits]


def _hit(place: Place, workspace: Workspace) -> Hit:
    url = reverse(place.route, args=[workspace.slug]) + place.query
    return Hit(label=str(place.label), url=url, icon=place.icon)
