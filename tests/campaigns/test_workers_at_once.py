"""Threads of their own on PostgreSQL do the same work at the same moment: each thing once."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
import time_machine
from django.db import connection
from django_scopes import scope

from accounts.models import Membership
from campaigns.models import Payment
from campaigns.tasks import keep_agreed_pay_everywhere
from core.models import AuditEntry, OutgoingMail
from core.money import Money
from partnerships.actions.amendments import draft_amendment, sign_amendment
from partnerships.actions.commitments import commit, release, spend
from partnerships.models import (
    Agreement,
    AgreementRate,
    Amendment,
    Commitment,
    Partnership,
    Renewal,
    Retainer,
)
from partnerships.queries.budget import year_budget
from partnerships.queries.terms import terms_of
from partnerships.rules.terms import Terms
from partnerships.tasks import advance_agreements
from tests import factories
from tests.live import need_services

# SQLite has one writer: what is proved here cannot be seen there.
pytestmark = [pytest.mark.live, pytest.mark.django_db(transaction=True)]
LONG_AGO = datetime(2025, 1, 10, 12, tzinfo=UTC)
NOW = datetime(2026, 2, 1, 18, tzinfo=UTC)
AGREEMENTS = 5


@pytest.fixture(autouse=True, scope="module")
def _services():
    need_services()


@pytest.fixture
def failures(monkeypatch):
    """What a job only logs, so as not to hold up the rest."""
    found: list[Any] = []
    for room in ("partnerships", "campaigns"):
        monkeypatch.setattr(
            f"{room}.tasks.log.exception", lambda *args, **more: found.append((args, more))
        )
    return found


def at_once(count: int, work: Callable[[int], Any]) -> list[Any]:
    """`work(n)` in `count` threads that start together, each with its own connection."""
    gate = Barrier(count)

    def one(n: int) -> Any:
        try:
            connection.ensure_connection()
            gate.wait(timeout=30)
            return work(n)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


@pytest.fixture
def keeper():
    workspace = factories.WorkspaceFactory(currency="USD")
    user = factories.UserFactory()
    Membership.objects.create(workspace=workspace, user=user, role="manager")
    with scope(workspace=workspace):
        yield workspace, user


def agreed(workspace: Any, user: Any, brand: Any) -> Agreement:
    """A year old, with a retainer and a change signed for the anniversary."""
    creator = factories.CreatorFactory(workspace=workspace, zone="America/New_York")
    partnership = factories.PartnershipFactory(
        workspace=workspace, creator=creator, brand=brand, owner=user
    )
    row = Agreement.objects.create(
        workspace=workspace, partnership=partnership, kind="evergreen", state="in_force",
        starts_on=date(2025, 1, 15), signed_on=date(2025, 1, 10), campaigns_a_year=4,
        currency="USD", window_days=60, notice_days=30, created_at=LONG_AGO,
    )  # fmt: skip
    AgreementRate.objects.create(
        workspace=workspace, agreement=row, format="reel", currency="USD", amount=1000
    )
    Retainer.objects.create(
        workspace=workspace, agreement=row, amount=310, currency="USD", scope="A studio day",
        starts_on=row.starts_on,
    )  # fmt: skip
    before = terms_of(row)
    values = {name: getattr(before, name) for name in Terms.__dataclass_fields__}
    change = draft_amendment(
        agreement=row, terms=Terms(**values | {"rates": [("reel", "USD", Decimal(1100))]}),
        effective_on=date(2026, 1, 15), reason="A good year", by=user, at=LONG_AGO,
    )  # fmt: skip
    sign_amendment(
        amendment=change, signed_on=date(2025, 1, 10), signed_by="Maya", by=user, at=LONG_AGO
    )
    return row


def written() -> dict[str, Any]:
    return {
        "audit": Counter(AuditEntry.objects.values_list("verb", flat=True)),
        "mails": Counter(OutgoingMail.objects.values_list("kind", flat=True)),
        "payments": sorted(Payment.objects.values_list("key", "amount")),
        "commitments": sorted(Commitment.objects.values_list("key", "amount", "state", "version")),
        "renewals": sorted(Renewal.objects.values_list("agreement", "year", "state", "version")),
    }


def test_eight_workers_on_the_same_agreements_do_each_thing_once(keeper, failures):
    workspace, user = keeper
    with time_machine.travel(LONG_AGO, tick=False):
        brand = factories.BrandFactory(workspace=workspace)
        rows = [agreed(workspace, user, brand) for _n in range(AGREEMENTS)]

    def both(n: int) -> None:
        # Half of them begin with the other job.
        for job in [advance_agreements, keep_agreed_pay_everywhere][:: -1 if n % 2 else 1]:
            job()

    with time_machine.travel(NOW, tick=False):
        at_once(8, both)
        assert failures == []
        once = written()
        advance_agreements()
        keep_agreed_pay_everywhere()
        assert written() == once, "a worker who comes later finds nothing left"
    assert once["renewals"] == sorted((row.pk, 2, "renewed", 2) for row in rows)
    for verb in ("renewal.opened", "renewal.renewed", "amendment.in_force", "agreement.amended"):
        assert once["audit"][verb] == AGREEMENTS
    assert once["mails"]["renewed_creator"] == once["mails"]["renewed_owner"] == AGREEMENTS
    assert "window_owner" not in once["mails"], "it is too late to say so"
    assert set(once["mails"].values()) == {AGREEMENTS}, "one mail for each event and person"
    # January of last year in part, then twelve months.
    assert len(once["payments"]) == 13 * AGREEMENTS
    keys = [one[0] for one in once["commitments"]]
    assert len(keys) == len(set(keys)) == once["audit"]["commitment.made"]
    assert {one[0] for one in once["payments"]} <= set(keys)
    assert not Amendment.objects.exclude(state="in_force").exists()
    assert {rate.amount for rate in AgreementRate.objects.all()} == {Decimal(1100)}


def test_twenty_threads_on_one_budget_lose_no_cent(keeper):
    workspace, user = keeper
    partnership = factories.PartnershipFactory(workspace=workspace, owner=user)
    day = date(2026, 4, 1)

    def promise(n: int) -> None:
        with scope(workspace=workspace):
            mine = Partnership.objects.get(pk=partnership.pk)
            told: dict[str, Any] = {
                "partnership": mine, "kind": "fee", "on": day, "by": None, "at": NOW,
            }  # fmt: skip
            # One of their own, one that all write with another sum, one paid and one let go again.
            commit(key=f"own:{n}", money=Money(Decimal("10.01"), "USD"), **told)
            commit(key="shared", money=Money(Decimal(100 + n), "USD"), **told)
            commit(key=f"paid:{n}", money=Money(Decimal("7.07"), "USD"), **told)
            assert spend(key=f"paid:{n}", spent_on=day, by=None, at=NOW)
            commit(key=f"gone:{n % 4}", money=Money(Decimal(5), "USD"), **told)
            release(key=f"gone:{n % 4}", by=None, at=NOW)

    at_once(20, promise)
    for n in range(4):
        release(key=f"gone:{n}", by=None, at=NOW)
    rows = Commitment.objects.all()
    shared = rows.get(key="shared")
    assert rows.count() == 20 + 1 + 20 + 4
    assert shared.amount == shared.home_amount in [Decimal(100 + n) for n in range(20)]
    # Each write counted the version up by one, and each is in the audit.
    for row in rows:
        assert AuditEntry.objects.filter(object_id=row.public_id).count() == row.version
    budget = year_budget(partnership.brand, 2026, day)
    assert budget.sums.committed == 20 * Decimal("10.01") + shared.amount
    assert budget.sums.spent == 20 * Decimal("7.07")
