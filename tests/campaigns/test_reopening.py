"""A campaign opened again after closing: nothing is doubled when it is closed once more."""

from datetime import date, timedelta

import pytest

from campaigns.actions.closing import close_campaign
from campaigns.actions.closing_marks import tick, untick
from campaigns.actions.collaborations import add_collaborations
from campaigns.actions.deliverables import publish_deliverable, take_back_publication
from campaigns.actions.payments import mark_paid
from campaigns.actions.reopening import reopen_campaign
from campaigns.errors import CampaignClosed, Refused, WrongState
from campaigns.models import Campaign, ClosingMark, Collaboration, Payment
from campaigns.rules.closing import Item
from campaigns.signals import campaign_reopened
from core.models import AuditEntry
from tests.campaigns.conftest import AT

LATER = AT + timedelta(days=2)


def reopen(campaign, manager, at=LATER, reason=" Sales of the  last days came "):
    return reopen_campaign(campaign=campaign, reason=reason, by=manager, at=at)


def test_open_again_is_live_with_everybody_but_who_declined(
    campaign, part, sveta, manager, django_capture_on_commit_callbacks
):
    (asked,) = add_collaborations(
        campaign=campaign, partnerships=[sveta], state="invited", by=manager, at=AT
    )
    tick(campaign=campaign, item=Item.FINAL, by=manager, at=AT)
    tick(campaign=campaign, item=Item.FILES, by=manager, at=AT)
    close_campaign(campaign=campaign, by=manager, at=AT)
    stale = Campaign.objects.get(pk=campaign.pk)
    told = []

    def hear(**facts):
        told.append((facts["campaign_id"], facts["at"]))

    campaign_reopened.connect(hear)
    with django_capture_on_commit_callbacks(execute=True):
        assert reopen(campaign, manager) is True
        # A second worker that has not heard of it yet.
        assert reopen(stale, manager) is False
    campaign_reopened.disconnect(hear)
    assert told == [(campaign.pk, LATER)]
    campaign.refresh_from_db()
    assert (campaign.state, campaign.closed_at, campaign.closed_by) == ("live", None, None)
    assert (campaign.reopened_at, campaign.reopen_reason) == (LATER, "Sales of the last days came")
    part.refresh_from_db()
    asked.refresh_from_db()
    assert (part.state, part.closed_at, asked.state) == ("confirmed", None, "declined")
    # Opened again, nothing is final any more.
    assert list(ClosingMark.objects.values_list("item", flat=True)) == ["files"]
    verbs = AuditEntry.objects.values_list("verb", flat=True)
    assert {"campaign.reopened", "collaboration.reopened"} <= set(verbs)


def test_what_cannot_be_opened_again(campaign, planned, manager):
    with pytest.raises(Refused):
        reopen(campaign, manager, reason="  ")
    with pytest.raises(WrongState):
        reopen(planned(), manager)
    assert reopen(campaign, manager) is False


def test_payments_follow_the_first_closing(campaign, part, reel, manager):
    close_campaign(campaign=campaign, by=manager, at=AT)
    due = Payment.objects.get().due_on
    reopen(campaign, manager)
    # What is published after the first closing moves nobody's money, nor does taking it back.
    publish_deliverable(
        deliverable=reel, link="https://www.instagram.com/p/Late01/", published_at=LATER,
        by=manager, at=LATER,
    )  # fmt: skip
    assert Payment.objects.get().due_on == due
    take_back_publication(deliverable=reel, by=manager, at=LATER)
    assert Payment.objects.get().due_on == due
    mark_paid(payment=Payment.objects.get(), paid_on=date(2026, 3, 3), by=manager, at=LATER)
    assert close_campaign(campaign=campaign, by=manager, at=LATER) is True
    payment = Payment.objects.get()
    assert (payment.due_on, payment.paid_on) == (due, date(2026, 3, 3))
    part.refresh_from_db()
    assert (part.closed_at, part.sequence) == (LATER, 1)
    assert Collaboration.objects.get().campaign.reopened_at == LATER


def test_ticks_are_undone_and_once_only(campaign, manager, owner):
    assert tick(campaign=campaign, item=Item.THANKED, by=manager, at=AT) is True
    assert tick(campaign=campaign, item=Item.THANKED, by=owner, at=LATER) is False
    mark = ClosingMark.objects.get()
    assert (mark.by, mark.at) == (manager, AT)
    assert untick(campaign=campaign, item=Item.THANKED, by=owner, at=LATER) is True
    assert untick(campaign=campaign, item=Item.THANKED, by=owner, at=LATER) is False
    close_campaign(campaign=campaign, by=manager, at=AT)
    with pytest.raises(CampaignClosed):
        tick(campaign=campaign, item=Item.THANKED, by=manager, at=LATER)
