from datetime import date, timedelta

import pytest

from campaigns.actions.closing import close_campaign
from campaigns.actions.collaborations import add_collaborations
from campaigns.actions.learnings import delete_learning, save_learnings
from campaigns.errors import WrongState
from campaigns.models import Campaign, Collaboration, Learning, Payment
from core.models import AuditEntry
from tests import factories
from tests.campaigns.conftest import AT, dollars
from tests.factories import fee_payment


def test_close_campaign_closes_each_part_at_the_same_instant(campaign, part, sveta, manager, heard):
    add_collaborations(
        campaign=campaign, partnerships=[sveta], fees={sveta.pk: dollars(0)}, by=manager, at=AT
    )
    with heard() as told:
        assert close_campaign(campaign=campaign, by=manager, at=AT) is True
    campaign.refresh_from_db()
    assert (campaign.state, campaign.closed_at, campaign.closed_by) == ("closed", AT, manager)
    assert set(Collaboration.objects.values_list("state", "closed_at")) == {("closed", AT)}
    assert told == [
        ("campaign_closed", {
            "workspace_id": campaign.workspace_id, "campaign_id": campaign.pk, "at": AT,
        })
    ]  # fmt: skip
    # Maya's day is 3 March, her terms are 20 days; no fee, no payment for Светлана.
    assert Payment.objects.get().due_on == date(2026, 3, 23)


def test_close_campaign_twice_closes_once(campaign, part, manager, heard):
    again = Campaign.objects.get(pk=campaign.pk)
    given = {part.pk: {"worked": "The balcony"}}
    with heard() as told:
        assert close_campaign(campaign=campaign, by=manager, at=AT, learnings=given) is True
        later = AT + timedelta(seconds=1)
        assert close_campaign(campaign=again, by=manager, at=later, learnings=given) is False
    assert len(told) == 1
    assert Campaign.objects.get().closed_at == AT
    assert Learning.objects.get().text == "The balcony"
    assert Payment.objects.count() == 1


def test_close_campaign_that_never_started_is_refused(planned, manager):
    campaign = planned()
    with pytest.raises(WrongState):
        close_campaign(campaign=campaign, by=manager, at=AT)
    assert Campaign.objects.get().state == "planned"


def test_who_never_answered_stands_as_declined(campaign, maya, sveta, manager):
    (asked,) = add_collaborations(
        campaign=campaign, partnerships=[maya], state="invited", by=manager, at=AT
    )
    later = factories.CampaignFactory(
        workspace=campaign.workspace, brand=campaign.brand, starts_on=date(2026, 5, 1),
        ends_on=date(2026, 5, 9),
    )  # fmt: skip
    (next_one,) = add_collaborations(campaign=later, partnerships=[maya], by=manager, at=AT)
    assert next_one.sequence == 2
    close_campaign(campaign=campaign, by=manager, at=AT)
    asked.refresh_from_db()
    next_one.refresh_from_db()
    assert (asked.state, asked.closed_at, next_one.sequence) == ("declined", None, 1)
    assert AuditEntry.objects.filter(verb="collaboration.unanswered").count() == 1


def test_closing_keeps_a_payment_that_started_before(campaign, part, manager):
    fee_payment(part, amount=900, currency="USD",
        due_on=date(2026, 3, 1),
    )  # fmt: skip
    close_campaign(campaign=campaign, by=manager, at=AT)
    assert Payment.objects.get().due_on == date(2026, 3, 1)


def test_save_learnings_adds_each_line_once(part, manager):
    texts = {"worked": " Light in the morning \n\nNo script\nNo script", "did_not": ""}
    added = save_learnings(collaboration=part, texts=texts, by=manager, at=AT)
    assert [row.text for row in added] == ["Light in the morning", "No script"]
    assert save_learnings(collaboration=part, texts=texts, by=manager, at=AT) == []
    (more,) = save_learnings(
        collaboration=part, texts={"next_time": "No script"}, by=manager, at=AT
    )
    assert Learning.objects.count() == 3
    delete_learning(learning=more, by=manager, at=AT)
    assert Learning.objects.count() == 2
    assert AuditEntry.objects.get(verb="learning.deleted").changes["text"] == "No script"
