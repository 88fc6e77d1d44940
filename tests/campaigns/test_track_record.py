"""What campaigns tell of a creator to the room below."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from campaigns.actions.results import delete_result, type_result
from campaigns.queries.track_record import creators_of_campaign, deliveries_of, results_of
from core.money import Money
from creators.models import PotentialScore, PotentialSweep
from creators.rules.track_record import Deliveries
from tests import factories

# Already the 15th in Kiritimati, still the 14th in Los Angeles.
AT = datetime(2026, 2, 14, 20, tzinfo=UTC)


@pytest.fixture
def creator(in_scope):
    return factories.CreatorFactory(workspace=in_scope, zone="Pacific/Kiritimati")


@pytest.fixture
def part(creator):
    def make(state="closed", **changes):
        campaign = factories.CampaignFactory(
            workspace=creator.workspace,
            state="closed" if state == "closed" else "live",
            closed_at=AT if state == "closed" else None,
        )
        partnership = factories.PartnershipFactory(
            workspace=creator.workspace, creator=creator, brand=campaign.brand
        )
        return factories.CollaborationFactory(
            campaign=campaign, partnership=partnership, state=state, **changes
        )

    return make


def test_results_are_of_finished_campaigns_and_not_added_across_currencies(part, creator):
    first, second, live = part(), part(), part("confirmed")
    factories.ResultFactory(
        collaboration=first, purchases=3, revenue_amount=Decimal(90), revenue_currency="USD"
    )
    factories.ResultFactory(
        collaboration=second, likes=150, revenue_amount=Decimal(500), revenue_currency="RUB"
    )
    factories.ResultFactory(collaboration=live, likes=999)
    stranger = factories.CreatorFactory(workspace=creator.workspace)
    found = results_of([creator.pk, stranger.pk])
    assert set(found) == {creator.pk}
    results = found[creator.pk]
    assert (results.campaigns, results.purchases, results.reach) == (2, 3, 2000)
    assert results.rate() == ("reach", Decimal("0.1"))
    assert results.purchase_rate() == Decimal("0.0015")
    assert results.revenue == {"USD": 90, "RUB": 500}


@pytest.mark.parametrize(
    ("zone", "published", "told"),
    [
        ("America/Los_Angeles", AT + timedelta(hours=11), Deliveries(on_time=1, revisions=2)),
        ("Pacific/Kiritimati", AT - timedelta(hours=11), Deliveries(on_time=1, revisions=2)),
        ("Pacific/Kiritimati", AT, Deliveries(late=1, revisions=2)),
        ("Pacific/Kiritimati", None, Deliveries(missing=1, revisions=2)),
        ("America/Los_Angeles", None, None),
    ],
)
def test_deliveries_are_judged_by_the_creators_day(part, creator, zone, published, told):
    creator.zone = zone
    creator.save()
    factories.DeliverableFactory(
        collaboration=part("confirmed"),
        due_on=date(2026, 2, 14),
        revisions=2,
        published_at=published,
        state="published" if published else "due",
        link="https://x.example" if published else "",
    )
    assert deliveries_of([creator.pk], AT).get(creator.pk) == told


def test_what_was_declined_or_is_to_come_is_no_delivery(part, creator):
    factories.DeliverableFactory(collaboration=part("declined"), due_on=date(2026, 1, 1))
    factories.DeliverableFactory(collaboration=part("confirmed"), due_on=date(2026, 4, 1))
    assert deliveries_of([creator.pk], AT) == {}


def test_typed_result_scores_whoever_takes_part(
    part, creator, manager, monkeypatch, django_capture_on_commit_callbacks, settings
):
    monkeypatch.setattr("campaigns.receivers.ring", lambda task, *args: task(*args))
    collaboration = part()
    for n in range(3):
        other = factories.CreatorFactory(workspace=creator.workspace)
        partnership = factories.PartnershipFactory(workspace=creator.workspace, creator=other)
        factories.ResultFactory(
            collaboration=factories.CollaborationFactory(
                campaign=collaboration.campaign, partnership=partnership, state="closed"
            ),
            likes=40 + n,
        )
    with django_capture_on_commit_callbacks(execute=True):
        result = type_result(
            collaboration=collaboration, day=date(2026, 2, 10), market="US",
            metrics={"reach": 1000, "likes": 80}, revenue=Money(Decimal(5), "USD"), by=manager,
            at=AT,
        )  # fmt: skip
    assert creator.pk in creators_of_campaign(collaboration.campaign_id)
    facts = PotentialScore.objects.get(creator=creator).parts["performance"]["facts"]
    assert (facts["source"], facts["rate"]) == ("campaigns", "0.08000")
    assert PotentialSweep.objects.get().peers["reach"]["all"][0] == 4
    with django_capture_on_commit_callbacks(execute=True):
        delete_result(result=result, by=manager, at=AT)
    newest = PotentialScore.objects.filter(creator=creator).first()
    assert newest.parts["performance"]["points"] is None


def test_publication_is_heard(part, creator, monkeypatch):
    from campaigns import receivers

    rung = []
    monkeypatch.setattr(receivers, "ring", lambda task, *args: rung.append(args))
    piece = factories.DeliverableFactory(collaboration=part("confirmed"))
    receivers.on_published(None, piece.workspace_id, piece.pk, AT)
    assert rung == [(creator.workspace_id, [creator.pk])]
