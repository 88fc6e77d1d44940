"""6 T1 and 15 T2 partners are served in under four hours a week (product.md, row 43): a year at one
desk, week by week. `make simulate` (SIMULATE=1) works the whole year and prints every week."""

import os
import random
from collections import Counter
from datetime import date, timedelta

import pytest
import time_machine

from checkins.rules.cadence import WEEKS
from checkins.rules.load import MINUTES
from core.mail.rendering import Rendered
from tests.checkins.year.desk import CLICKS, Desk

WHOLE = os.environ.get("SIMULATE") == "1"
FIRST = date(2026, 1, 5)
PARTNERS = ("T1",) * 6 + ("T2",) * 15
# What row 43 promises of a week, on average. The hardest take more: two weeks before a campaign, or in
# its middle, six syncs, a dozen reviews and remarks, beside the three or four checkpoints that the
# first six weeks of a quarter have each. It is 5.8 hours in this year.
HOURS_A_WEEK, HOURS_AT_MOST = 4, 7


@pytest.fixture(autouse=True)
def _wordless(monkeypatch):
    monkeypatch.setattr(
        "core.mail.outbox.render_mail",
        lambda template, context, *, language: Rendered(template, language, ""),
    )


def test_a_year_of_one_manager(in_scope, manager):
    weeks = 52 if WHOLE else 8
    manager.zone = "Europe/Moscow"
    manager.save()
    with time_machine.travel(FIRST - timedelta(days=1), tick=False) as clock:
        desk = Desk(in_scope, manager, random.Random(3), clock)
        desk.settle(FIRST, PARTNERS)
        desk.work(FIRST, 7 * weeks)
    worked = [desk.weeks[FIRST + timedelta(weeks=n)] for n in range(weeks)]
    hours = [week.minutes / 60 for week in worked]
    print(_table(worked, weeks))  # noqa: T201
    # Whatever is done goes away, and what is for today is done.
    assert desk.left_over == []
    assert sum(hours) / weeks < HOURS_A_WEEK
    assert max(hours) < HOURS_AT_MOST
    assert max(week.lines["checkpoint"] for week in worked) <= -(-len(PARTNERS) // WEEKS)
    kinds = sum((week.lines for week in worked), Counter())
    assert {"check_in", "checkpoint", "answer", "review", "remark"} <= set(kinds)
    # Nothing takes more than a handful of clicks, and every kind has its minutes.
    assert max(CLICKS.values()) <= 5
    assert set(kinds) <= set(MINUTES)


def _table(worked: list, weeks: int) -> str:
    kinds = sorted({kind for week in worked for kind in week.lines})
    told = ["", f"{'from':<12}{'lines':>6}{'clicks':>7}{'hours':>7}{'by itself':>11}  what"]
    for n, week in enumerate(worked):
        monday = FIRST + timedelta(weeks=n)
        what = ", ".join(f"{kind} {week.lines[kind]}" for kind in kinds if week.lines[kind])
        told.append(
            f"{monday:%d %b %Y} {week.lines.total():>6}{week.clicks:>7}{week.minutes / 60:>7.1f}"
            f"{week.by_itself:>11}  {what}"
        )
    hours = sorted(week.minutes / 60 for week in worked)
    lines = [week.lines.total() for week in worked]
    clicks = [week.clicks for week in worked]
    total = sum((week.lines for week in worked), Counter())
    told += [
        "",
        f"a week on average: {sum(lines) / weeks:.1f} lines, {sum(clicks) / weeks:.1f} clicks, "
        f"{sum(hours) / weeks:.2f} hours; the middle week {hours[weeks // 2]:.1f} hours, "
        f"the hardest {hours[-1]:.1f}; weeks above four hours: {sum(h > 4 for h in hours)}",
        "",
        f"{'kind':<18}{'in the year':>12}{'minutes':>9}{'clicks':>8}{'hours':>8}",
    ]
    for kind, n in total.most_common():
        told.append(
            f"{kind:<18}{n:>12}{MINUTES[kind]:>9}{CLICKS[kind]:>8}{n * MINUTES[kind] / 60:>8.1f}"
        )
    return "\n".join(told)
