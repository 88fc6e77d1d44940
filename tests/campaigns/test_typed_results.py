from datetime import date
from decimal import Decimal

import pytest

from campaigns.actions.collaborations import decline_collaboration
from campaigns.actions.results import delete_result, type_result
from campaigns.errors import AlreadyTyped, Refused, WrongState
from campaigns.models import Result
from core.models import AuditEntry
from core.money import Money
from tests import factories
from tests.campaigns.conftest import AT, TODAY, dollars


def _type(part, manager, **changes):
    values = {
        "day": date(2026, 3, 1),
        "market": "US",
        "metrics": {"reach": 1000, "likes": 90},
        "revenue": dollars(120),
    }
    return type_result(collaboration=part, by=manager, at=AT, **{**values, **changes})


def test_type_result_twice_is_one_row(part, manager):
    result = _type(part, manager)
    assert _type(part, manager) == result
    assert (result.reach, result.clicks, result.revenue_currency) == (1000, None, "USD")
    assert result.by == manager
    assert AuditEntry.objects.filter(verb="result.typed").count() == 1


def test_other_numbers_for_the_same_row_need_a_word(part, manager):
    _type(part, manager)
    with pytest.raises(AlreadyTyped):
        _type(part, manager, metrics={"reach": 5})
    assert Result.objects.get().reach == 1000
    result = _type(part, manager, metrics={"reach": 5}, revenue=None, replace=True)
    assert (result.reach, result.likes, result.revenue_amount) == (5, None, None)
    assert AuditEntry.objects.get(verb="result.replaced").changes["reach"] == [1000, 5]


def test_each_deliverable_day_and_market_has_its_own_row(part, reel, manager):
    _type(part, manager)
    _type(part, manager, market="RU")
    _type(part, manager, day=date(2026, 3, 2))
    about = _type(part, manager, deliverable=reel)
    assert about.deliverable == reel
    assert Result.objects.count() == 4


def test_type_result_says_nothing_without_a_number(part, manager):
    with pytest.raises(Refused):
        _type(part, manager, metrics={}, revenue=None)
    assert _type(part, manager, metrics={"reach": 0}, revenue=None).reach == 0


def test_type_result_of_a_day_to_come_is_refused(part, manager):
    """At noon in London somebody in Kiribati writes 4 March already; nobody the 5th."""
    assert _type(part, manager, day=TODAY)
    assert _type(part, manager, day=date(2026, 3, 4))
    with pytest.raises(Refused) as told:
        _type(part, manager, day=date(2026, 3, 5))
    assert told.value.field == "day"


def test_type_result_refuses_foreign_deliverables_and_who_declined(part, manager):
    foreign = factories.DeliverableFactory(
        collaboration=factories.CollaborationFactory(campaign=part.campaign)
    )
    with pytest.raises(Refused):
        _type(part, manager, deliverable=foreign)
    decline_collaboration(collaboration=part, by=manager, at=AT)
    with pytest.raises(WrongState):
        _type(part, manager)


def test_delete_result_keeps_the_numbers_in_the_audit(part, manager):
    _type(part, manager)
    delete_result(result=Result.objects.get(), by=manager, at=AT)
    assert not Result.objects.exists()
    kept = AuditEntry.objects.get(verb="result.deleted").changes
    assert (kept["reach"], kept["revenue"]) == (1000, ["120.00", "USD"])


def test_an_imported_row_is_not_deleted_alone(part, manager):
    result = Result.objects.create(
        workspace=part.workspace, collaboration=part, day=TODAY, market="US", reach=1,
        source_key="instagram.com/p/1", updated_at=AT,
    )  # fmt: skip
    with pytest.raises(WrongState):
        delete_result(result=result, by=manager, at=AT)


def test_money_of_a_typed_row(part, manager):
    result = _type(part, manager, revenue=Money(Decimal("10.50"), "RUB"))
    assert (result.revenue_amount, result.revenue_currency) == (Decimal("10.50"), "RUB")
