"""What the tests of this folder share."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from partnerships.actions import deciding
from partnerships.actions.reviews import keep_reviews
from partnerships.models import Agreement, ContinuationReview, Kpi
from partnerships.queries.reviews import to_review
from tests import factories
from tests.partnerships.conftest import AT

ALIGNED = {"platforms": ["youtube"], "story": "Hers", "success": "A film", "vision": ""}


DECIDED = {"decision": "extend", "reason": "Steady", "adjustments": ""}


def agreed(partnership, *kpis):
    row = Agreement.objects.create(
        workspace=partnership.workspace, partnership=partnership, kind="annual", state="in_force",
        starts_on=date(2025, 6, 1), ends_on=date(2026, 5, 31), campaigns_a_year=3, currency="USD",
    )  # fmt: skip
    for market, goal, floor in kpis:
        Kpi.objects.create(
            workspace=row.workspace, agreement=row, market=market, metric="engagement_rate",
            goal=Decimal(goal), floor=Decimal(floor),
        )  # fmt: skip
    return row


def worked(partnership, closed=AT - timedelta(days=1), **figures):
    """A first campaign, closed, with a result on each market of `figures`: likes of 1000."""
    campaign = factories.CampaignFactory(
        workspace=partnership.workspace, brand=partnership.brand, starts_on=date(2025, 12, 1),
        ends_on=date(2025, 12, 20), state="closed", closed_at=closed,
    )  # fmt: skip
    part = factories.CollaborationFactory(
        campaign=campaign, partnership=partnership, state="closed", closed_at=closed
    )
    for market, likes in figures.items():
        factories.ResultFactory(
            collaboration=part, day=date(2025, 12, 10), market=market, reach=1000, likes=likes
        )
    return part


def keep(at=AT):
    return keep_reviews(partnerships=to_review(), at=at)


@pytest.fixture
def review(partnership, noon):
    worked(partnership, US=60)
    assert keep() == 1
    return fresh()


def fresh():
    rows = ContinuationReview.objects.select_related(
        "partnership__creator", "partnership__brand", "partnership__owner", "workspace"
    )
    row = rows.get(kind="first_campaign")
    row.partnership.workspace = row.workspace
    return row


def decide(review, manager, **changes):
    values = {**DECIDED, "expected": review.version, **changes}
    deciding.decide_review(review=review, by=manager, at=AT, **values)
