"""Shares, bonuses and decisions of a campaign that is opened again: each once."""

from datetime import timedelta
from decimal import Decimal

import pytest

from campaigns.actions.closing import close_campaign
from campaigns.actions.reopening import reopen_campaign
from campaigns.models import Payment
from partnerships.actions.reviews import keep_reviews
from partnerships.models import ContinuationReview, Partnership, PerformanceTerm
from tests import factories
from tests.campaigns.conftest import AT
from tests.campaigns.test_agreed_pay import keep, result, share, signed


def days(n):
    return AT + timedelta(days=n)


@pytest.fixture
def earning(part, campaign, maya, manager):
    """10 % of sales after each campaign, and 50 dollars for 900 dollars of sales."""
    agreement = signed(maya, campaign.starts_on)
    share(agreement, rhythm="campaign")
    PerformanceTerm.objects.create(
        workspace=agreement.workspace, agreement=agreement, kind="bonus", metric="revenue",
        threshold=900, amount=50, currency="USD", rhythm="campaign",
    )  # fmt: skip
    result(part, campaign.starts_on, 1000)
    close_campaign(campaign=campaign, by=manager, at=AT)
    keep(agreement, days(1).date())
    return agreement


def amounts(kind):
    rows = Payment.objects.filter(kind=kind).order_by("pk")
    return [row.amount for row in rows]


def test_shares_and_bonuses_stand_while_it_is_open_and_are_not_doubled_after(
    earning, part, campaign, brand, manager
):
    assert (amounts("revenue_share"), amounts("bonus")) == ([Decimal(100)], [Decimal(50)])
    reopen_campaign(campaign=campaign, reason="Late sales", by=manager, at=days(2))
    # Another campaign that closes meanwhile pays its whole share: nothing was paid ahead.
    other = factories.CollaborationFactory(
        partnership=part.partnership,
        campaign=factories.CampaignFactory(
            workspace=campaign.workspace, brand=brand, name="Other", owner=manager,
            starts_on=campaign.starts_on + timedelta(days=1), ends_on=campaign.ends_on,
        ),
    )  # fmt: skip
    result(other, campaign.starts_on + timedelta(days=1), 300)
    close_campaign(campaign=other.campaign, by=manager, at=days(3))
    keep(earning, days(4).date())
    assert amounts("revenue_share") == [Decimal(100), Decimal(30)]
    # Closed again with more sales: the difference, once.
    result(part, campaign.starts_on + timedelta(days=2), 200)
    close_campaign(campaign=campaign, by=manager, at=days(5))
    for _worker in range(2):
        keep(earning, days(6).date())
    assert amounts("revenue_share") == [Decimal(100), Decimal(30), Decimal(20)]
    assert amounts("bonus") == [Decimal(50)]


def test_a_decision_rests_while_it_is_open_and_is_not_asked_twice(part, campaign, maya, manager):
    def keep_all(at):
        rows = Partnership.objects.select_related("creator", "brand", "workspace")
        keep_reviews(partnerships=rows, at=at)
        return list(
            ContinuationReview.objects.filter(kind="first_campaign").values_list(
                "dropped_at", flat=True
            )
        )

    close_campaign(campaign=campaign, by=manager, at=AT)
    assert keep_all(days(1)) == [None]
    reopen_campaign(campaign=campaign, reason="Late sales", by=manager, at=days(2))
    assert keep_all(days(2)) == [days(2)]
    close_campaign(campaign=campaign, by=manager, at=days(3))
    assert keep_all(days(3)) == [None]
