"""Every route the resolver knows, and the table of who may enter.

A row says what a route is for; `test_matrix.py` tries it as everybody. A route without a row, or a
row without a route, fails.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.urls import URLPattern, URLResolver, get_resolver

from accounts.permissions import Permission

VIEW, EDIT = Permission.VIEW, Permission.EDIT
POLICIES, MEMBERS = Permission.POLICIES, Permission.MEMBERS
EXPORT = Permission.EXPORT


@dataclass(frozen=True)
class Member:
    """A page of a workspace: `read` for GET, `write` for POST; `ids` maps a URL argument to the
    name of a row in the test's world. `post_only`: GET answers 405."""

    read: Permission = VIEW
    write: Permission | None = None
    ids: dict[str, str] = field(default_factory=dict)
    post_only: bool = False
    get_only: bool = False

    @property
    def needed_to_write(self) -> Permission:
        return self.write or self.read


@dataclass(frozen=True)
class Portal:
    """A page of the creator behind `public_id`, and of nobody else. Reads only."""

    ids: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Person:
    """A page of whoever is signed in; guests are sent to sign in."""

    ids: dict[str, str] = field(default_factory=dict)
    # Belongs to one person only: for the others it does not exist.
    mine: str = ""


@dataclass(frozen=True)
class Public:
    """Open to everybody; what it does for guests is tested where it lives."""

    ids: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Api:
    """A door for scripts: `needs` maps a method to what the token's role must be able to do."""

    needs: dict[str, Permission]
    ids: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Webhook:
    """For a mail provider that knows the secret; to everybody else a refusal, and no write."""


Row = Member | Portal | Person | Public | Webhook | Api


def _walk(patterns: list[URLPattern | URLResolver], prefix: str, space: str) -> Iterator[tuple]:
    for entry in patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _walk(entry.url_patterns, route, inner)
        else:
            yield (f"{space}{entry.name}" if entry.name else route), route, entry.callback


def found_routes() -> dict[str, tuple[str, object]]:
    """Route name (or its pattern where it has none) → (pattern, view)."""
    return {name: (route, view) for name, route, view in _walk(get_resolver().url_patterns, "", "")}
