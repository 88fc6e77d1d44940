"""Payments that follow from no campaign, where others read them; cost and return for many at once."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from campaigns.actions.by_hand import add_payment
from campaigns.actions.payments import mark_paid
from campaigns.models import Payment
from campaigns.queries.economics import economics
from core.ids import new_public_id
from partnerships.models import AcquisitionCost
from portal import queries as portal
from tests import factories
from tests.campaigns.conftest import AT, TODAY, dollars, text_of


@pytest.fixture
def session(maya, manager):
    add_payment(
        partnership=maya, kind="session", note="Two hours", money=dollars(250),
        due_on=TODAY - timedelta(days=1), asked=new_public_id(), by=manager, at=AT,
    )  # fmt: skip
    return Payment.objects.get()


def test_portal_names_each_kind_and_no_basis(maya, session):
    Payment.objects.create(
        workspace=maya.workspace, partnership=maya, kind="retainer", key="r", amount=310,
        currency="USD", due_on=TODAY, first=date(2026, 1, 1), last=date(2026, 1, 31),
        basis={"parts": [{"scope": "Internal words", "amount": "310", "percent": "0", "days": 31,
                          "of": 31}]},
    )  # fmt: skip
    found = portal.owed(portal.payments(maya.creator))
    assert [one.title for one in found] == ["Retainer, 1–31 January 2026", "Two hours"]
    assert {one.brand for one in found} == {"Kettle & Co"}


def test_portal_page_of_all_kinds_in_one_query(maya, session, django_assert_num_queries):
    for number in range(4):
        Payment.objects.create(
            workspace=maya.workspace, partnership=maya, kind="other", key=f"o{number}", amount=1,
            currency="USD", due_on=TODAY, note="Trip",
        )  # fmt: skip
    with django_assert_num_queries(1):
        assert len(portal.owed(portal.payments(maya.creator))) == 5


def test_timeline_tells_of_a_session(client, maya, session, manager):
    page = reverse("creators:profile", args=["north", maya.creator.public_id]) + "?tab=timeline"
    assert "$250 was due" in text_of(client.get(page))
    mark_paid(payment=session, paid_on=TODAY, by=manager, at=AT)
    text = text_of(client.get(page))
    assert "Paid $250" in text
    assert "Two hours" in text


def test_today_asks_for_a_session(client, session):
    text = text_of(client.get(reverse("checkins:today", args=["north"])))
    assert "Pay $250" in text
    assert "For “Two hours”" in text


def test_economics_of_many_in_six_queries(brand, campaign, manager, django_assert_num_queries):
    ids = []
    for number in range(5):
        partnership = factories.PartnershipFactory(workspace=brand.workspace, brand=brand)
        part = factories.CollaborationFactory(campaign=campaign, partnership=partnership)
        factories.ResultFactory(
            collaboration=part, revenue_amount=1000 * number, revenue_currency="USD"
        )
        AcquisitionCost.objects.create(
            workspace=brand.workspace, partnership=partnership, kind="travel", amount=500,
            currency="USD", on=date(2024, 1, 1),
        )  # fmt: skip
        ids.append(partnership.pk)
    with django_assert_num_queries(6):
        found = economics(ids)
    first, last = found[ids[0]], found[ids[4]]
    assert (str(first.life.home.roi), str(last.life.roi["USD"])[:5]) == ("-1", "1.666")
    assert [str(money) for money in last.amortised] == ["$500"]
    assert [str(money) for money in last.campaigns[0].cost] == ["$1,500"]


def test_economics_leaves_out_what_has_not_begun_and_who_declined(brand, campaign, maya):
    campaign.starts_on = TODAY + timedelta(days=9)
    campaign.ends_on = TODAY + timedelta(days=20)
    campaign.save()
    factories.CollaborationFactory(campaign=campaign, partnership=maya)
    other = factories.CampaignFactory(workspace=brand.workspace, brand=brand)
    factories.CollaborationFactory(campaign=other, partnership=maya, state="declined")
    found = economics([maya.pk])[maya.pk]
    assert found.life.cost == []
    assert found.life.home.roi is None
    assert len(found.campaigns) == 1


def test_economics_of_the_last_year(brand, maya):
    for starts in (date(2025, 1, 1), date(2026, 1, 10)):
        campaign = factories.CampaignFactory(
            workspace=brand.workspace, brand=brand, starts_on=starts, ends_on=starts
        )
        part = factories.CollaborationFactory(campaign=campaign, partnership=maya)
        factories.ResultFactory(
            collaboration=part, day=starts, revenue_amount=3000, revenue_currency="USD"
        )
    AcquisitionCost.objects.create(
        workspace=brand.workspace, partnership=maya, kind="travel", amount=1000, currency="USD",
        on=date(2024, 12, 1),
    )  # fmt: skip
    found = economics([maya.pk])[maya.pk]
    assert [str(money) for money in found.life.cost] == ["$3,000"]
    assert [str(money) for money in found.year.cost] == ["$1,500"]
    assert (found.life.n, found.year.n) == (2, 1)
    assert found.year.home.roi == 1
    assert economics([10**6]) == {}
