"""The broker is a doorbell: rows hold what is to be done, a sweep finds what nobody heard."""

import time
from typing import Any

import structlog

log = structlog.get_logger(__name__)

# After a failure nobody is asked for a while: a request that saves a hundred rows would wait a
# hundred times for a broker that is away.
QUIET_SECONDS = 5.0
_quiet = {"until": 0.0}
# A burst (a digest to everybody, an import) is one piece of work: whoever hears a bell of
# `ring_for_burst` looks for the rest of it, so a few a second are enough.
BURST = 3
_burst = {"second": 0, "rung": 0}


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


def ring_for_burst(task: Any, *args: Any) -> bool:
    """As `ring`, but at most a few times a second: for tasks that look for more of their kind.

    A message per row would keep a small broker busy for minutes with rows long dealt with.
    """
    second = int(time.monotonic())
    if _burst["second"] != second:
        _burst.update(second=second, rung=0)
    _burst["rung"] += 1
    if _burst["rung"] > BURST and not task.app.conf.task_always_eager:
        return False
    return ring(task, *args)
