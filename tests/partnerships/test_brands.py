import pytest

from core.models import AuditEntry
from core.versions import EditConflict
from partnerships.actions.brands import (
    PolicyTerms,
    archive_brand,
    create_brand,
    delete_brand,
    restore_brand,
    update_brand,
    update_policy,
)
from partnerships.errors import HasHistory, NameTaken, Refused, SharesNotWhole, StillInUse
from partnerships.models import Brand, BudgetPlan, TierPolicy
from partnerships.queries.policies import capacities, capacity_in, policies_of
from tests import factories
from tests.partnerships.conftest import AT

ROW_11 = ["delivers", "response", "direction", "stable", "easy"]


def verbs() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


def good_terms(**changes) -> dict[str, PolicyTerms]:
    return {
        "T1": PolicyTerms("monthly", 50, 2, 4, 6, 6, ROW_11, 0, 1),
        "T2": PolicyTerms("quarterly", 30, 10, 15, 4, 6, ROW_11),
        "T3": PolicyTerms("none", 20),
        **changes,
    }


def test_new_brand_has_three_policies(in_scope, owner):
    brand = create_brand(
        workspace=in_scope, name=" Kettle ", about="Tea", website="https://k.example",
        by=owner, at=AT,
    )  # fmt: skip
    assert (brand.name, brand.about, brand.website) == ("Kettle", "Tea", "https://k.example")
    rows = TierPolicy.objects.filter(brand=brand).values_list(
        "tier", "capacity_from", "capacity_to", "cadence", "budget_share"
    )
    assert list(rows) == [
        ("T1", 5, 8, "monthly", 40),
        ("T2", 15, 20, "quarterly", 40),
        ("T3", None, None, "none", 20),
    ]
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.by, entry.at) == ("brand.created", owner, AT)


def test_two_brands_of_one_name_are_refused(brand, in_scope, owner):
    with pytest.raises(NameTaken):
        create_brand(workspace=in_scope, name=brand.name, by=owner, at=AT)
    assert Brand.objects.count() == 1
    assert TierPolicy.objects.count() == 3


def test_update_brand_records_what_changed(brand, owner):
    update_brand(brand=brand, expected=1, name=brand.name, about="Tea", website="", by=owner, at=AT)
    stored = Brand.objects.get()
    assert (stored.about, stored.version) == ("Tea", 2)
    assert AuditEntry.objects.get(verb="brand.updated").changes == {"about": ["", "Tea"]}


def test_update_without_a_change_is_not_recorded(brand, owner):
    update_brand(brand=brand, expected=1, name=brand.name, about="", website="", by=owner, at=AT)
    assert verbs() == ["brand.created"]


def test_update_brand_over_a_newer_edit_is_refused(brand, owner):
    other = Brand.objects.get()
    update_brand(brand=other, expected=1, name="New", about="", website="", by=owner, at=AT)
    with pytest.raises(EditConflict) as conflict:
        update_brand(brand=brand, expected=1, name="Mine", about="", website="", by=owner, at=AT)
    assert conflict.value.theirs.name == "New"
    assert Brand.objects.get().name == "New"


def test_update_brand_to_a_taken_name_is_refused(brand, in_scope, owner):
    create_brand(workspace=in_scope, name="Taken", by=owner, at=AT)
    with pytest.raises(NameTaken):
        update_brand(brand=brand, expected=1, name="Taken", about="", website="", by=owner, at=AT)
    assert Brand.objects.filter(name="Kettle & Co").exists()


def test_brand_with_living_partnerships_is_not_archived(brand, partnership, owner):
    with pytest.raises(StillInUse) as refused:
        archive_brand(brand=brand, by=owner, at=AT)
    assert "1 partnership" in str(refused.value)
    assert Brand.objects.get().archived_at is None


def test_archive_and_restore_each_once(brand, owner):
    archive_brand(brand=brand, by=owner, at=AT)
    archive_brand(brand=brand, by=owner, at=AT)
    assert brand.archived_at == AT
    restore_brand(brand=brand, by=owner, at=AT)
    restore_brand(brand=brand, by=owner, at=AT)
    assert brand.archived_at is None
    assert verbs() == ["brand.created", "brand.archived", "brand.restored"]


def test_policies_are_saved_together(brand, owner):
    update_policy(
        brand=brand, terms=good_terms(), expected={"T1": 1, "T2": 1, "T3": 1}, by=owner, at=AT
    )
    stored = policies_of(brand)
    assert (stored["T1"].capacity_to, stored["T1"].budget_share, stored["T1"].version) == (4, 50, 2)
    changes = AuditEntry.objects.get(verb="policy.updated", object_name__endswith="T1").changes
    assert changes == {"budget_share": [40, 50], "capacity_from": [5, 2], "capacity_to": [8, 4]}
    # T3 stayed as it was: nothing to tell.
    assert AuditEntry.objects.filter(verb="policy.updated").count() == 2


def test_shares_must_add_up_to_a_hundred(brand, owner):
    with pytest.raises(SharesNotWhole) as refused:
        update_policy(
            brand=brand,
            terms=good_terms(T3=PolicyTerms("none", 21)),
            expected={"T1": 1, "T2": 1, "T3": 1},
            by=owner,
            at=AT,
        )
    assert "101" in str(refused.value)
    assert policies_of(brand)["T1"].budget_share == 40


def test_capacity_the_wrong_way_round_saves_nothing(brand, owner):
    with pytest.raises(Refused) as refused:
        update_policy(
            brand=brand,
            terms=good_terms(T2=PolicyTerms("quarterly", 30, 9, 8)),
            expected={"T1": 1, "T2": 1, "T3": 1},
            by=owner,
            at=AT,
        )
    assert refused.value.field == "T2-capacity_to"
    assert policies_of(brand)["T1"].budget_share == 40


def test_policies_over_a_newer_edit_save_nothing(brand, owner):
    with pytest.raises(EditConflict):
        update_policy(
            brand=brand, terms=good_terms(), expected={"T1": 1, "T2": 1, "T3": 7}, by=owner, at=AT
        )
    assert policies_of(brand)["T1"].budget_share == 40


def test_capacities_count_the_living(brand, manager, fill, django_assert_num_queries):
    fill(brand, "T1", 3, manager)
    factories.PartnershipFactory(
        workspace=brand.workspace, brand=brand, tier="T1", stage="ended",
        ended_on=AT.date(), owner=manager,
    )  # fmt: skip
    with django_assert_num_queries(2):
        places = capacities([brand])[brand.pk]
    assert (places["T1"].used, places["T1"].free, places["T2"].used) == (3, 5, 0)
    assert places["T3"].is_open
    assert capacity_in(brand, "T1") == places["T1"]


def test_tier_without_a_row_has_the_defaults(in_scope):
    bare = factories.BrandFactory(workspace=in_scope)
    assert policies_of(bare)["T1"].capacity_to == 8
    assert capacities([bare])[bare.pk]["T2"].high == 20


def test_policy_asks_for_promotion_what_row_11_says(brand):
    t1, t2, t3 = (policies_of(brand)[tier] for tier in ("T1", "T2", "T3"))
    assert (t1.campaigns_a_year, t1.most_in_a_year, t1.least_campaigns) == (6, 6, 1)
    assert (t2.campaigns_a_year, t2.least_campaigns, t3.campaigns_a_year) == (4, 0, 0)
    assert t1.requires == t2.requires == ROW_11
    assert (t3.requires, t1.least_score) == ([], 0)
    assert [item.value for item in t1.required] == ROW_11


def test_tier_meant_for_more_than_is_allowed_saves_nothing(brand, owner):
    wrong = good_terms(T2=PolicyTerms("quarterly", 30, 10, 15, 7, 6))
    with pytest.raises(Refused) as refused:
        update_policy(
            brand=brand, terms=wrong, expected={"T1": 1, "T2": 1, "T3": 1}, by=owner, at=AT
        )
    assert refused.value.field == "T2-most_in_a_year"
    assert policies_of(brand)["T1"].budget_share == 40


# Deleting


def test_brand_without_a_history_is_deleted_with_its_policies(brand, owner):
    delete_brand(brand=brand, by=owner, at=AT)
    assert not Brand.objects.exists()
    assert not TierPolicy.objects.exists()
    entry = AuditEntry.objects.get(verb="brand.deleted")
    assert (entry.changes, entry.by) == ({"name": "Kettle & Co"}, owner)


@pytest.mark.parametrize("what", ["partnership", "campaign", "budget"])
def test_brand_with_a_history_is_never_deleted(brand, owner, manager, what):
    match what:
        case "partnership":
            factories.PartnershipFactory(
                workspace=brand.workspace, brand=brand, owner=manager, stage="ended",
                ended_on=AT.date(),
            )  # fmt: skip
        case "campaign":
            factories.CampaignFactory(workspace=brand.workspace, brand=brand, owner=manager)
        case _:
            BudgetPlan.objects.create(
                workspace=brand.workspace,
                brand=brand,
                year=2026,
                currency="USD",
                total=1000,
                rates_on=AT.date(),
            )
    with pytest.raises(HasHistory) as refused:
        delete_brand(brand=brand, by=owner, at=AT)
    assert "put it away" in str(refused.value)
    assert Brand.objects.get() == brand
    assert TierPolicy.objects.count() == 3
    assert "brand.deleted" not in verbs()
