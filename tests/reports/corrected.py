"""A summary that was sent, and results that come late."""

from datetime import timedelta

from campaigns.actions.reopening import reopen_campaign
from campaigns.actions.results import type_result
from tests.reports.conftest import CLOSED, HOUR

SENT = CLOSED + 20 * HOUR
FOUND = CLOSED + 100 * HOUR


def late(summary, manager, likes=25, day=2):
    """500 more reached, typed after the summary went out."""
    return type_result(
        collaboration=summary.collaboration, day=(CLOSED + timedelta(days=day - 30)).date(),
        market="US", metrics={"reach": 500, "likes": likes}, revenue=None, by=manager,
        at=CLOSED + 99 * HOUR,
    )  # fmt: skip


def reopened(summary, manager, at=FOUND):
    campaign = summary.collaboration.campaign
    reopen_campaign(campaign=campaign, reason="Sales of May came.", by=manager, at=at)
    return campaign
