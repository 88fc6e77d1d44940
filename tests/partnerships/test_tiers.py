import pytest

from core.models import AuditEntry
from core.versions import EditConflict
from partnerships.actions.partnerships import end_partnership
from partnerships.actions.tiers import change_tier
from partnerships.errors import OverCapacity, ReasonMissing, Refused, WrongState
from partnerships.models import Partnership, TierChange
from tests.partnerships.conftest import AT


@pytest.fixture
def changed(partnership, manager):
    def make(**changes):
        values = {
            "partnership": partnership,
            "expected": 1,
            "to_tier": "T2",
            "reason": "Slower year",
            "by": manager,
            "at": AT,
        }
        return change_tier(**{**values, **changes})

    return make


def test_change_keeps_history(
    changed, partnership, manager, heard, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        change = changed(reason=" Slower year ", override=True)
    assert Partnership.objects.get().tier == "T2"
    assert list(TierChange.objects.all()) == [change]
    assert (change.from_tier, change.to_tier, change.reason) == ("T1", "T2", "Slower year")
    assert (change.by, change.at, change.override) == (manager, AT, True)
    assert AuditEntry.objects.get(verb="partnership.tier_changed").changes == {
        "tier": ["T1", "T2"],
        "reason": "Slower year",
        "override": True,
    }
    told = {"workspace_id": partnership.workspace_id, "partnership_id": partnership.pk, "at": AT}
    assert heard == [("tier_changed", told)]


def test_change_needs_a_reason(changed):
    with pytest.raises(ReasonMissing):
        changed(reason="\n")


def test_change_to_the_same_tier_is_refused(changed):
    with pytest.raises(Refused) as refused:
        changed(to_tier="T1")
    assert refused.value.field == "to_tier"
    assert not TierChange.objects.exists()


def test_change_into_a_full_tier(changed, brand, manager, fill):
    fill(brand, "T2", 20, manager)
    with pytest.raises(OverCapacity):
        changed()
    assert not TierChange.objects.exists()
    change = changed(over_capacity_reason="Until June")
    assert (change.over_capacity, change.over_capacity_reason) == (True, "Until June")


def test_open_tier_is_never_full(changed, brand, manager, fill):
    fill(brand, "T3", 30, manager)
    assert changed(to_tier="T3").over_capacity is False


def test_change_over_a_newer_edit_is_refused(changed):
    changed()
    with pytest.raises(EditConflict) as conflict:
        changed(to_tier="T3")
    assert conflict.value.theirs.tier == "T2"
    assert TierChange.objects.count() == 1


def test_tier_of_an_ended_partnership_stays(changed, partnership, manager):
    end_partnership(partnership=partnership, reason="Over", by=manager, at=AT)
    with pytest.raises(WrongState):
        changed()
