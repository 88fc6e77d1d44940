"""What rooms above are told, what lower pages show, and the other language."""

from datetime import timedelta
from types import SimpleNamespace

from django.urls import reverse

from accounts.models import Membership
from campaigns.actions.briefs import lock_brief, save_brief, share_brief
from campaigns.actions.deliverables import publish_deliverable
from campaigns.actions.learnings import save_learnings
from campaigns.models import (
    Brief,
    Collaboration,
    Result,
)
from campaigns.queries.briefs import at_hand, shared_brief, standing_of
from campaigns.queries.deliverables import upcoming_deliverables
from campaigns.queries.payments import payments_of
from partnerships.bookings import booked_days
from tests import factories
from tests.campaigns.conftest import AT, TEXT, TODAY, at, text_of

# What rooms above, and lower pages, are told


def test_queries_for_other_rooms(part, reel, manager):
    creator = part.partnership.creator
    assert booked_days([part.partnership_id]) == {part.partnership_id: [part.campaign.starts_on]}
    assert list(upcoming_deliverables(creator)) == [reel]
    assert shared_brief(part) is None
    brief = save_brief(
        collaboration=part, sections=TEXT, autonomy="guided", expected=0, by=manager, at=AT
    )
    assert standing_of(brief).state == "draft"
    share_brief(brief=brief, expected=1, by=manager, at=AT)
    assert shared_brief(part).number == 1
    lock_brief(brief=brief, by=manager, at=AT)
    save_brief(
        collaboration=part, sections={"goal": {"en": "x"}}, autonomy="guided", expected=1,
        by=manager, at=AT,
    )  # fmt: skip
    assert standing_of(Brief.objects.get()).state == "moved"
    publish_deliverable(
        deliverable=reel, link="https://x.com/a/status/1", published_at=AT, by=manager, at=AT
    )
    assert not upcoming_deliverables(creator)
    assert [payment.amount for payment in payments_of(creator)] == [900]
    decline = Collaboration.objects.filter(pk=part.pk)
    decline.update(state="declined")
    assert booked_days([part.partnership_id]) == {part.partnership_id: []}


def test_a_learning_that_came_again_and_again_is_said_once(part, manager):
    for n in (1, 2):
        earlier = factories.CollaborationFactory(
            campaign=factories.CampaignFactory(
                workspace=part.workspace, brand=part.campaign.brand, name=f"Earlier {n}",
                starts_on=TODAY - timedelta(days=100 * n),
            ),
            partnership=part.partnership,
        )  # fmt: skip
        texts = {"worked": "Morning light", "next_time": f"Idea {n}"}
        save_learnings(collaboration=earlier, texts=texts, by=manager, at=AT)
    found = {row.source.text: row.source for row in at_hand(part, TODAY).sources.learnings}
    assert sorted(found) == ["Idea 1", "Idea 2", "Morning light"]
    assert found["Morning light"].origin == "Earlier 1"


# What lower pages show, and the other language


def test_the_profile_and_the_partnership_show_the_history(client, part, manager):
    from campaigns import panels

    Result.objects.create(
        workspace=part.workspace, collaboration=part, day=TODAY, market="US", reach=500,
        source_key="typed", updated_at=AT,
    )  # fmt: skip
    for load, obj in (
        (panels.of_creator, part.partnership.creator), (panels.of_partnership, part.partnership),
    ):  # fmt: skip
        found = load(SimpleNamespace(), obj)
        assert [past.collaboration for past in found["history"]] == [part]
        assert found["history"][0].tally.sums == {"reach": 500}
    creator = reverse("creators:profile", args=["north", part.partnership.creator.public_id])
    partnership = reverse("partnerships:detail", args=["north", part.partnership.public_id])
    for url in (creator, partnership):
        assert "Balcony" in text_of(client.get(url))


def test_the_pages_speak_russian(client_as, workspace, part, reel, manager):
    manager.language = "ru"
    manager.save()
    assert Membership.objects.filter(user=manager).exists()
    russian = client_as(manager)
    expected = {
        at("list"): "Запланировать кампанию",
        at("detail", part.campaign.public_id): "Отметить публикацию",
        at("brief", part.public_id): "Культурный контекст",
        at("close", part.campaign.public_id): "Завершить кампанию",
        at("payments"): "Выплаты",
    }
    for url, words in expected.items():
        assert words in text_of(russian.get(url)), url
