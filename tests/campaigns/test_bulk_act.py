"""Many creators into a campaign, and out again while nothing has come of it."""

import pytest
from django.utils import timezone

from campaigns.actions.collaborations import add_collaborations, decline_collaboration
from campaigns.models import Brief, Campaign, Collaboration
from core.bulk import jobs, tasks
from core.models.bulk import BulkState
from tests import factories

KIND = "campaigns.add"


@pytest.fixture
def campaign(in_scope, manager):
    return factories.CampaignFactory(workspace=in_scope, owner=manager)


@pytest.fixture
def partners(in_scope, campaign):
    return [
        factories.PartnershipFactory(workspace=in_scope, brand=campaign.brand) for _ in range(3)
    ]


@pytest.fixture
def do(in_scope, manager, campaign):
    def act(creators, state="invited"):
        job = jobs.ask_bulk(
            workspace=in_scope, kind=KIND, selection=[c.public_id for c in creators], back="/",
            by=manager, at=timezone.now(),
        )  # fmt: skip
        options = {
            "campaign": campaign.public_id, "campaign_name": campaign.name, "state": state,
        }  # fmt: skip
        jobs.confirm_bulk(job=job, options=options, by=manager, at=timezone.now())
        tasks.see_to(job)
        return job

    return act


def undo(job, manager):
    jobs.start_undo(job=job, by=manager, at=timezone.now())
    tasks.see_to(job)
    return job


def rows():
    fields = ("partnership", "campaign", "state", "sequence", "fee_amount", "fee_currency")
    return sorted(Collaboration.objects.values_list(*fields))


def test_partners_are_added_and_removed_again(do, partners, in_scope, campaign, manager):
    add_collaborations(campaign=campaign, partnerships=[partners[0]], by=manager, at=timezone.now())
    stranger = factories.CreatorFactory(workspace=in_scope)
    before = rows()
    job = do([*(p.creator for p in partners), stranger])
    assert list(job.rows.values_list("outcome", "reason")) == [
        ("same", "Takes part already."), ("done", ""), ("done", ""),
        ("refused", f"No partnership with {campaign.brand}."),
    ]  # fmt: skip
    assert campaign.collaborations.filter(state="invited").count() == 2
    undo(job, manager)
    assert rows() == before


def test_one_who_declined_is_asked_again_and_back(do, partners, campaign, manager):
    added = add_collaborations(
        campaign=campaign, partnerships=partners[:2], by=manager, at=timezone.now()
    )
    for row in added:
        decline_collaboration(collaboration=row, by=manager, at=timezone.now())
    before = rows()
    job = do([p.creator for p in partners[:2]])
    assert job.counts == {"done": 2}
    changed = Collaboration.objects.get(pk=added[1].pk)
    decline_collaboration(collaboration=changed, by=manager, at=timezone.now())
    undo(job, manager)
    assert rows() == before
    assert job.rows.get(number=2).kept_because == "Work on it has begun since."


def test_undo_keeps_whoever_has_work_and_forgets_whoever_is_gone(
    do, partners, in_scope, campaign, manager
):
    job = do([p.creator for p in partners], state="confirmed")
    first, second, third = campaign.collaborations.order_by("pk")
    Brief.objects.create(workspace=in_scope, collaboration=first, updated_at=timezone.now())
    second.delete()
    undo(job, manager)
    assert list(campaign.collaborations.all()) == [first]
    assert job.counts["kept"] == 1
    assert not Collaboration.objects.filter(pk=third.pk).exists()


def test_closed_campaign_takes_nobody_and_gives_nobody_back(do, partners, campaign, manager):
    job = do([partners[0].creator])
    Campaign.objects.filter(pk=campaign.pk).update(state="closed", closed_at=timezone.now())
    undo(job, manager)
    assert "closed" in job.rows.get().kept_because
    late = do([partners[1].creator])
    assert late.state == BulkState.FAILED
    assert "closed" in late.problem
