"""One database: queue, send, kill, count. Prints one line of JSON (see __main__.py)."""

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import Workspace  # noqa: E402
from benchmarks.faults.points import LEASE, POINTS  # noqa: E402
from benchmarks.faults.senders import Sender  # noqa: E402
from core.mail.outbox import queue_mail  # noqa: E402
from core.mail.rows import all_mails  # noqa: E402

MAILS, RANDOM_KILLS, FREEZES = 500, 24, 1
FROZEN_SECONDS = LEASE.total_seconds() + 2
DEADLINE = 60.0


def main(kind: str) -> None:
    call_command("migrate", run_syncdb=True, verbosity=0)
    folder = Path(os.environ["VAR_DIR"])
    queue()
    kills = product_run(folder) if kind == "product" else naive_run(folder)
    # The children of a Celery worker that died while their worker lived on.
    kills["pinned"] += len(list(folder.glob("died_*")))
    print(json.dumps({**count(folder), **kills}))


def queue() -> None:
    """500 mails by the front door, each ringing a worker that is not there yet."""
    workspace = Workspace.objects.create(name="Faults", slug="faults")
    for number in range(MAILS):
        queue_mail(
            workspace=workspace,
            key=f"fault:{number}",
            kind="fault",
            to=(f"creator{number}@example.com", f"Creator {number}"),
            language="en",
            template="faults/mail",
            context={"number": number, "total": MAILS},
            at=timezone.now(),
        )


def product_run(folder: Path) -> dict[str, Any]:
    log = folder / "senders.log"
    senders = [
        Sender("loop", 0, log, pinned=POINTS[:]),
        Sender("loop", 1, log, pinned=POINTS[::-1]),
        Sender("celery", 2, log, pinned=["after_send", "after_hand_over"]),
    ]
    return Torment(senders, freezes=FREEZES).run()


def naive_run(folder: Path) -> dict[str, Any]:
    log = folder / "senders.log"
    senders = [Sender("naive", n, log, pinned=["after_send"]) for n in range(2)]
    return Torment(senders, freezes=0).run()


class Torment:
    """Kills at random, restarts the dead, and waits until no mail is open any more."""

    def __init__(self, senders: list[Sender], *, freezes: int) -> None:
        self.senders = senders
        self.freezes = freezes
        self.frozen: dict[int, float] = {}  # number → when it is woken
        self.kills = Counter({"random": 0, "pinned": 0, "frozen": 0})

    def run(self) -> dict[str, Any]:
        try:
            drained = self.until_drained(time.monotonic())
        finally:
            for sender in self.senders:
                if sender.alive():
                    sender.kill()
        return {**self.kills, "drained": round(drained, 1)}

    def until_drained(self, began: float) -> float:
        drained, next_blow = 0.0, began + 0.3
        while (now := time.monotonic()) < began + DEADLINE:
            self.restart_the_dead()
            self.wake(now)
            if drained and not self.frozen:
                break
            if not drained and now > next_blow:
                self.strike(now)
                next_blow = now + random.uniform(0.02, 0.25)
            if not drained and settled():
                drained = time.monotonic() - began
            time.sleep(0.005)
        return drained

    def restart_the_dead(self) -> None:
        for sender in self.senders:
            if not sender.alive():
                self.kills["pinned"] += sender.pid != 0
                sender.start()

    def wake(self, now: float) -> None:
        for number, until in list(self.frozen.items()):
            if now > until:
                self.senders[number].kill(signal.SIGCONT)
                del self.frozen[number]

    def strike(self, now: float) -> None:
        ripe = [s for s in self.senders if s.number not in self.frozen and s.ripe(now)]
        if not ripe or self.kills["random"] >= RANDOM_KILLS:
            return
        victim = random.choice(ripe)
        due = self.kills["frozen"] < self.freezes and self.kills["random"] >= 8
        if due and victim.name == "loop" and not self.frozen:
            # Stopped for longer than its lease, then woken: it must not trust its claim.
            victim.kill(signal.SIGSTOP)
            self.frozen[victim.number] = now + FROZEN_SECONDS
            self.kills["frozen"] += 1
            return
        victim.kill()
        victim.pid = 0
        self.kills["random"] += 1


def settled() -> bool:
    return not all_mails().filter(state__in=["queued", "sending"]).exists()


def count(folder: Path) -> dict[str, Any]:
    """What stands at the sink against what the outbox believes."""
    path = folder / "sink.txt"
    arrived = Counter(path.read_text().split() if path.exists() else [])
    rows = list(all_mails().values_list("message_id", "state"))
    states = Counter(state for _id, state in rows)
    return {
        "queued": len(rows),
        "arrived": len(arrived),
        "lost": sum(1 for mid, state in rows if mid not in arrived and state != "unknown"),
        "doubled": sum(1 for n in arrived.values() if n > 1),
        "strange": len(set(arrived) - {mid for mid, _state in rows}),
        "unknown": states["unknown"],
        "states": dict(states),
    }


if __name__ == "__main__":
    main(sys.argv[1])
