"""What keeps a person from leaving, or from only reading, is known by a room above, which registers
here in `ready()`: creators must not be left without a contact (product.md, row 6)."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from accounts.models import User, Workspace


@dataclass(frozen=True)
class Hindrance:
    """What has to be done first, and the page where it is done."""

    words: str | Promise
    url: str


Check = Callable[[Workspace, User], Hindrance | None]

_checks: dict[str, Check] = {}


def register_hindrance(key: str, check: Check) -> None:
    """The same key again replaces: `ready()` may run twice. Called in the workspace's scope."""
    _checks[key] = check


def hindrance(workspace: Workspace, user: User) -> Hindrance | None:
    return next((found for check in _checks.values() if (found := check(workspace, user))), None)
