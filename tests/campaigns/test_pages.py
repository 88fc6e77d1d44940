"""The list of campaigns, planning one, its page, who takes part."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.actions.briefs import save_brief, share_brief
from campaigns.actions.deliverables import publish_deliverable
from campaigns.actions.learnings import save_learnings
from campaigns.models import (
    Brief,
    BriefVersion,
    Campaign,
    Collaboration,
    Deliverable,
    Learning,
    Result,
)
from tests import factories
from tests.campaigns.conftest import AT, TEXT, TODAY, at, text_of
from tests.factories import fee_payment

# The list


def test_the_list_starts_empty_with_the_one_button(client, in_scope):
    answer = client.get(at("list"))
    assert answer.status_code == 200
    assert at("create") in text_of(answer)
    assert "No campaign yet" in text_of(answer)


def test_the_list_narrows(client, campaign, planned, part):
    planned(name="Чайник")
    assert {row.campaign.name for row in client.get(at("list")).context["rows"]} == {
        "Balcony", "Чайник",
    }  # fmt: skip

    def names(**asked):
        rows = client.get(at("list"), asked).context["rows"]
        return [row.campaign.name for row in rows]

    assert names(state="planned") == ["Чайник"]
    assert names(q="chainik") == ["Чайник"]
    assert names(q="nothing like it") == []
    assert names(creator=part.partnership.creator.public_id) == ["Balcony"]
    assert set(names(brand=campaign.brand.public_id)) == {"Balcony", "Чайник"}
    assert names(brand="stranger") == []


def test_the_list_has_fixed_queries(client, campaign, reel, manager):
    def count():
        with CaptureQueriesContext(connection) as queries:
            client.get(at("list"))
        return len(queries)

    client.get(at("list"))
    one = count()
    for n in range(7):
        more = factories.CampaignFactory(
            workspace=campaign.workspace, brand=campaign.brand, name=f"More {n}", owner=manager
        )
        factories.DeliverableFactory(collaboration=factories.CollaborationFactory(campaign=more))
    assert count() == one
    assert one <= 12


# Planning


def test_planning_a_campaign_leads_to_its_page(client, brand, manager):
    data = {
        "brand": brand.public_id, "name": "Spring", "starts_on": "2026-03-10",
        "ends_on": "2026-04-10", "goal": "", "owner": manager.public_id,
    }  # fmt: skip
    answer = client.post(at("create"), data)
    campaign = Campaign.objects.get()
    assert answer["Location"] == at("detail", campaign.public_id)
    # A double click plans one.
    client.post(at("create"), data)
    assert Campaign.objects.count() == 1


def test_planning_keeps_what_was_typed_when_it_is_refused(client, brand, manager):
    data = {
        "brand": brand.public_id, "name": "Backwards", "starts_on": "2026-04-10",
        "ends_on": "2026-03-10", "owner": manager.public_id,
    }  # fmt: skip
    answer = client.post(at("create"), data)
    assert answer.status_code == 422
    assert "The last day is before the first one." in text_of(answer)
    assert "Backwards" in text_of(answer)


def test_planning_without_a_brand_says_where_to_begin(client, in_scope):
    assert "There is no brand yet" in text_of(client.get(at("create")))


def test_two_managers_edit_a_campaign(client, campaign, manager):
    data = {
        "name": "Mine", "starts_on": "2026-02-01", "ends_on": "2026-02-28", "goal": "",
        "owner": manager.public_id, "version": campaign.version,
    }  # fmt: skip
    assert (
        client.post(at("edit", campaign.public_id), {**data, "name": "Theirs"}).status_code == 302
    )
    answer = client.post(at("edit", campaign.public_id), data)
    assert answer.status_code == 409
    assert "Theirs" in text_of(answer)
    assert "Mine" in text_of(answer)
    kept = answer.context["form"]["version"].value()
    assert client.post(at("edit", campaign.public_id), {**data, "version": kept}).status_code == 302
    campaign.refresh_from_db()
    assert campaign.name == "Mine"


# One campaign


def test_the_page_of_a_campaign_has_fixed_queries(client, campaign, reel, manager):
    def count():
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(at("detail", campaign.public_id))
        assert answer.status_code == 200
        return len(queries)

    save_brief(
        collaboration=reel.collaboration, sections=TEXT, autonomy="free", expected=0, by=manager,
        at=AT,
    )  # fmt: skip
    share_brief(brief=Brief.objects.get(), expected=1, by=manager, at=AT)
    Result.objects.create(
        workspace=campaign.workspace, collaboration=reel.collaboration, day=TODAY, market="US",
        reach=5, source_key="typed", updated_at=AT,
    )  # fmt: skip
    save_learnings(collaboration=reel.collaboration, texts={"worked": "x"}, by=manager, at=AT)
    publish_deliverable(
        deliverable=reel, link="https://x.com/a/status/1", published_at=AT, by=manager, at=AT
    )
    client.get(at("list"))
    one = count()
    for n in range(9):
        partnership = factories.PartnershipFactory(
            workspace=campaign.workspace, brand=campaign.brand
        )
        part = factories.CollaborationFactory(campaign=campaign, partnership=partnership)
        factories.DeliverableFactory(collaboration=part)
        brief = Brief.objects.create(
            workspace=campaign.workspace, collaboration=part, sections=TEXT, updated_at=AT
        )
        BriefVersion.objects.create(
            workspace=campaign.workspace, brief=brief, number=1, sections=TEXT,
            autonomy="guided", shared_at=AT, shared_by=manager,
        )  # fmt: skip
        Result.objects.create(
            workspace=campaign.workspace, collaboration=part, day=TODAY, market="RU", reach=n,
            source_key="typed", updated_at=AT,
        )  # fmt: skip
        fee_payment(part, amount=5, currency="USD",
            due_on=TODAY,
        )  # fmt: skip
    assert count() == one
    assert one <= 15


def test_the_page_says_what_is_next(client, planned, campaign, part, reel):
    mine = planned()
    assert "Nobody takes part yet" in text_of(client.get(at("detail", mine.public_id)))
    text = text_of(client.get(at("detail", campaign.public_id)))
    assert "Maya Lind: not published – Reel on the balcony." in text
    assert "Its last day was" in text


def test_start_and_close(client, planned, maya, part, heard):
    mine = planned()
    client.post(at("start", mine.public_id))
    mine.refresh_from_db()
    assert mine.state == "live"
    text = text_of(client.get(at("close", part.campaign.public_id)))
    assert "Maya Lind: nothing was planned." in text
    data = {f"{part.public_id}-worked": "The balcony", f"{part.public_id}-did_not": ""}
    with heard() as told:
        for _click in range(2):
            answer = client.post(at("close", part.campaign.public_id), data)
            assert answer.status_code == 302
    assert [name for name, _facts in told] == ["campaign_closed"]
    assert Learning.objects.get().text == "The balcony"
    assert Collaboration.objects.get(pk=part.pk).state == "closed"
    # Nothing is left to close: the page leads back.
    assert client.get(at("close", part.campaign.public_id)).status_code == 302


def test_closing_a_planned_campaign_is_refused_in_words(client, planned):
    mine = planned()
    answer = client.post(at("close", mine.public_id), follow=True)
    assert "Start it first." in text_of(answer)
    mine.refresh_from_db()
    assert mine.state == "planned"


# Creators


def test_add_creators_offers_the_first_tier_first(client, campaign, maya, sveta):
    lines = client.get(at("add_creators", campaign.public_id)).context["form"].lines
    assert [line["partnership"] for line in lines] == [maya, sveta]


def test_add_creators(client, campaign, maya, sveta):
    data = {
        f"take_{maya.public_id}": "on", f"take_{sveta.public_id}": "on",
        f"fee_{sveta.public_id}": "40 000", f"currency_{sveta.public_id}": "RUB",
        "state": "confirmed", "title": "Reel", "format": "reel", "platform": "instagram",
        "due_on": "2026-02-20",
    }  # fmt: skip
    answer = client.post(at("add_creators", campaign.public_id), data, follow=True)
    assert "2 creators added." in text_of(answer)
    assert Deliverable.objects.count() == 2
    row = Collaboration.objects.get(partnership=sveta)
    assert (row.fee_amount, row.fee_currency) == (40_000, "RUB")
    # Everybody is in: the page says how to find more.
    assert "Everybody is in already" in text_of(client.get(at("add_creators", campaign.public_id)))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Choose at least one creator."),
        ({"take": "on", "title": "Reel"}, "A deliverable needs this too."),
        ({"take": "on", "fee": "a lot"}, "is not a number"),
        ({"take": "on", "fee": "-5"}, "from zero to a trillion"),
    ],
)
def test_add_creators_says_what_is_missing(client, campaign, maya, data, words):
    data = {{"take": f"take_{maya.public_id}", "fee": f"fee_{maya.public_id}"}.get(k, k): v
            for k, v in data.items()}  # fmt: skip
    answer = client.post(at("add_creators", campaign.public_id), {"state": "confirmed", **data})
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert not Collaboration.objects.exists()


def test_the_answer_of_an_invited_creator(client, campaign, maya):
    data = {f"take_{maya.public_id}": "on", "state": "invited"}
    client.post(at("add_creators", campaign.public_id), data)
    part = Collaboration.objects.get()
    page = at("detail", campaign.public_id)
    assert "has not said yes or no yet" in text_of(client.get(page))
    answer = client.post(at("confirm", part.public_id), {"next": f"{page}?page=1"})
    assert answer["Location"] == f"{page}?page=1#part-{part.public_id}"
    assert "no longer counts" in text_of(client.get(at("decline", part.public_id)))
    client.post(at("decline", part.public_id))
    part.refresh_from_db()
    assert part.state == "declined"
    answer = client.get(at("add_creators", campaign.public_id), {"partnership": maya.public_id})
    assert answer.context["form"].lines[0]["take"].value() is True


def test_a_form_does_not_lead_out_of_the_house(client, part):
    answer = client.post(at("confirm", part.public_id), {"next": "https://evil.example/"})
    assert answer["Location"].startswith(at("detail", part.campaign.public_id))


def test_two_managers_change_a_fee(client, part):
    data = {"fee_amount": "1 000", "fee_currency": "USD", "version": part.version}
    assert client.post(at("fee", part.public_id), data).status_code == 302
    answer = client.post(at("fee", part.public_id), {**data, "fee_amount": "2 000"})
    assert answer.status_code == 409
    assert "1000.00" in text_of(answer)
    assert client.post(at("fee", part.public_id), {**data, "fee_amount": ""}).status_code == 422
