"""Fifty evergreen agreements for ten years by a moving clock: the job runs, sleeps for months, runs
twice; both sides give notice and take it back; prices are amended. What must stand at the end is
written down here once more, plainly, and compared row by row and mail by mail.
"""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from core.mail.rendering import Rendered
from core.models import OutgoingMail
from partnerships.actions.amendments import draft_amendment, sign_amendment
from partnerships.actions.notice import give_notice, withdraw_notice
from partnerships.models import Agreement, AgreementRate, Renewal
from partnerships.queries.terms import terms_of
from partnerships.rules.terms import Terms
from partnerships.tasks import advance_agreements
from tests import factories

DAY = timedelta(days=1)
FIRST = date(2024, 1, 5)
ZONES = (
    "Pacific/Kiritimati", "Pacific/Pago_Pago", "America/Los_Angeles", "America/New_York",
    "Europe/London", "Europe/Moscow", "Asia/Kathmandu", "Asia/Vladivostok", "Australia/Lord_Howe",
)  # fmt: skip
# Where a date goes wrong first.
STARTS = (date(2024, 2, 29), date(2024, 1, 31), date(2024, 12, 31), date(2024, 3, 31))
MAILS = ("window", "renewed", "notice", "notice_back", "ended")


@pytest.fixture(autouse=True)
def _wordless(monkeypatch):
    """What the mails say, and the figures in them, is tested where one mail is (test_renewals): a
    decade of them is counted here, by their keys."""
    monkeypatch.setattr(
        "core.mail.outbox.render_mail",
        lambda template, context, *, language: Rendered(template, language, ""),
    )
    monkeypatch.setattr("partnerships.emails_renewals.so_far", lambda *args: None)


@dataclass
class Life:
    """One agreement, and what happened to it at which moment."""

    agreement: Agreement
    zone: ZoneInfo
    notice: datetime | None = None
    withdrawn: datetime | None = None
    amended: list[tuple[datetime, date, Decimal]] = field(default_factory=list)

    def day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()


def _agreements(workspace, manager, count: int, chance: random.Random) -> list[Life]:
    found = []
    brand = factories.BrandFactory(workspace=workspace)
    for n in range(count):
        zone = ZONES[n % len(ZONES)]
        start = STARTS[n] if n < len(STARTS) else FIRST + DAY * chance.randrange(360)
        creator = factories.CreatorFactory(
            workspace=workspace, zone=zone, language=chance.choice(["en", "ru"])
        )
        partnership = factories.PartnershipFactory(
            workspace=workspace, creator=creator, brand=brand, owner=manager
        )
        agreement = Agreement.objects.create(
            workspace=workspace, partnership=partnership, kind="evergreen", state="in_force",
            starts_on=start, campaigns_a_year=4, currency="USD", signed_on=start,
            window_days=chance.choice([0, 14, 60, 60, 90, 200]),
            notice_days=chance.choice([0, 14, 30, 30, 60, 365]),
            created_at=datetime.combine(start, time(), tzinfo=UTC) - DAY,
        )  # fmt: skip
        AgreementRate.objects.create(
            workspace=workspace, agreement=agreement, format="reel", currency="USD", amount=1000
        )
        found.append(Life(agreement, ZoneInfo(zone)))
    return found


# What must stand at the end, from the words of product.md alone


def _anniversary(start: date, years: int) -> date:
    year = start.year + years
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return date(
        year, start.month, 28 if (start.month, start.day) == (2, 29) and not leap else start.day
    )


def _days(life: Life, year: int) -> tuple[date, date, date]:
    """When the window of `year` opens, when it renews, its last day."""
    row = life.agreement
    renews = _anniversary(row.starts_on, year - 1)
    before = _anniversary(row.starts_on, year - 2)
    last_chance = renews - DAY - DAY * row.notice_days
    if last_chance < before:
        last_chance = renews - DAY
    opens = min(renews - DAY * row.window_days, last_chance)
    return max(opens, before), renews, _anniversary(row.starts_on, year) - DAY


@dataclass
class Expected:
    rows: dict[int, str] = field(default_factory=dict)
    mails: Counter = field(default_factory=Counter)
    state: str = "in_force"
    ends_on: date | None = None


def _expected(life: Life, runs: list[datetime]) -> Expected:
    """Every moment at which somebody looked, in order, with what a person would have done then."""
    found = Expected()
    told: set[tuple[str, int]] = set()
    moments = [(at, "run") for at in runs]
    moments += [
        (at, what) for at, what in ((life.notice, "notice"), (life.withdrawn, "back")) if at
    ]
    for at, what in sorted(moments):
        today = life.day(at)
        if what == "back":
            found.state, found.ends_on = "in_force", None
            found.mails["notice_back", 0] += 2
        if found.state == "in_force":
            for year in range(2, 14):
                opens, renews, until = _days(life, year)
                if opens > today:
                    break
                if ("window", year) not in told and today < renews and what != "notice":
                    told.add(("window", year))
                    found.mails["window", year] += 2
                if renews > today:
                    found.rows[year] = "open"
                    continue
                found.rows[year] = "renewed"
                if ("renewed", year) not in told and today <= until:
                    told.add(("renewed", year))
                    found.mails["renewed", year] += 2
                told.add(("renewed", year))
        if what == "notice":
            found.state, found.ends_on = "in_notice", today + DAY * life.agreement.notice_days
            found.rows = {y: "stopped" if s == "open" else s for y, s in found.rows.items()}
            found.mails["notice", 0] += 2
        if found.state == "in_notice" and found.ends_on and found.ends_on < today:
            found.state = "ended"
            found.mails["ended", 0] += 1
    return found


# The run


def _lookup(life: Life) -> Agreement:
    return Agreement.objects.select_related(
        "partnership__creator", "partnership__brand", "partnership__owner", "partnership__workspace"
    ).get(pk=life.agreement.pk)


def _give_notice(life: Life, by: object) -> None:
    side = "us" if life.agreement.pk % 2 else "creator"
    give_notice(agreement=_lookup(life), notice_by=side, by=by, at=timezone.now())


def _amend(life: Life, effective_on: date, price: Decimal, by: object) -> None:
    agreement = _lookup(life)
    terms = terms_of(agreement)
    values = {name: getattr(terms, name) for name in Terms.__dataclass_fields__}
    changed = Terms(**values | {"rates": [("reel", "USD", price)]})
    amendment = draft_amendment(
        agreement=agreement, terms=changed, effective_on=effective_on, reason="A good year",
        by=by, at=timezone.now(), rate_jump_reason="As agreed",
    )  # fmt: skip
    sign_amendment(
        amendment=amendment, signed_on=life.day(timezone.now()), signed_by="Creator", by=by,
        at=timezone.now(), our_signed_by="Manager",
    )  # fmt: skip


def _plan(
    lives: list[Life], years: int, notices: tuple[int, int], chance: random.Random, by: object
) -> list:
    """Notices, some taken back; amendments. (moment, act), each known to its life."""
    acts = []
    for n, life in enumerate(lives):
        start = datetime.combine(life.agreement.starts_on, time(12), tzinfo=UTC)
        if n % 3 == 0:
            life.notice = start + DAY * chance.randrange(*notices)
            acts.append((life.notice, lambda life=life: _give_notice(life, by)))
            length = life.agreement.notice_days
            if n % 2 == 0 and length > 10:
                life.withdrawn = life.notice + DAY * chance.randrange(1, length - 1)
                acts.append((life.withdrawn, lambda life=life: withdraw_notice(
                    agreement=_lookup(life), by=by, at=timezone.now()
                )))  # fmt: skip
        elif n % 3 == 1 and years > 3:
            # Signed in one year, in force with the next one.
            year = chance.randrange(2, years - 1)
            _opens, renews, _until = _days(life, year)
            at = datetime.combine(renews - 40 * DAY, time(12), tzinfo=UTC)
            price = Decimal(1000 + 10 * n)
            life.amended.append((at, renews, price))
            acts.append((at, lambda life=life, on=renews, price=price: _amend(life, on, price, by)))
    return acts


def _live(
    workspace, manager, *, count: int, gaps, seed: int, years: int, notices: tuple[int, int],
    first: date = FIRST,
):  # fmt: skip
    """The job runs from `first` on for `years`; `gaps(chance)`: days until it runs next; `notices`:
    between which days of an agreement they are given. Gives the lives and the runs."""
    chance = random.Random(seed)
    lives = _agreements(workspace, manager, count, chance)
    acts = _plan(lives, years, notices, chance, manager)
    end = datetime.combine(first, time(), tzinfo=UTC) + DAY * (365 * years + 2)
    runs, at = [], datetime.combine(first, time(3, 20), tzinfo=UTC)
    while at < end:
        runs.append(at)
        at += DAY * gaps(chance)
    runs.append(end)

    def run() -> None:
        advance_agreements()
        if chance.random() < 0.1:
            assert advance_agreements() == 0, "again changes nothing"

    with time_machine.travel(first, tick=False) as clock:
        for moment, act in sorted([(at, run) for at in runs] + acts, key=lambda one: one[0]):
            clock.move_to(moment)
            act()
    return lives, runs


def _stands(life: Life) -> tuple[dict[int, str], Counter, str, date | None]:
    row = Agreement.objects.get(pk=life.agreement.pk)
    renewals = Renewal.objects.filter(agreement=row)
    mails: Counter = Counter()
    years = {renewal.public_id: renewal.year for renewal in renewals}
    about = [row.public_id, *years]
    for mail in OutgoingMail.objects.filter(about_id__in=about).values_list("kind", "about_id"):
        kind = mail[0].removesuffix("_creator").removesuffix("_owner")
        if kind in MAILS:
            mails[kind, years.get(mail[1], 0)] += 1
    return {r.year: r.state for r in renewals}, mails, row.state, row.ends_on


@pytest.mark.parametrize("seed", [4])
def test_ten_years_of_fifty_evergreens(in_scope, manager, seed):
    def gaps(chance: random.Random) -> int:
        # Three weeks or so between two runs, and now and then an outage of up to nine months.
        return chance.randrange(120, 270) if chance.random() < 0.02 else chance.randrange(8, 35)

    lives, runs = _live(
        in_scope, manager, count=50, years=10, notices=(200, 3250), gaps=gaps, seed=seed
    )
    figures: Counter = Counter()
    for life in lives:
        wanted = _expected(life, runs)
        rows, mails, state, ends_on = _stands(life)
        assert rows == wanted.rows
        assert mails == wanted.mails
        assert (state, ends_on) == (wanted.state, wanted.ends_on)
        _tiles(life)
        for _at, _on, price in life.amended:
            assert [rate.amount for rate in life.agreement.rates.all()] == [price]
        figures.update(f"renewals {state}" for state in rows.values())
        figures[f"agreements {state}"] += 1
        for (kind, _year), n in mails.items():
            figures[f"mails {kind}"] += n
    keys = list(OutgoingMail.objects.values_list("key", flat=True))
    assert len(keys) == len(set(keys)), "one mail for each event and person"
    assert figures["renewals renewed"] > 250
    print(f"\n50 evergreen agreements, 10 years, the job ran {len(runs)} times")  # noqa: T201
    for name, n in sorted(figures.items()):
        print(f"{n:6} {name}")  # noqa: T201


def _tiles(life: Life) -> None:
    """Renewed years follow each other without gap or overlap."""
    last = _anniversary(life.agreement.starts_on, 1) - DAY
    for row in Renewal.objects.filter(agreement=life.agreement).order_by("year"):
        assert row.renews_on == last + DAY
        assert (row.opens_on, row.renews_on, row.until) == _days(life, row.year)
        last = row.until


def test_sparse_runs_leave_the_same_rows_as_daily_ones(in_scope, manager):
    """The same lives twice, run every day and after outages: what stands is equal. The year they
    are looked at is the one in which each renews for the first time, or notice is given in the
    window."""

    def daily(chance: random.Random) -> int:
        chance.random()
        return 1

    def sparse(chance: random.Random) -> int:
        return chance.randrange(1, 150)

    sample = {
        "count": 4, "seed": 9, "years": 1, "notices": (310, 360), "first": date(2024, 12, 31),
    }  # fmt: skip
    told = []
    for gaps in (daily, sparse):
        lives, _runs = _live(in_scope, manager, gaps=gaps, **sample)
        told.append([(_stands(life)[0], *_stands(life)[2:]) for life in lives])
    assert told[0] == told[1]
    kinds = {state for rows, _state, _end in told[0] for state in rows.values()}
    assert kinds >= {"renewed", "stopped"}
