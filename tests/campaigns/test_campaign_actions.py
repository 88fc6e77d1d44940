from datetime import date
from decimal import Decimal

import pytest

from campaigns.actions.campaigns import plan_campaign, start_campaign, update_campaign
from campaigns.actions.collaborations import (
    FirstDeliverable,
    add_collaborations,
    confirm_collaboration,
    decline_collaboration,
    update_collaboration,
)
from campaigns.actions.payments import owe
from campaigns.errors import CampaignClosed, Refused, TwiceTheSame, WrongState
from campaigns.models import Campaign, Collaboration, Payment
from core.models import AuditEntry
from core.money import Money
from core.versions import EditConflict
from creators.models import Rate
from partnerships.errors import NotAMember
from partnerships.models import Agreement, AgreementRate
from tests import factories
from tests.campaigns.conftest import AT, TODAY, dollars


def _verbs() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


# Campaigns


def test_plan_campaign_twice_is_one(planned, manager):
    campaign = planned()
    assert planned(name=" Spring ") == campaign
    assert Campaign.objects.count() == 1
    assert (campaign.state, campaign.owner, campaign.created_at) == ("planned", manager, AT)
    assert _verbs() == ["campaign.planned"]


def test_plan_campaign_of_the_same_name_and_day_but_another_goal_is_refused(planned):
    planned()
    with pytest.raises(TwiceTheSame) as told:
        planned(goal="Something else")
    assert told.value.field == "name"


def test_plan_campaign_refuses_days_in_the_wrong_order(planned):
    with pytest.raises(Refused) as told:
        planned(ends_on=date(2026, 1, 31))
    assert told.value.field == "ends_on"


def test_plan_campaign_refuses_a_brand_put_away(planned, brand):
    brand.archived_at = AT
    with pytest.raises(Refused) as told:
        planned()
    assert told.value.field == "brand"


def test_plan_campaign_needs_an_owner_who_may_edit(planned, analyst, outsider):
    for stranger in (analyst, outsider):
        with pytest.raises(NotAMember):
            planned(owner=stranger)


def _update(campaign, manager, **changes):
    values = {
        "name": campaign.name,
        "goal": campaign.goal,
        "starts_on": campaign.starts_on,
        "ends_on": campaign.ends_on,
        "owner": campaign.owner,
        "expected": campaign.version,
    }
    update_campaign(campaign=campaign, by=manager, at=AT, **{**values, **changes})


def test_update_campaign_records_what_changed(planned, manager):
    campaign = planned()
    _update(campaign, manager, goal="Show two kettles")
    assert AuditEntry.objects.get(verb="campaign.updated").changes == {
        "goal": ["Show the new kettle", "Show two kettles"]
    }
    _update(campaign, manager)
    assert _verbs().count("campaign.updated") == 1


def test_update_campaign_over_another_edit_conflicts(planned, manager):
    campaign = planned()
    mine = Campaign.objects.get(pk=campaign.pk)
    _update(campaign, manager, goal="Theirs")
    with pytest.raises(EditConflict) as told:
        _update(mine, manager, goal="Mine")
    assert told.value.theirs.goal == "Theirs"


def test_update_campaign_to_a_name_that_is_taken_is_refused(planned, manager):
    planned()
    other = planned(name="Summer")
    with pytest.raises(TwiceTheSame):
        _update(other, manager, name="Spring")


def test_a_new_first_day_changes_which_campaign_is_the_second(planned, manager, maya):
    first = planned(name="A", starts_on=date(2026, 1, 1))
    second = planned(name="B", starts_on=date(2026, 2, 1))
    (a,) = add_collaborations(campaign=first, partnerships=[maya], by=manager, at=AT)
    (b,) = add_collaborations(campaign=second, partnerships=[maya], by=manager, at=AT)
    assert (a.sequence, b.sequence) == (1, 2)
    _update(first, manager, starts_on=date(2026, 3, 1))
    a.refresh_from_db()
    b.refresh_from_db()
    assert (a.sequence, b.sequence) == (2, 1)


def test_start_campaign_twice_starts_once(planned, manager):
    campaign = planned()
    again = Campaign.objects.get(pk=campaign.pk)
    assert start_campaign(campaign=campaign, by=manager, at=AT) is True
    assert start_campaign(campaign=again, by=manager, at=AT) is False
    assert again.state == "live"
    assert _verbs().count("campaign.started") == 1


def test_start_campaign_does_not_reopen_a_closed_one(brand, manager):
    closed = factories.CampaignFactory(
        workspace=brand.workspace, brand=brand, state="closed", closed_at=AT
    )
    with pytest.raises(WrongState):
        start_campaign(campaign=closed, by=manager, at=AT)


# Collaborations


def test_add_collaborations_adds_several_at_once_with_their_first_deliverable(
    campaign, maya, sveta, manager
):
    first = FirstDeliverable("Reel", "reel", "instagram", date(2026, 2, 20))
    rows = add_collaborations(
        campaign=campaign, partnerships=[sveta, maya], first=first, by=manager, at=AT
    )
    assert [row.partnership for row in rows] == [sveta, maya]
    assert [row.deliverables.get().due_on for row in rows] == [first.due_on] * 2
    again = add_collaborations(
        campaign=campaign, partnerships=[sveta, maya], first=first, by=manager, at=AT
    )
    assert again == []
    assert Collaboration.objects.count() == 2


def _agreement(partnership, **prices):
    row = Agreement.objects.create(
        workspace=partnership.workspace, partnership=partnership, kind="annual", state="in_force",
        starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31), campaigns_a_year=4,
        currency="USD", payment_days=7,
    )  # fmt: skip
    for name, amount in prices.items():
        AgreementRate.objects.create(
            workspace=row.workspace, agreement=row, format=name, currency="USD", amount=amount
        )
    return row


def _rate(partnership, amount, currency="USD", **dates):
    return Rate.objects.create(
        workspace=partnership.workspace, creator=partnership.creator, format="reel",
        amount=amount, currency=currency, **{"valid_from": date(2025, 1, 1), **dates},
    )  # fmt: skip


def test_fees_come_from_the_agreement_then_the_card_then_what_is_typed(
    campaign, maya, sveta, manager
):
    _agreement(maya, reel=500, post=300)
    _rate(maya, 999)
    _rate(sveta, 30_000, "RUB", valid_until=date(2026, 1, 20))
    _rate(sveta, 40_000, "RUB", valid_from=date(2026, 1, 20))
    third = factories.PartnershipFactory(workspace=campaign.workspace, brand=campaign.brand)
    first = FirstDeliverable("Reel", "reel", "instagram", date(2026, 2, 20))
    rows = add_collaborations(
        campaign=campaign, partnerships=[maya, sveta, third], first=first, by=manager, at=AT,
        fees={third.pk: dollars(77)},
    )  # fmt: skip
    fees = [Money(row.fee_amount, row.fee_currency) for row in rows]
    assert fees == [dollars(500), Money(Decimal(40_000), "RUB"), dollars(77)]


def test_numbers_count_those_who_took_part_even_over_a_partnership_opened_anew(
    planned, maya, manager
):
    def add(name, day, partnership=maya, **more):
        campaign = planned(name=name, starts_on=day)
        return add_collaborations(
            campaign=campaign, partnerships=[partnership], by=manager, at=AT, **more
        )[0]

    second = add("B", date(2026, 2, 1))
    first = add("A", date(2026, 1, 1))
    asked = add("C", date(2026, 3, 1), state="invited")
    maya.stage, maya.ended_on = "ended", TODAY
    maya.save()
    anew = factories.PartnershipFactory(
        workspace=maya.workspace, creator=maya.creator, brand=maya.brand
    )
    last = add("D", date(2026, 3, 2), partnership=anew)

    def numbers():
        rows = Collaboration.objects.in_bulk([r.pk for r in (first, second, asked, last)])
        return [row.sequence for row in rows.values()]

    assert sorted(numbers()) == [1, 2, 3, 4]
    assert decline_collaboration(collaboration=asked, by=manager, at=AT) is True
    last.refresh_from_db()
    asked.refresh_from_db()
    assert (asked.sequence, last.sequence) == (3, 3)
    assert decline_collaboration(collaboration=asked, by=manager, at=AT) is False


def test_a_declined_creator_can_be_asked_again(campaign, maya, manager):
    rows = add_collaborations(
        campaign=campaign, partnerships=[maya], state="invited", by=manager, at=AT
    )
    decline_collaboration(collaboration=rows[0], by=manager, at=AT)
    (again,) = add_collaborations(
        campaign=campaign, partnerships=[maya], fees={maya.pk: dollars(5)}, by=manager, at=AT
    )
    assert (again.pk, again.state, again.fee_amount) == (rows[0].pk, "confirmed", 5)
    assert "collaboration.asked_again" in _verbs()


def test_confirm_collaboration_twice_is_once(campaign, maya, manager):
    (row,) = add_collaborations(
        campaign=campaign, partnerships=[maya], state="invited", by=manager, at=AT
    )
    assert confirm_collaboration(collaboration=row, by=manager, at=AT) is True
    assert confirm_collaboration(collaboration=row, by=manager, at=AT) is False
    assert _verbs().count("collaboration.confirmed") == 1


def test_an_answer_after_the_collaboration_closed_is_refused(part, manager):
    Collaboration.objects.filter(pk=part.pk).update(state="closed", closed_at=AT)
    with pytest.raises(WrongState):
        confirm_collaboration(collaboration=part, by=manager, at=AT)


def test_add_collaborations_refuses_other_brands_ended_partnerships_and_closed_campaigns(
    campaign, maya, manager
):
    stranger = factories.PartnershipFactory(workspace=campaign.workspace)
    ended = factories.PartnershipFactory(
        workspace=campaign.workspace, brand=campaign.brand, stage="ended", ended_on=TODAY
    )
    for partnership in (stranger, ended):
        with pytest.raises(Refused):
            add_collaborations(campaign=campaign, partnerships=[partnership], by=manager, at=AT)
    Campaign.objects.filter(pk=campaign.pk).update(state="closed", closed_at=AT)
    with pytest.raises(CampaignClosed):
        add_collaborations(campaign=campaign, partnerships=[maya], by=manager, at=AT)
    assert not Collaboration.objects.exists()


def test_who_has_published_has_taken_part(part, reel, manager):
    reel.state, reel.link, reel.published_at = "published", "https://x.com/a/status/1", AT
    reel.save()
    with pytest.raises(WrongState):
        decline_collaboration(collaboration=part, by=manager, at=AT)


def test_update_collaboration_changes_the_fee_and_what_is_owed(part, manager):
    owe(part, earned_on=TODAY, by=manager, at=AT)
    expected = part.version
    update_collaboration(
        collaboration=part, expected=expected, fee=dollars(1000), by=manager, at=AT
    )
    assert Payment.objects.get().amount == 1000
    with pytest.raises(EditConflict):
        update_collaboration(
            collaboration=part, expected=expected, fee=dollars(2), by=manager, at=AT
        )
    update_collaboration(
        collaboration=part, expected=part.version, fee=dollars(2), by=manager, at=AT
    )
    with pytest.raises(Refused):
        update_collaboration(
            collaboration=part, expected=part.version, fee=dollars(-1), by=manager, at=AT
        )


def test_update_collaboration_that_is_paid_is_refused(part, manager):
    update_collaboration(
        collaboration=part, expected=part.version, fee=dollars(800), by=manager, at=AT
    )
    payment = owe(part, earned_on=TODAY, by=manager, at=AT)
    payment.paid_on = TODAY
    payment.save()
    with pytest.raises(WrongState):
        update_collaboration(
            collaboration=part, expected=part.version, fee=dollars(1), by=manager, at=AT
        )


def test_a_campaign_planned_by_the_system_has_no_hand_in_the_audit(brand, manager):
    plan_campaign(
        brand=brand, name="X", starts_on=TODAY, ends_on=TODAY, owner=manager, by=None, at=AT
    )
    assert AuditEntry.objects.get().by is None
