"""Who sends: the product's sweep in a loop, a real Celery worker, and the naive control."""

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.mail import get_connection
from django.db import connections

from benchmarks.faults import points
from core.mail import sweep as sweeping
from core.mail.message import build_message
from core.mail.rows import all_mails
from core.models.mail import MailState


@dataclass
class Sender:
    """One process of the run: started, killed, started again. `name` is loop, naive or celery."""

    name: str
    number: int
    log: Path
    pinned: list[str] = field(default_factory=list)
    pid: int = 0
    born: float = 0.0

    def start(self) -> None:
        point = self.pinned.pop(0) if self.pinned else ""
        self.born = time.monotonic()
        if self.name == "celery":
            self.pid = _celery(self.log, point)
            return
        # No connection may be shared with a child.
        connections.close_all()
        self.pid = os.fork()
        if self.pid == 0:
            _child(self, point)

    def ripe(self, now: float) -> bool:
        """Old enough to be killed: a Celery worker killed in its first seconds never sends."""
        return now - self.born > (6.0 if self.name == "celery" else 0.02)

    def alive(self) -> bool:
        if self.pid == 0:
            return False
        pid, _status = os.waitpid(self.pid, os.WNOHANG)
        return pid == 0

    def kill(self, which: int = signal.SIGKILL) -> None:
        # A Celery worker dies with its whole group, a loop is a group of its own as well.
        try:
            os.killpg(self.pid, which)
        except ProcessLookupError:
            # So young that it has not left the group it was born in.
            os.kill(self.pid, which)
        if which == signal.SIGKILL:
            os.waitpid(self.pid, 0)


def _child(sender: Sender, point: str) -> None:
    try:
        os.setsid()
        random.seed()
        out = os.open(sender.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(out, 1)
        os.dup2(out, 2)
        points.arm(point, passes=3)
        if sender.name == "naive":
            naive(sender.number, point)
        else:
            loop()
    finally:
        os._exit(1)


def loop() -> None:
    while True:
        if not sweeping.sweep():
            time.sleep(0.1)


def naive(number: int, point: str) -> None:
    """What one writes first: take what is queued, send it, mark it. Each of the two has mails of
    its own, so that only a kill can double one, not a race."""
    sent = 0
    while True:
        mails = [m for m in all_mails().filter(state=MailState.QUEUED) if m.pk % 2 == number]
        with get_connection() as way:
            for mail in mails:
                way.send_messages([build_message(mail, at=mail.due_at)])
                sent += 1
                if point == "after_send" and sent == 3:
                    os.kill(os.getpid(), signal.SIGKILL)
                all_mails().filter(pk=mail.pk).update(state=MailState.SENT)
        time.sleep(0.1)


def _celery(log: Path, point: str) -> int:
    with log.open("a") as out:
        process: Any = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.faults.celery_worker"],
            env=os.environ | {"FAULTS_POINT": point},
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    # Waited for by its pid, like the forked ones.
    process.returncode = 0
    return int(process.pid)
