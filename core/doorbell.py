"""The broker is a doorbell: rows hold what is to be done, a sweep finds what nobody heard."""

from typing import Any

import structlog

log = structlog.get_logger(__name__)


def ring(task: Any, *args: Any) -> bool:
    """Ask a worker to run `task(*args)` now; False if nobody could be asked.

    Never raises: the row is saved, and the request that saved it must not fail because Redis is
    away. Call it by `transaction.on_commit`.
    """
    try:
        task.delay(*args)
    except Exception as error:
        log.warning("doorbell.unheard", task=task.name, args=args, error=str(error))
        return False
    return True
