"""The broker is a doorbell: rows hold what is to be done, a sweep finds what nobody heard."""

import time
from typing import Any

import structlog

log = structlog.get_logger(__name__)

# After a failure nobody is asked for a while: a request that saves a hundred rows would wait a
# hundred times for a broker that is away.
QUIET_SECONDS = 5.0
_quiet = {"until": 0.0}


def ring(task: Any, *args: Any) -> bool:
    """Ask a worker to run `task(*args)` now; False if nobody could be asked.

    A broker that is away raises nothing: the row is saved, and the request that saved it must not
    fail. (Run eagerly, it is the task that raises.) Call it by `transaction.on_commit`.
    """
    if task.app.conf.task_always_eager:
        task.delay(*args)
        return True
    if time.monotonic() < _quiet["until"]:
        return False
    try:
        task.delay(*args)
    except Exception as error:
        _quiet["until"] = time.monotonic() + QUIET_SECONDS
        log.warning("doorbell.unheard", task=task.name, args=args, error=str(error))
        return False
    return True
