"""Pinned moments of death: the worst ones, wrapped around the product's own steps from outside."""

import os
import signal
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from core.mail import delivery
from core.mail.smtp import SmtpWay

POINTS = ["before_claim", "after_claim", "after_hand_over", "after_send"]
# The product's lease is 90 s; the dead must be found within a run of a minute.
LEASE = timedelta(seconds=4)


def arm(point: str, passes: int, once: Path | None = None) -> None:
    """This process kills itself when it comes by `point` for the `passes`-th time.

    Children that a worker forks anew inherit that; the file `once` says that one has died already.
    """
    delivery.LEASE = LEASE
    left = {"passes": passes}

    def die() -> None:
        left["passes"] -= 1
        if left["passes"] <= 0 and (once is None or _first(once)):
            os.kill(os.getpid(), signal.SIGKILL)

    if point == "before_claim":
        delivery.claim = _before(delivery.claim, die)
    elif point == "after_claim":
        delivery.claim = _after(delivery.claim, die)
    elif point == "after_hand_over":
        delivery.hand_over = _after(delivery.hand_over, die)
    elif point == "after_send":
        # The server has said yes; nobody has written it down.
        SmtpWay.send = _after(SmtpWay.send, die)  # type: ignore[method-assign]


def _first(once: Path) -> bool:
    try:
        os.close(os.open(once, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return False
    return True


def _before(step: Callable[..., Any], die: Callable[[], None]) -> Callable[..., Any]:
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        die()
        return step(*args, **kwargs)

    return wrapped


def _after(step: Callable[..., Any], die: Callable[[], None]) -> Callable[..., Any]:
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        result = step(*args, **kwargs)
        if result is not None or step.__name__ == "hand_over":
            die()
        return result

    return wrapped
