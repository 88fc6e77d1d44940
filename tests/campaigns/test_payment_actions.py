"""Payments by hand, the ledger behind fees, cost of acquisition."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from campaigns.actions.acquisition import add_cost, correct_cost, remove_cost
from campaigns.actions.by_hand import add_payment, correct_payment, remove_payment
from campaigns.actions.campaigns import update_campaign
from campaigns.actions.collaborations import (
    add_collaborations,
    confirm_collaboration,
    decline_collaboration,
    update_collaboration,
)
from campaigns.actions.payments import mark_paid, owe, unmark_paid
from campaigns.actions.taking_back import remove_collaboration
from campaigns.errors import Refused, WrongState
from campaigns.models import Payment
from core.models import AuditEntry
from core.money import Money
from core.versions import EditConflict
from partnerships.models import AcquisitionCost, Commitment
from tests.campaigns.conftest import AT, TODAY, dollars

D = Decimal


def states() -> list[tuple[str, Decimal]]:
    return [(row.state, row.amount) for row in Commitment.objects.order_by("pk")]


# The ledger behind fees


def test_fee_is_promised_when_the_creator_is_in(part, campaign):
    (row,) = Commitment.objects.all()
    assert (row.key, row.amount, row.on) == (f"fee:{part.public_id}", D(900), campaign.starts_on)


def test_fee_of_somebody_asked_is_promised_once_they_say_yes(campaign, maya, manager):
    (row,) = add_collaborations(
        campaign=campaign, partnerships=[maya], fees={maya.pk: dollars(900)}, by=manager, at=AT,
        state="invited",
    )  # fmt: skip
    assert states() == []
    confirm_collaboration(collaboration=row, by=manager, at=AT)
    assert states() == [("committed", D(900))]
    decline_collaboration(collaboration=row, by=manager, at=AT)
    assert states() == [("released", D(900))]


def test_another_fee_moves_the_promise(part, manager):
    update_collaboration(
        collaboration=part, expected=part.version, fee=dollars(1200), by=manager, at=AT
    )
    assert states() == [("committed", D(1200))]
    update_collaboration(
        collaboration=part, expected=part.version, fee=dollars(0), by=manager, at=AT
    )
    assert [state for state, _amount in states()] == ["released"]


def test_another_first_day_moves_the_promise(part, campaign, manager):
    campaign.refresh_from_db()
    update_campaign(
        campaign=campaign, expected=campaign.version, name=campaign.name, goal="",
        starts_on=date(2026, 2, 9), ends_on=campaign.ends_on, owner=manager, by=manager, at=AT,
    )  # fmt: skip
    assert Commitment.objects.get().on == date(2026, 2, 9)


def test_taking_somebody_back_out_lets_the_promise_go(part, manager):
    remove_collaboration(collaboration=part, expected=part.version, by=manager, at=AT)
    assert [state for state, _amount in states()] == ["released"]


def test_paid_is_spent_and_taken_back_is_promised_again(part, manager):
    payment = owe(part, earned_on=TODAY, by=manager, at=AT)
    assert payment is not None
    assert payment.commitment == Commitment.objects.get()
    mark_paid(payment=payment, paid_on=TODAY, by=manager, at=AT)
    assert states() == [("spent", D(900))]
    unmark_paid(payment=payment, by=manager, at=AT)
    assert states() == [("committed", D(900))]


# By hand


def by_hand(maya, manager, asked="a" * 12, **more):
    return add_payment(
        **{
            "partnership": maya, "kind": "session", "note": " Two hours ", "money": dollars(250),
            "due_on": TODAY, "asked": asked, "by": manager, "at": AT, **more,
        }
    )  # fmt: skip


def test_added_by_hand_once_for_each_form(maya, manager):
    assert by_hand(maya, manager) is True
    assert by_hand(maya, manager) is False
    payment = Payment.objects.get()
    assert (payment.note, payment.what, payment.amount) == ("Two hours", "Two hours", D(250))
    assert states() == [("committed", D(250))]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"money": dollars(0)}, "amount"),
        ({"money": Money(D(-1), "USD")}, "amount"),
        ({"note": " "}, "note"),
        ({"kind": "retainer"}, ""),
    ],
)
def test_by_hand_refused(maya, manager, more, field):
    with pytest.raises(Refused) as refused:
        by_hand(maya, manager, **more)
    assert refused.value.field == field
    assert not Payment.objects.exists()


def test_corrected_until_it_is_paid(maya, manager):
    by_hand(maya, manager)
    payment = Payment.objects.get()
    new = {"note": "Three hours", "money": dollars(300), "due_on": TODAY + timedelta(days=3)}
    correct_payment(payment=payment, expected=payment.version, by=manager, at=AT, **new)
    assert states() == [("committed", D(300))]
    correct_payment(payment=payment, expected=payment.version, by=manager, at=AT, **new)
    assert AuditEntry.objects.filter(verb="payment.corrected").count() == 1
    with pytest.raises(EditConflict):
        correct_payment(payment=payment, expected=1, by=manager, at=AT, **new)
    payment.refresh_from_db()
    mark_paid(payment=payment, paid_on=TODAY, by=manager, at=AT)
    with pytest.raises(WrongState):
        correct_payment(payment=payment, expected=payment.version, by=manager, at=AT, **new)
    with pytest.raises(WrongState):
        remove_payment(payment=payment, by=manager, at=AT)


def test_removed_is_no_longer_promised(maya, manager):
    by_hand(maya, manager)
    payment = Payment.objects.get()
    assert remove_payment(payment=payment, by=manager, at=AT) is True
    assert not Payment.objects.exists()
    assert [state for state, _amount in states()] == ["released"]


def test_what_follows_from_work_is_not_removed_by_hand(part, manager):
    payment = owe(part, earned_on=TODAY, by=manager, at=AT)
    assert payment is not None
    with pytest.raises(Refused):
        remove_payment(payment=payment, by=manager, at=AT)


# Acquisition


def cost(maya, manager, **more):
    return add_cost(
        **{
            "partnership": maya, "kind": "travel", "money": dollars(640), "on": TODAY,
            "note": " Portland ", "public_id": "b" * 12, "by": manager, "at": AT, **more,
        }
    )  # fmt: skip


def test_cost_added_once_corrected_removed(maya, manager):
    row = cost(maya, manager)
    assert cost(maya, manager, money=dollars(1)).amount == 640
    assert (row.note, AcquisitionCost.objects.count()) == ("Portland", 1)
    new = {"kind": "travel", "money": dollars(700), "on": TODAY, "note": "Portland"}
    correct_cost(cost=row, by=manager, at=AT, **new)
    correct_cost(cost=row, by=manager, at=AT, **new)
    row.refresh_from_db()
    assert row.amount == 700
    assert remove_cost(cost=row, by=manager, at=AT) is True
    row.pk = 10**6
    assert remove_cost(cost=row, by=manager, at=AT) is False
    verbs = list(AuditEntry.objects.filter(verb__startswith="acq").values_list("verb", flat=True))
    assert sorted(verbs) == ["acquisition.added", "acquisition.corrected", "acquisition.removed"]


@pytest.mark.parametrize(
    ("more", "field"),
    [({"money": dollars(0)}, "amount"), ({"on": TODAY + timedelta(days=1)}, "on")],
)
def test_cost_refused(maya, manager, more, field):
    with pytest.raises(Refused) as refused:
        cost(maya, manager, **more)
    assert refused.value.field == field
