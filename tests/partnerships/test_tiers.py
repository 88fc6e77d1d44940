import pytest

from core.models import AuditEntry
from core.versions import EditConflict
from partnerships.actions.partnerships import end_partnership, open_partnership
from partnerships.actions.tiers import change_tier
from partnerships.errors import (
    GateClosed,
    OverCapacity,
    ReasonMissing,
    Refused,
    RequirementsOpen,
    WrongState,
)
from partnerships.models import Partnership, TierChange, TierPolicy
from tests import factories
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
        "passed_over": [],
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


# The checklist


@pytest.fixture
def second(partnership):
    """In the second tier, to be moved up."""
    partnership.tier = "T2"
    partnership.save()
    return partnership


@pytest.mark.parametrize("override", [False, True])
@pytest.mark.parametrize("verdict", ["", "no", "unclear"])
def test_gate_keeps_the_first_tier_whatever_else_is_said(changed, second, verdict, override):
    factories.vetted(second.creator, "delivers", "response", "direction", "stable")
    if verdict:
        factories.vetted(second.creator, "easy", verdict=verdict)
    with pytest.raises(GateClosed) as refused:
        changed(to_tier="T1", override=override)
    assert refused.value.field == "to_tier"
    assert not TierChange.objects.exists()
    assert Partnership.objects.get().tier == "T2"


def test_other_items_are_passed_over_only_as_a_gut_feeling(changed, second):
    factories.vetted(second.creator, "easy", "delivers", "response")
    factories.vetted(second.creator, "stable", verdict="no")
    with pytest.raises(RequirementsOpen) as refused:
        changed(to_tier="T1")
    assert refused.value.field == "override"
    assert refused.value.items == ["direction", "stable"]
    assert "Stable or growing" in str(refused.value)
    change = changed(to_tier="T1", override=True)
    assert (change.override, change.open_items) == (True, ["direction", "stable"])
    assert change.passed_over == ["Takes direction without losing their voice", "Stable or growing"]
    entry = AuditEntry.objects.get(verb="partnership.tier_changed")
    assert entry.changes["passed_over"] == ["direction", "stable"]


def test_five_yeses_lead_up_without_an_override(changed, second):
    factories.vetted(second.creator, "delivers", "response", "direction", "stable", "easy")
    finished(second)
    change = changed(to_tier="T1")
    assert (change.override, change.open_items, change.short_of) == (False, [], {})


def finished(partnership, n=1):
    """So many closed campaigns with the brand."""
    for _ in range(n):
        campaign = factories.CampaignFactory(
            workspace=partnership.workspace, brand=partnership.brand, owner=partnership.owner,
            state="closed", closed_at=AT,
        )  # fmt: skip
        factories.CollaborationFactory(
            campaign=campaign, partnership=partnership, state="closed", closed_at=AT
        )


def asks(partnership, tier, **wishes):
    TierPolicy.objects.filter(brand=partnership.brand, tier=tier).update(**wishes)


def test_figures_that_fall_short_are_named_and_recorded(changed, second):
    factories.vetted(second.creator)
    asks(second, "T1", least_score=70, least_campaigns=2)
    second.creator.potential = 55
    second.creator.save()
    finished(second)
    with pytest.raises(RequirementsOpen) as refused:
        changed(to_tier="T1")
    assert refused.value.short_of == {"score": [55, 70], "campaigns": [1, 2]}
    assert "potential score 55 of 70; finished campaigns 1 of 2" in str(refused.value)
    change = changed(to_tier="T1", override=True)
    assert (change.open_items, change.short_of) == ([], {"score": [55, 70], "campaigns": [1, 2]})
    assert change.fell_short == ["potential score 55 of 70", "finished campaigns 1 of 2"]
    told = AuditEntry.objects.get(verb="partnership.tier_changed").changes
    assert told["short_of"] == {"score": [55, 70], "campaigns": [1, 2]}


def test_unknown_score_is_short_of_any(changed, second):
    factories.vetted(second.creator)
    asks(second, "T1", least_score=1, least_campaigns=0)
    with pytest.raises(RequirementsOpen) as refused:
        changed(to_tier="T1")
    assert refused.value.short_of == {"score": [None, 1]}
    assert "potential score – of 1" in str(refused.value)


def test_policy_that_asks_nothing_still_has_the_gate(changed, second):
    asks(second, "T1", requires=[], least_campaigns=0)
    with pytest.raises(GateClosed):
        changed(to_tier="T1", override=True)
    factories.vetted(second.creator, "easy")
    assert changed(to_tier="T1").override is False


def test_policy_may_ask_for_row_12_too(changed, second):
    factories.vetted(second.creator, "easy")
    asks(second, "T1", requires=["culture"], least_campaigns=0)
    with pytest.raises(RequirementsOpen) as refused:
        changed(to_tier="T1")
    assert refused.value.items == ["culture"]


def test_opening_asks_no_campaigns(opened):
    factories.vetted(opened.creator)
    asked = opened(reason="Known for years from elsewhere")
    change = TierChange.objects.get(partnership=asked)
    assert (change.override, change.short_of) == (False, {})


def test_second_tier_can_be_reached_by_feeling_without_the_gate(changed, second):
    second.tier = "T3"
    second.save()
    with pytest.raises(RequirementsOpen):
        changed(to_tier="T2")
    change = changed(to_tier="T2", override=True)
    assert change.open_items == ["delivers", "response", "direction", "stable", "easy"]


def test_down_needs_no_checklist(changed):
    assert changed(to_tier="T3").open_items == []


def test_taking_a_change_back_gives_the_place_back(changed, partnership):
    down = changed(to_tier="T2")
    other = factories.PartnershipFactory(
        workspace=partnership.workspace, tier="T2", brand=partnership.brand
    )
    with pytest.raises(GateClosed):
        changed(partnership=other, to_tier="T1", takes_back=down)
    with pytest.raises(GateClosed):
        changed(expected=2, to_tier="T1")
    assert changed(expected=2, to_tier="T1", takes_back=down).to_tier == "T1"
    with pytest.raises(RequirementsOpen):
        third = changed(expected=3, to_tier="T3")
        changed(expected=4, to_tier="T2", takes_back=third)


@pytest.fixture
def opened(in_scope, brand, manager):
    stranger = factories.CreatorFactory(workspace=in_scope)

    def make(**changes):
        values = {
            "creator": stranger, "brand": brand, "tier": "T1", "reason": "Gut", "owner": manager,
            "by": manager, "at": AT,
        }  # fmt: skip
        return open_partnership(**{**values, **changes})

    make.creator = stranger
    return make


def test_opening_in_the_first_tier_has_the_same_gate(opened):
    with pytest.raises(GateClosed) as refused:
        opened(override=True)
    assert refused.value.field == "tier"
    factories.vetted(opened.creator, "easy")
    with pytest.raises(RequirementsOpen):
        opened()
    assert not Partnership.objects.exists()
    opened(override=True)
    change = TierChange.objects.get()
    assert (change.override, change.open_items) == (
        True,
        ["delivers", "response", "direction", "stable"],
    )


@pytest.mark.parametrize("tier", ["T2", "T3"])
def test_opening_lower_needs_nothing(opened, tier):
    opened(tier=tier, override=True)
    assert TierChange.objects.get().override is False
