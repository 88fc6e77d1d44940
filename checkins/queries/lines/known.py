"""What the lines of Today need not ask for: each table joined costs the database's planner more
than the last one did, and far more than the few rows that come of it."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django_scopes.state import get_scope

from checkins.today import Asking
from core.together import Question


def with_owner(mine: bool, path: str) -> list[str]:
    """`path` to the owner where it may be anybody; of one's own partnerships it is oneself."""
    return [] if mine else [path]


def given(asking: Asking) -> dict[str, Any]:
    """What the questions of the sources are asked with (core.prepared)."""
    return {"user": asking.user.pk, "today": asking.today, "until": asking.until}


def asked(build: Callable[[bool], "QuerySet[Any, Any]"], asking: Asking, **more: Any) -> Question:
    """For `yield` in a source: what `build(mine)` states with `Given`, for this reader. `more` are
    values of its own beside `given`."""
    mine = asking.mine
    return Question((build, mine), partial(build, mine), {**given(asking), **more})


def placed(
    rows: Iterable[Any], asking: Asking, partnership: Callable[[Any], Any] | None = None
) -> list[Any]:
    """The rows with their workspace, which is that of the scope, and the owner of the partnership
    that each leads to."""
    workspace = get_scope().get("workspace")
    found = list(rows)
    for row in found:
        if workspace is not None:
            row.workspace = workspace
        if asking.mine and partnership is not None:
            partnership(row).owner = asking.user
    return found
