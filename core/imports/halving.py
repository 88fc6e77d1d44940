"""One bad row must not harm the others."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any, TypeVar

import structlog
from django.db import InterfaceError, OperationalError, transaction

from core.imports.claims import ClaimLost

log = structlog.get_logger(__name__)

T = TypeVar("T")
R = TypeVar("R")


def halving(
    items: Sequence[T],
    work: Callable[[Sequence[T]], list[R]],
    broken: Callable[[], R],
    guard: Callable[[], AbstractContextManager[Any]] = transaction.atomic,
) -> list[R]:
    """`work(items)` in a savepoint; where it raises, the same for each half, down to one item."""
    try:
        with guard():
            done = work(items)
        if len(done) != len(items):
            raise RuntimeError("an importer answers once for each row")
        return done
    except (OperationalError, InterfaceError, ClaimLost):
        raise
    except Exception:
        if len(items) == 1:
            log.exception("import.row_broke")
            return [broken()]
    middle = len(items) // 2
    return [
        *halving(items[:middle], work, broken, guard),
        *halving(items[middle:], work, broken, guard),
    ]
