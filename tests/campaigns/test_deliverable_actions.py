from datetime import UTC, date, datetime, timedelta

import pytest

from campaigns.actions import deliverables as act
from campaigns.actions.collaborations import decline_collaboration
from campaigns.actions.payments import mark_paid, owe, unmark_paid
from campaigns.errors import CampaignClosed, LinkTaken, Refused, TwiceTheSame, WrongState
from campaigns.models import Collaboration, Deliverable, Payment, Result
from core.models import AuditEntry
from core.versions import EditConflict
from partnerships.models import Agreement
from tests import factories
from tests.campaigns.conftest import AT, TODAY

LINK = "https://www.instagram.com/reel/CxYz12/?igsh=1"


def _add(part, manager, **changes):
    values = {
        "title": "Story",
        "content_format": "story",
        "platform": "instagram",
        "due_on": date(2026, 3, 10),
    }
    return act.add_deliverable(collaboration=part, by=manager, at=AT, **{**values, **changes})


def _publish(deliverable, manager, **changes):
    values = {"link": LINK, "published_at": AT, "at": AT, "by": manager}
    return act.publish_deliverable(deliverable=deliverable, **{**values, **changes})


def test_add_deliverable_twice_is_one(part, manager):
    assert _add(part, manager) == _add(part, manager, title=" Story ")
    assert AuditEntry.objects.filter(verb="deliverable.added").count() == 1


def test_add_deliverable_to_who_declined_or_to_a_closed_campaign_is_refused(part, manager):
    decline_collaboration(collaboration=part, by=manager, at=AT)
    with pytest.raises(WrongState):
        _add(part, manager)
    part.campaign.state, part.campaign.closed_at = "closed", AT
    part.campaign.save()
    with pytest.raises(CampaignClosed):
        _add(part, manager)


def test_publish_twice_tells_and_owes_once(reel, manager, heard):
    again = Deliverable.objects.get(pk=reel.pk)
    with heard() as told:
        assert _publish(reel, manager) is True
        assert _publish(again, manager, link="instagram.com/p/CxYz12") is False
    assert told == [
        ("deliverable_published", {
            "workspace_id": reel.workspace_id, "deliverable_id": reel.pk, "at": AT,
        })
    ]  # fmt: skip
    assert again.link_key == "instagram.com/p/CxYz12"
    assert again.link == LINK
    assert Payment.objects.count() == 1


def test_publish_again_under_another_link_is_refused(reel, manager):
    _publish(reel, manager)
    with pytest.raises(WrongState):
        _publish(reel, manager, link="https://youtu.be/another1")
    assert Deliverable.objects.get().link == LINK


def test_publish_in_the_future_is_refused(reel, manager):
    with pytest.raises(Refused) as told:
        _publish(reel, manager, published_at=AT + timedelta(seconds=1))
    assert told.value.field == "published_at"


def test_a_link_belongs_to_one_creator_of_the_campaign(reel, sveta, manager):
    other = factories.CollaborationFactory(campaign=reel.collaboration.campaign, partnership=sveta)
    hers = factories.DeliverableFactory(collaboration=other)
    second = factories.DeliverableFactory(collaboration=reel.collaboration)
    _publish(reel, manager)
    with pytest.raises(LinkTaken) as told:
        _publish(hers, manager, link="instagram.com/maya/reel/CxYz12")
    assert told.value.field == "link"
    # The same post may be two deliverables of the same creator.
    assert _publish(second, manager) is True


def test_the_payment_starts_with_the_last_publication(part, reel, manager):
    """In Los Angeles it is still 2 March at seven in the morning of the 3rd in London."""
    second = factories.DeliverableFactory(collaboration=part)
    _publish(reel, manager, published_at=datetime(2026, 2, 20, 12, tzinfo=UTC))
    assert not Payment.objects.exists()
    _publish(second, manager, published_at=datetime(2026, 3, 3, 7, tzinfo=UTC))
    payment = Payment.objects.get()
    assert (payment.amount, payment.currency) == (900, "USD")
    assert payment.due_on == date(2026, 3, 22)


@pytest.mark.parametrize(
    ("starts", "ends"),
    [(date(2026, 1, 1), date(2026, 12, 31)), (date(2026, 1, 1), date(2026, 2, 15))],
)
def test_the_agreement_says_when_it_is_due(part, reel, manager, starts, ends):
    """In force when the work was finished, or at least when the campaign began."""
    Agreement.objects.create(
        workspace=part.workspace, partnership=part.partnership, kind="annual", state="in_force",
        starts_on=starts, ends_on=ends, campaigns_a_year=4, currency="USD", payment_days=5,
    )  # fmt: skip
    _publish(reel, manager)
    assert Payment.objects.get().due_on == date(2026, 3, 8)


def test_work_without_a_fee_owes_nothing(part, reel, manager):
    Collaboration.objects.update(fee_amount=0)
    _publish(reel, manager)
    assert not Payment.objects.exists()


def _update(deliverable, manager, **changes):
    values = {
        "title": deliverable.title,
        "content_format": deliverable.format,
        "platform": deliverable.platform,
        "due_on": deliverable.due_on,
        "expected": deliverable.version,
    }
    act.update_deliverable(deliverable=deliverable, by=manager, at=AT, **{**values, **changes})


def test_update_deliverable(reel, manager):
    # A link means nothing before it is published.
    _update(reel, manager, title="Reel in the kitchen", link=LINK)
    reel.refresh_from_db()
    assert (reel.title, reel.link) == ("Reel in the kitchen", "")
    with pytest.raises(EditConflict):
        _update(reel, manager, title="Late", expected=reel.version - 1)
    _update(reel, manager)
    assert AuditEntry.objects.filter(verb="deliverable.updated").count() == 1


def test_update_deliverable_to_one_that_is_there_is_refused(part, reel, manager):
    story = _add(part, manager)
    with pytest.raises(TwiceTheSame):
        _update(reel, manager, title="Story", content_format="story", due_on=story.due_on)


def test_a_corrected_publication_moves_an_unpaid_payment(reel, manager):
    _publish(reel, manager)
    earlier = datetime(2026, 2, 25, 20, tzinfo=UTC)
    _update(reel, manager, link="https://youtu.be/dQw4w9WgXcQ", published_at=earlier)
    reel.refresh_from_db()
    assert reel.link_key == "youtube.com/watch/dQw4w9WgXcQ"
    assert Payment.objects.get().due_on == date(2026, 3, 17)
    mark_paid(payment=Payment.objects.get(), paid_on=TODAY, by=manager, at=AT)
    _update(reel, manager, published_at=AT)
    assert Payment.objects.get().due_on == date(2026, 3, 17)


def test_take_back_a_publication(reel, manager):
    _publish(reel, manager)
    assert act.take_back_publication(deliverable=reel, by=manager, at=AT) is True
    assert act.take_back_publication(deliverable=reel, by=manager, at=AT) is False
    reel.refresh_from_db()
    assert (reel.state, reel.link, reel.link_key, reel.published_at) == ("approved", "", "", None)
    assert not Payment.objects.exists()


def test_take_back_keeps_what_is_paid_and_what_is_closed(part, reel, manager):
    _publish(reel, manager)
    mark_paid(payment=Payment.objects.get(), paid_on=TODAY, by=manager, at=AT)
    act.take_back_publication(deliverable=reel, by=manager, at=AT)
    assert Payment.objects.exists()
    _publish(reel, manager)
    Collaboration.objects.update(state="closed", closed_at=AT)
    with pytest.raises(CampaignClosed):
        act.take_back_publication(deliverable=reel, by=manager, at=AT)


def test_remove_deliverable(part, reel, manager):
    story = _add(part, manager)
    _publish(reel, manager)
    with pytest.raises(WrongState):
        act.remove_deliverable(deliverable=reel, by=manager, at=AT)
    act.remove_deliverable(deliverable=story, by=manager, at=AT)
    # What is left is published, so the payment starts.
    assert list(Deliverable.objects.all()) == [reel]
    assert Payment.objects.count() == 1


def test_remove_deliverable_with_results_is_refused(reel, manager):
    Result.objects.create(
        workspace=reel.workspace, collaboration=reel.collaboration, deliverable=reel, day=TODAY,
        market="US", reach=1, source_key="typed", updated_at=AT,
    )  # fmt: skip
    with pytest.raises(WrongState):
        act.remove_deliverable(deliverable=reel, by=manager, at=AT)


# Payments


@pytest.fixture
def payment(part, manager):
    return owe(part, earned_on=TODAY, by=manager, at=AT)


def test_owe_is_once_ever(part, payment, manager):
    assert owe(part, earned_on=date(2026, 5, 5), by=manager, at=AT) == payment
    assert Payment.objects.get().due_on == date(2026, 3, 23)


def test_mark_paid_and_back(payment, manager):
    again = Payment.objects.get()
    assert mark_paid(payment=payment, paid_on=TODAY, by=manager, at=AT) is True
    assert mark_paid(payment=again, paid_on=date(2026, 3, 1), by=manager, at=AT) is False
    assert again.paid_on == TODAY
    stored = Payment.objects.get()
    assert (stored.paid_on, stored.paid_by) == (TODAY, manager)
    assert unmark_paid(payment=payment, by=manager, at=AT) is True
    assert unmark_paid(payment=payment, by=manager, at=AT) is False
    stored.refresh_from_db()
    assert (stored.paid_on, stored.paid_by) == (None, None)


def test_mark_paid_in_the_future_is_refused(payment, manager):
    with pytest.raises(Refused) as told:
        mark_paid(payment=payment, paid_on=date(2026, 3, 4), by=manager, at=AT)
    assert told.value.field == "paid_on"
