"""A year of check-ins by a moving clock, held day by day against what people expect of it.

`make simulate` (SIMULATE=1) lives the whole year with two dozen creators and prints its figures;
the tests of every day a shorter one.
"""

import os
import random
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import transaction

from checkins.models import CheckIn, Touch
from core.mail.rendering import Rendered
from core.models import OutgoingMail
from tests import factories
from tests.checkins.conftest import FIRST_TUESDAY
from tests.checkins.year.clock import Year
from tests.checkins.year.lives import Life

WHOLE = os.environ.get("SIMULATE") == "1"
FIRST = date(2026, 1, 1)
WHERE = (
    ("Europe/Moscow", "RU"), ("America/New_York", "US"), ("America/Los_Angeles", "US"),
    ("Asia/Vladivostok", "RU"), ("Asia/Kathmandu", "ZZ"), ("Australia/Lord_Howe", "ZZ"),
    ("Pacific/Kiritimati", "ZZ"), ("Europe/Kaliningrad", "RU"), ("America/Anchorage", "US"),
)  # fmt: skip
TIERS = ("T1", "T2", "T1", "T3", "T2", "T1")


@pytest.fixture(autouse=True)
def _wordless(monkeypatch):
    """What a mail says is tested where one is (test_sending): a year of them is counted here."""
    monkeypatch.setattr(
        "core.mail.outbox.render_mail",
        lambda template, context, *, language: Rendered(template, language, ""),
    )


def lives_of(
    workspace, manager, count: int, chance: random.Random, tiers: tuple[str, ...] = TIERS
) -> list[Life]:
    brand, second = (factories.BrandFactory(workspace=workspace) for _n in range(2))
    found = []
    for n in range(count):
        zone, market = WHERE[n % len(WHERE)]
        quiet = (22, 11) if n % 4 == 0 else None
        creator = factories.CreatorFactory(
            workspace=workspace, name=f"{n} {zone}", email=f"c{n}@example.com", market=market,
            zone=zone, language="ru" if market == "RU" else "en",
            quiet_from=time(22) if quiet else None, quiet_until=time(11) if quiet else None,
        )  # fmt: skip
        # Every fifth works with a second brand too.
        for mine in (brand, second)[: 2 if n % 5 == 4 else 1]:
            started = FIRST - timedelta(days=chance.randrange(2, 26))
            row = factories.PartnershipFactory(
                pk=FIRST_TUESDAY + len(found), workspace=workspace, creator=creator, brand=mine,
                owner=manager, stage="active",
                tier=tiers[n % len(tiers)], started_on=started,
                created_at=datetime.combine(started, time(8), tzinfo=UTC),
            )  # fmt: skip
            found.append(Life(row, creator, ZoneInfo(zone), market, row.tier, started, quiet=quiet))
    return found


def _simulate(workspace, manager, capture, *, count: int, days: int, seed: int) -> Year:
    chance = random.Random(seed)

    def heard(act) -> None:
        with capture(execute=True), transaction.atomic():
            act()

    with time_machine.travel(FIRST - timedelta(days=1), tick=False) as clock:
        lives = lives_of(workspace, manager, count, chance)
        year = Year(lives, manager, chance, clock, heard)
        year.live(FIRST, days)
    return year


def test_a_year_of_check_ins(in_scope, manager, django_capture_on_commit_callbacks):
    count, days = (24, 365) if WHOLE else (9, 90)
    year = _simulate(
        in_scope, manager, django_capture_on_commit_callbacks, count=count, days=days, seed=6
    )
    print(_table(year, count, days))  # noqa: T201
    assert year.wrong[:20] == []
    for never in ("doubled", "outside working hours", "a day off", "away", "paused", "quiet hours"):
        assert year.count[never] == 0
    keys = list(OutgoingMail.objects.filter(kind="check_in").values_list("key", flat=True))
    assert len(keys) == len(set(keys)) == sum(len(life.sent) for life in year.lives)
    # What was sent is one contact each, and nothing else is.
    assert Touch.objects.filter(kind="check_in").count() == len(keys)
    assert Touch.objects.count() == sum(len(life.contacts) for life in year.lives)
    assert not any(
        life.sent for life in year.lives if life.tier == "T3" and life.upset_on == date.min
    )
    # A year in which nothing happened would prove nothing.
    assert year.count["mails by the clock"]
    if not WHOLE:
        return
    assert year.count["mails by the clock"] > 2 * count
    happened = ("replys", "calls", "absences", "pauses", "moves", "left out", "checkpoints held")
    assert all(year.count[what] for what in happened)
    assert year.count["late by outage"] > 0


def _table(year: Year, count: int, days: int) -> str:
    rows = CheckIn.objects
    told = [
        ("creators, days", f"{count}, {days}"),
        ("partnerships", len(year.lives)),
        ("ticks, each by two beats and two workers", year.count["ticks"]),
        ("days without a beat", year.count["days without a beat"]),
        ("check-ins planned", rows.filter(kind="cadence").count()),
        ("  sent by the clock", year.count["mails by the clock"]),
        ("  done by hand", year.count["done by hand"]),
        ("  left out with a reason", year.count["left out"]),
        ("  moved by contact", rows.filter(state="moved", reason__closed__why="contact").count()),
        ("  moved by leave or illness", rows.filter(reason__closed__why="away").count()),
        ("  moved by a new zone", rows.filter(reason__closed__why="hours").count()),
        (
            "  moved by pause, tier, or found by the plan",
            rows.filter(reason__closed__why="rhythm").count(),
        ),
        ("  still planned", rows.filter(kind="cadence", state="planned").count()),
        ("checkpoints held", year.count["checkpoints held"]),
        ("days compared with what is expected", year.count["compared"]),
        ("replies, calls", f"{year.count['replys']}, {year.count['calls']}"),
        ("absences, pauses", f"{year.count['absences']}, {year.count['pauses']}"),
        ("changes of zone, of tier", f"{year.count['moves']}, {year.count['tiers']}"),
        ("late by an outage", year.count["late by outage"]),
        ("late by a change (held, back for days already)", year.count["late by a change"]),
        ("sent twice", year.count["doubled"]),
        ("outside working hours", year.count["outside working hours"]),
        ("in quiet hours", year.count["quiet hours"]),
        ("on a weekend or holiday", year.count["a day off"]),
        ("in an absence or pause", year.count["away"] + year.count["paused"]),
        ("on another day than expected", len(year.wrong)),
    ]
    wide = max(len(name) for name, _value in told)
    return "\n" + "\n".join(f"{name:<{wide}}  {value}" for name, value in told)
