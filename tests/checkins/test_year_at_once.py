"""Two beats and two workers in threads of their own on PostgreSQL, day after day: each check-in once,
on the day and in the hours that people expect. `make simulate` with services lives longer.
"""

import os
import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier, Lock

import pytest
import time_machine
from django.db import connection

from checkins import tasks
from checkins.models import Touch
from core.models import OutgoingMail
from tests.checkins.test_year import FIRST, lives_of
from tests.checkins.year.clock import Year
from tests.live import need_services

# SQLite has one writer: what is proved here cannot be seen there.
pytestmark = [pytest.mark.live, pytest.mark.django_db(transaction=True)]
WORKERS = 4
PEOPLE, DAYS = (24, 120) if os.environ.get("SIMULATE") == "1" else (12, 35)


@pytest.fixture(autouse=True, scope="module")
def _services():
    need_services()


class Crowd(Year):
    """Every tick by four at once; all have read what is due before one of them writes."""

    def _tick(self, at: datetime, *, plans: bool = False) -> None:
        self.clock.move_to(at)
        gate = Barrier(WORKERS)
        read = tasks.to_send

        def read_together(moment):
            rows = list(read(moment).select_related("partnership__creator", "workspace"))
            gate.wait(timeout=30)
            return _Rows(rows)

        def work(_n: int) -> int:
            try:
                if plans:
                    gate.wait(timeout=30)
                    tasks.plan()
                return tasks.send_due()
            finally:
                connection.close()

        tasks.to_send = read_together
        try:
            with ThreadPoolExecutor(WORKERS) as pool:
                self.count["mails by the clock"] += sum(pool.map(work, range(WORKERS)))
        finally:
            tasks.to_send = read
        self.count["ticks"] += 1
        self._look_at_mails()


class _Rows(list):
    """What the job asks of a query that was read already."""

    def select_related(self, *names):
        return self


@pytest.fixture
def told(monkeypatch):
    """What a job only logs, so as not to hold up the rest."""
    found: Counter[str] = Counter()
    guard = Lock()

    def keep(event, **more):
        with guard:
            found[f"{event}: {more.get('why', '')}".strip(": ")] += 1

    monkeypatch.setattr(tasks.log, "info", keep)
    monkeypatch.setattr(tasks.log, "exception", lambda event, **more: keep(f"BROKEN {event}"))
    return found


def test_four_at_once_send_every_check_in_once(in_scope, manager, told):
    chance = random.Random(7)
    with time_machine.travel(FIRST - timedelta(days=1), tick=False) as clock:
        # Who is written to most often.
        lives = lives_of(in_scope, manager, PEOPLE, chance, ("T1",))
        crowd = Crowd(lives, manager, chance, clock, lambda act: act())
        crowd.live(FIRST, DAYS)
    print(f"\n{crowd.count}\n{told}")  # noqa: T201
    assert crowd.wrong[:20] == []
    assert not [event for event in told if event.startswith("BROKEN")]
    for never in ("outside working hours", "a day off", "away", "paused", "quiet hours"):
        assert crowd.count[never] == 0
    keys = list(OutgoingMail.objects.filter(kind="check_in").values_list("key", flat=True))
    assert len(keys) == len(set(keys)) == crowd.count["mails by the clock"]
    assert Touch.objects.filter(kind="check_in").count() == len(keys)
    # All four wanted each of them; who came later was told so. Else nothing is proved.
    assert sum(told.values()) >= len(keys) * (WORKERS - 1) > 0
