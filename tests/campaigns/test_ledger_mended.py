"""The ledger is compared with what is promised and paid; mended, it equals a fresh one."""

from datetime import date
from decimal import Decimal

import pytest

from core.models import AuditEntry, ExchangeRate
from partnerships import tasks_budget
from partnerships.actions.commitments import release, spend
from partnerships.actions.ledger import Mended, mend_ledger
from partnerships.models import Commitment
from tests import factories
from tests.campaigns.conftest import AT
from tests.factories import fee_payment

FIELDS = (
    "partnership", "brand", "tier", "kind", "key", "on", "amount", "currency", "state", "spent_on",
    "home_currency", "exchange", "exchange_on", "home_amount",
)  # fmt: skip


def ledger():
    return list(Commitment.objects.order_by("key").values(*FIELDS))


@pytest.fixture
def parts(in_scope, maya, sveta, brand, manager):
    """Paid, to be paid, asked only, and without a fee."""
    ExchangeRate.objects.create(
        workspace=in_scope, currency="USD", against="RUB", day=date(2026, 1, 1), rate=90
    )
    found = {}
    for name, partnership, state, fee, currency in (
        ("paid", maya, "closed", 900, "USD"), ("due", sveta, "confirmed", 45000, "RUB"),
        ("asked", maya, "invited", 500, "USD"), ("free", sveta, "confirmed", 0, "RUB"),
    ):  # fmt: skip
        campaign = factories.CampaignFactory(workspace=in_scope, brand=brand, owner=manager)
        found[name] = factories.CollaborationFactory(
            campaign=campaign, partnership=partnership, state=state, fee_amount=fee,
            fee_currency=currency,
        )  # fmt: skip
    fee_payment(
        found["paid"], amount=900, currency="USD", due_on=date(2026, 3, 1),
        paid_on=date(2026, 3, 1),
    )  # fmt: skip
    return found


def test_fresh_ledger_holds_what_is_promised(parts):
    assert mend_ledger(by=None, at=AT) == Mended(made=2)
    assert [(row["amount"], row["state"], row["home_amount"]) for row in ledger()] == sorted(
        [
            (Decimal(900), "spent", Decimal(900)),
            (Decimal(45000), "committed", Decimal(500)),
        ],
        key=lambda row: f"fee:{parts['paid' if row[0] == 900 else 'due'].public_id}",
    )


def test_right_ledger_is_left_alone(parts):
    mend_ledger(by=None, at=AT)
    entries = AuditEntry.objects.count()
    versions = list(Commitment.objects.values_list("version", flat=True))
    assert not mend_ledger(by=None, at=AT).any
    assert AuditEntry.objects.count() == entries
    assert list(Commitment.objects.values_list("version", flat=True)) == versions


@pytest.mark.parametrize(
    ("harm", "mended"),
    [
        (lambda paid, due: Commitment.objects.filter(key=paid).delete(), Mended(made=1)),
        (lambda paid, due: Commitment.objects.filter(key=due).update(amount=1), Mended(changed=1)),
        (
            lambda paid, due: Commitment.objects.filter(key=due).update(on=date(2020, 1, 1)),
            Mended(changed=1),
        ),
        (lambda paid, due: release(key=due, by=None, at=AT), Mended(changed=1)),
        (
            lambda paid, due: spend(key=due, spent_on=date(2026, 2, 2), by=None, at=AT),
            Mended(changed=1),
        ),
        (
            lambda paid, due: Commitment.objects.filter(key=paid).update(
                state="committed", spent_on=None
            ),
            Mended(changed=1),
        ),
        (
            lambda paid, due: Commitment.objects.filter(key=due).update(
                exchange=None, exchange_on=None, home_amount=None
            ),
            Mended(converted=1),
        ),
    ],
)
def test_mended_ledger_equals_a_fresh_one(parts, harm, mended):
    mend_ledger(by=None, at=AT)
    fresh = ledger()
    harm(f"fee:{parts['paid'].public_id}", f"fee:{parts['due'].public_id}")
    assert ledger() != fresh
    assert mend_ledger(by=None, at=AT) == mended
    assert ledger() == fresh
    assert AuditEntry.objects.filter(object_type="partnerships.commitment").exists()


def test_promise_that_lives_no_more_is_let_go(parts):
    mend_ledger(by=None, at=AT)
    type(parts["due"]).objects.filter(pk=parts["due"].pk).update(state="declined")
    assert mend_ledger(by=None, at=AT) == Mended(released=1)
    assert Commitment.objects.get(key=f"fee:{parts['due'].public_id}").state == "released"
    assert not mend_ledger(by=None, at=AT).any


def test_promise_of_another_partnership_is_moved(parts, sveta):
    mend_ledger(by=None, at=AT)
    key = f"fee:{parts['paid'].public_id}"
    Commitment.objects.filter(key=key).update(partnership=sveta)
    assert mend_ledger(by=None, at=AT) == Mended(changed=1)
    assert Commitment.objects.get(key=key).partnership == parts["paid"].partnership


def test_nightly_job_mends_each_workspace(parts, monkeypatch):
    assert tasks_budget.mend_ledgers() == 1
    assert tasks_budget.mend_ledgers() == 0

    def breaks(**_values):
        raise RuntimeError

    monkeypatch.setattr(tasks_budget, "mend_ledger", breaks)
    assert tasks_budget.mend_ledgers() == 0
