"""The pages of campaigns as people meet them."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Membership
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
    Payment,
    Result,
)
from core.models import ImportJob, OutgoingMail
from tests import factories
from tests.campaigns.conftest import AT, TODAY

TEXT = {"goal": {"en": "Sell the balcony", "ru": "Показать балкон"}}


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def client(client_as, manager):
    return client_as(manager)


def _url(name, *args):
    return reverse(f"campaigns:{name}", args=["north", *args])


def _text(answer):
    return answer.content.decode()


# The list


def test_the_list_starts_empty_with_the_one_button(client, in_scope):
    answer = client.get(_url("list"))
    assert answer.status_code == 200
    assert _url("create") in _text(answer)
    assert "No campaign yet" in _text(answer)


def test_the_list_narrows(client, campaign, planned, part):
    planned(name="Чайник")
    assert {row.campaign.name for row in client.get(_url("list")).context["rows"]} == {
        "Balcony", "Чайник",
    }  # fmt: skip

    def names(**asked):
        rows = client.get(_url("list"), asked).context["rows"]
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
            client.get(_url("list"))
        return len(queries)

    client.get(_url("list"))
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
    answer = client.post(_url("create"), data)
    campaign = Campaign.objects.get()
    assert answer["Location"] == _url("detail", campaign.public_id)
    # A double click plans one.
    client.post(_url("create"), data)
    assert Campaign.objects.count() == 1


def test_planning_keeps_what_was_typed_when_it_is_refused(client, brand, manager):
    data = {
        "brand": brand.public_id, "name": "Backwards", "starts_on": "2026-04-10",
        "ends_on": "2026-03-10", "owner": manager.public_id,
    }  # fmt: skip
    answer = client.post(_url("create"), data)
    assert answer.status_code == 422
    assert "The last day is before the first one." in _text(answer)
    assert "Backwards" in _text(answer)


def test_planning_without_a_brand_says_where_to_begin(client, in_scope):
    assert "There is no brand yet" in _text(client.get(_url("create")))


def test_two_managers_edit_a_campaign(client, campaign, manager):
    data = {
        "name": "Mine", "starts_on": "2026-02-01", "ends_on": "2026-02-28", "goal": "",
        "owner": manager.public_id, "version": campaign.version,
    }  # fmt: skip
    assert (
        client.post(_url("edit", campaign.public_id), {**data, "name": "Theirs"}).status_code == 302
    )
    answer = client.post(_url("edit", campaign.public_id), data)
    assert answer.status_code == 409
    assert "Theirs" in _text(answer)
    assert "Mine" in _text(answer)
    kept = answer.context["form"]["version"].value()
    assert (
        client.post(_url("edit", campaign.public_id), {**data, "version": kept}).status_code == 302
    )
    campaign.refresh_from_db()
    assert campaign.name == "Mine"


# One campaign


def test_the_page_of_a_campaign_has_fixed_queries(client, campaign, reel, manager):
    def count():
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(_url("detail", campaign.public_id))
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
    client.get(_url("list"))
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
        Payment.objects.create(
            workspace=campaign.workspace, collaboration=part, amount=5, currency="USD",
            due_on=TODAY,
        )  # fmt: skip
    assert count() == one
    assert one <= 18


def test_the_page_says_what_is_next(client, planned, campaign, part, reel):
    mine = planned()
    assert "Nobody takes part yet" in _text(client.get(_url("detail", mine.public_id)))
    text = _text(client.get(_url("detail", campaign.public_id)))
    assert "Maya Lind: not published – Reel on the balcony." in text
    assert "Its last day was" in text


def test_start_and_close(client, planned, maya, part, heard):
    mine = planned()
    client.post(_url("start", mine.public_id))
    mine.refresh_from_db()
    assert mine.state == "live"
    text = _text(client.get(_url("close", part.campaign.public_id)))
    assert "Maya Lind: nothing was planned." in text
    data = {f"{part.public_id}-worked": "The balcony", f"{part.public_id}-did_not": ""}
    with heard() as told:
        for _click in range(2):
            answer = client.post(_url("close", part.campaign.public_id), data)
            assert answer.status_code == 302
    assert [name for name, _facts in told] == ["campaign_closed"]
    assert Learning.objects.get().text == "The balcony"
    assert Collaboration.objects.get(pk=part.pk).state == "closed"
    # Nothing is left to close: the page leads back.
    assert client.get(_url("close", part.campaign.public_id)).status_code == 302


def test_closing_a_planned_campaign_is_refused_in_words(client, planned):
    mine = planned()
    answer = client.post(_url("close", mine.public_id), follow=True)
    assert "Start it first." in _text(answer)
    mine.refresh_from_db()
    assert mine.state == "planned"


# Creators


def test_add_creators_offers_the_first_tier_first(client, campaign, maya, sveta):
    lines = client.get(_url("add_creators", campaign.public_id)).context["form"].lines
    assert [line["partnership"] for line in lines] == [maya, sveta]


def test_add_creators(client, campaign, maya, sveta):
    data = {
        f"take_{maya.public_id}": "on", f"take_{sveta.public_id}": "on",
        f"fee_{sveta.public_id}": "40 000", f"currency_{sveta.public_id}": "RUB",
        "state": "confirmed", "title": "Reel", "format": "reel", "platform": "instagram",
        "due_on": "2026-02-20",
    }  # fmt: skip
    answer = client.post(_url("add_creators", campaign.public_id), data, follow=True)
    assert "2 creators added." in _text(answer)
    assert Deliverable.objects.count() == 2
    row = Collaboration.objects.get(partnership=sveta)
    assert (row.fee_amount, row.fee_currency) == (40_000, "RUB")
    # Everybody is in: the page says how to find more.
    assert "Everybody is in already" in _text(client.get(_url("add_creators", campaign.public_id)))


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
    answer = client.post(_url("add_creators", campaign.public_id), {"state": "confirmed", **data})
    assert answer.status_code == 422
    assert words in _text(answer)
    assert not Collaboration.objects.exists()


def test_the_answer_of_an_invited_creator(client, campaign, maya):
    data = {f"take_{maya.public_id}": "on", "state": "invited"}
    client.post(_url("add_creators", campaign.public_id), data)
    part = Collaboration.objects.get()
    page = _url("detail", campaign.public_id)
    assert "has not answered yet" in _text(client.get(page))
    answer = client.post(_url("confirm", part.public_id), {"next": f"{page}?page=1"})
    assert answer["Location"] == f"{page}?page=1#part-{part.public_id}"
    assert "no longer counts" in _text(client.get(_url("decline", part.public_id)))
    client.post(_url("decline", part.public_id))
    part.refresh_from_db()
    assert part.state == "declined"
    answer = client.get(_url("add_creators", campaign.public_id), {"partnership": maya.public_id})
    assert answer.context["form"].lines[0]["take"].value() is True


def test_a_form_does_not_lead_out_of_the_house(client, part):
    answer = client.post(_url("confirm", part.public_id), {"next": "https://evil.example/"})
    assert answer["Location"].startswith(_url("detail", part.campaign.public_id))


def test_two_managers_change_a_fee(client, part):
    data = {"fee_amount": "1 000", "fee_currency": "USD", "version": part.version}
    assert client.post(_url("fee", part.public_id), data).status_code == 302
    answer = client.post(_url("fee", part.public_id), {**data, "fee_amount": "2 000"})
    assert answer.status_code == 409
    assert "1000.00" in _text(answer)
    assert client.post(_url("fee", part.public_id), {**data, "fee_amount": ""}).status_code == 422


# The brief


def _brief(**texts):
    data = {f"{key}_{language}": "" for key in
            ("goal", "audience", "angle", "must", "must_not", "context")
            for language in ("en", "ru")}  # fmt: skip
    return {**data, "autonomy": "guided", "version": 0, **texts}


def test_the_brief_stands_beside_what_is_known(client, part, reel, manager):
    creator = part.partnership.creator
    creator.briefing, creator.lead_days = "Send a voice note first", 10
    creator.save()
    reel.due_on = TODAY + timedelta(days=3)
    reel.save()
    past = factories.CollaborationFactory(
        campaign=factories.CampaignFactory(
            workspace=part.workspace, brand=part.campaign.brand, name="Last autumn",
            state="closed", closed_at=AT,
        ),
        partnership=part.partnership, state="closed", closed_at=AT,
    )  # fmt: skip
    save_learnings(collaboration=past, texts={"worked": "Morning light"}, by=manager, at=AT)
    text = _text(client.get(_url("brief", part.public_id)))
    for words in ("Send a voice note first", "Morning light", "Last autumn", "7 days less"):
        assert words in text


def test_save_share_and_lock(client, part):
    url = _url("brief", part.public_id)
    answer = client.post(url, _brief(goal_en="Sell", then_share="1"))
    assert answer["Location"] == _url("brief_share", part.public_id)
    assert "Still empty: Audience" in _text(client.get(answer["Location"]))
    preview = client.get(_url("brief_preview", part.public_id))
    assert "Sell" in _text(preview)
    assert "default-src 'none'" in preview["Content-Security-Policy"]
    for _click in range(2):
        answer = client.post(_url("brief_share", part.public_id), {"version": 1}, follow=True)
    assert "This text is what the creator has already: version 1." in _text(answer)
    assert OutgoingMail.objects.count() == BriefVersion.objects.count() == 1
    client.post(_url("brief_lock", part.public_id))
    text = _text(client.get(url))
    assert "Locked, version 1" in text
    assert "moves the goalposts" in text
    assert "Sell" in _text(client.get(_url("brief_version", part.public_id, 1)))
    assert client.get(_url("brief_version", part.public_id, 2)).status_code == 404
    # Nothing to share: back to the text.
    assert client.get(_url("brief_share", part.public_id)).status_code == 302


def test_sharing_what_somebody_changed_meanwhile_asks_to_look_again(client, part, owner):
    client.post(_url("brief", part.public_id), _brief(goal_en="Mine"))
    save_brief(collaboration=part, sections=TEXT, autonomy="guided", expected=1, by=owner, at=AT)
    for version in (1, "x", ""):
        answer = client.post(_url("brief_share", part.public_id), {"version": version})
        assert answer["Location"] == _url("brief_share", part.public_id)
    assert not BriefVersion.objects.exists()


def test_locking_what_was_not_shared_is_refused_in_words(client, part):
    client.post(_url("brief", part.public_id), _brief(goal_en="Mine"))
    answer = client.post(_url("brief_lock", part.public_id), follow=True)
    assert "Share this text first" in _text(answer)


def test_sharing_without_an_address_says_so(client, part):
    creator = part.partnership.creator
    creator.email = ""
    creator.save()
    client.post(_url("brief", part.public_id), _brief(goal_en="Mine"))
    assert "has no e-mail address" in _text(client.get(_url("brief_share", part.public_id)))
    answer = client.post(_url("brief_share", part.public_id), {"version": 1}, follow=True)
    assert "send the text yourself" in _text(answer)
    assert "no address, no mail" in _text(answer)


def test_two_managers_write_the_same_brief_and_nothing_is_lost(client, client_as, part, owner):
    url = _url("brief", part.public_id)
    client_as(owner).post(url, _brief(goal_en="Theirs", must_en="Only theirs", autonomy="free"))
    answer = client.post(url, _brief(goal_en="Mine", angle_ru="Только моё"))
    assert answer.status_code == 409
    text = _text(answer)
    for words in ("Theirs", "Mine", "Only theirs", "Только моё", "Olga Owner", "Free", "Guided"):
        assert words in text
    assert Brief.objects.get().sections["goal"]["en"] == "Theirs"
    form = answer.context["form"]
    assert form["goal_en"].value() == "Mine"
    again = _brief(goal_en="Mine", angle_ru="Только моё", version=form["version"].value())
    assert client.post(url, again).status_code == 302
    assert Brief.objects.get().sections["goal"]["en"] == "Mine"


def test_a_brief_of_a_closed_campaign_is_read_only(client, part, manager):
    save_brief(collaboration=part, sections=TEXT, autonomy="guided", expected=0, by=manager, at=AT)
    part.campaign.state, part.campaign.closed_at = "closed", AT
    part.campaign.save()
    answer = client.get(_url("brief", part.public_id))
    assert "Sell the balcony" in _text(answer)
    assert "<textarea" not in _text(answer)
    answer = client.post(_url("brief", part.public_id), _brief(goal_en="Late", version=1))
    assert answer.status_code == 422
    assert "The campaign is closed" in answer.context["form"].non_field_errors()[0]


def test_an_analyst_reads_and_writes_nothing(client_as, analyst, part, reel):
    reader = client_as(analyst)
    for name, key in (
        ("detail", part.campaign.public_id), ("brief", part.public_id),
        ("results", part.campaign.public_id),
    ):  # fmt: skip
        answer = reader.get(_url(name, key))
        assert answer.status_code == 200
        assert 'method="post" action="/w/' not in _text(answer)
    assert reader.post(_url("brief", part.public_id), _brief(goal_en="x")).status_code == 403
    assert reader.post(_url("start", part.campaign.public_id)).status_code == 403
    assert not Brief.objects.exists()


# Deliverables


def _deliverable(**changes):
    return {
        "title": "Story", "content_format": "story", "platform": "instagram",
        "due_on": "2026-03-20", **changes,
    }  # fmt: skip


def test_add_and_edit_a_deliverable(client, part):
    part.partnership.creator.lead_days = 30
    part.partnership.creator.save()
    url = _url("deliverable_new", part.public_id)
    answer = client.post(url, _deliverable(), follow=True)
    assert "Maya Lind asks for 30 days; this date leaves fewer." in _text(answer)
    assert client.post(url, _deliverable(due_on="soon")).status_code == 422
    row = Deliverable.objects.get()
    edit = _url("deliverable_edit", row.public_id)
    assert client.post(edit, _deliverable(title="Two stories", version=1)).status_code == 302
    answer = client.post(edit, _deliverable(title="Mine", version=1))
    assert answer.status_code == 409
    assert "Two stories" in _text(answer)


def test_the_steps_of_a_deliverable(client, reel):
    url = _url("deliverable_step", reel.public_id)
    for step in ("submit", "revise", "submit", "approve", "nonsense"):
        assert client.post(url, {"step": step}).status_code == 302
    reel.refresh_from_db()
    assert (reel.state, reel.revisions) == ("approved", 1)
    answer = client.post(url, {"step": "submit"}, follow=True)
    assert "no longer in a state" in _text(answer)


def test_publish_a_deliverable(client, reel):
    url = _url("deliverable_publish", reel.public_id)
    assert client.get(url).status_code == 200
    data = {"link": "instagram.com/reel/Cx12", "published_at": "2026-03-03T11:30"}
    assert client.post(url, {**data, "link": "not a link"}).status_code == 422
    assert client.post(url, data).status_code == 302
    # A double click.
    assert client.post(url, data).status_code == 302
    reel.refresh_from_db()
    assert (reel.link, reel.link_key) == (
        "https://instagram.com/reel/Cx12", "instagram.com/p/Cx12",
    )  # fmt: skip
    assert Payment.objects.count() == 1
    edit = _url("deliverable_edit", reel.public_id)
    assert "instagram.com/reel/Cx12" in _text(client.get(edit))
    assert "taken off" in _text(client.get(_url("deliverable_take_back", reel.public_id)))
    client.post(_url("deliverable_take_back", reel.public_id))
    reel.refresh_from_db()
    assert reel.state == "approved"
    client.post(_url("deliverable_remove", reel.public_id))
    assert not Deliverable.objects.exists()


def test_a_published_deliverable_cannot_be_removed(client, reel, manager):
    publish_deliverable(
        deliverable=reel, link="https://x.com/a/status/1", published_at=AT, by=manager, at=AT
    )
    answer = client.post(_url("deliverable_remove", reel.public_id), follow=True)
    assert "so it stays" in _text(answer)
    assert Deliverable.objects.exists()


# Results


def _result(part, **changes):
    return {
        "part": part.public_id, "deliverable": "", "day": "2026-03-01", "market": "US",
        "reach": "51.8K", "likes": "1 204", "revenue": "120,50", "currency": "USD", **changes,
    }  # fmt: skip


def test_type_results(client, part, reel):
    url = _url("result_new", part.campaign.public_id)
    assert client.get(url, {"who": part.public_id}).context["form"].initial["market"] == "US"
    answer = client.post(url, _result(part))
    assert answer["Location"] == _url("results", part.campaign.public_id)
    row = Result.objects.get()
    assert (row.reach, row.likes, row.revenue_amount) == (51_800, 1_204, 120.5)
    answer = client.post(url, _result(part, reach="7"))
    assert answer.status_code == 422
    assert 'type="checkbox" name="replace"' in _text(answer)
    assert client.post(url, _result(part, reach="7", replace="on")).status_code == 302
    assert client.post(url, _result(part, another="1", day="2026-03-02"))["Location"] == url
    answer = client.post(url, _result(part, day="2026-03-03", reach="", likes="", revenue=""))
    assert "Type at least one number." in _text(answer)
    assert "is not a number" in _text(client.post(url, _result(part, reach="lots")))


def test_typing_what_a_file_has_too_is_told(client, part, manager):
    job = ImportJob.objects.create(
        workspace=part.workspace, kind="results", file_name="x.csv", created_by=manager
    )
    Result.objects.create(
        workspace=part.workspace, collaboration=part, day="2026-03-01", market="US", reach=5,
        source_key="x", updated_at=AT, job=job, source_row=7,
    )  # fmt: skip
    url = _url("result_new", part.campaign.public_id)
    text = _text(client.post(url, _result(part), follow=True))
    assert "A file has numbers for this day" in text
    assert "line 7" in text


def test_a_deliverable_of_somebody_else_is_refused(client, part, sveta, reel):
    other = factories.CollaborationFactory(campaign=part.campaign, partnership=sveta)
    answer = client.post(
        _url("result_new", part.campaign.public_id), _result(other, deliverable=reel.public_id)
    )
    assert answer.status_code == 422
    assert "of somebody else" in _text(answer)


def test_typing_without_anybody_says_where_to_begin(client, campaign):
    answer = client.get(_url("result_new", campaign.public_id))
    assert "Nobody takes part yet" in _text(answer)


def test_the_rows_behind_the_totals(client, part):
    client.post(_url("result_new", part.campaign.public_id), _result(part))
    url = _url("results", part.campaign.public_id)
    text = _text(client.get(url))
    assert "51,800" in text
    assert "typed by Maria Manager" in text
    assert "No row fits." in _text(client.get(url, {"market": "RU"}))
    delete = _url("result_delete", Result.objects.get().public_id)
    assert client.get(delete).status_code == 200
    client.post(delete)
    assert not Result.objects.exists()
    assert "No results yet" in _text(client.get(url))


def test_the_rows_have_fixed_queries(client, part, manager):
    def count():
        with CaptureQueriesContext(connection) as queries:
            client.get(_url("results", part.campaign.public_id))
        return len(queries)

    def add(n):
        Result.objects.create(
            workspace=part.workspace, collaboration=part, day=TODAY, market="US", reach=5,
            source_key=f"x{n}", updated_at=AT, by=manager,
        )  # fmt: skip

    add(0)
    client.get(_url("list"))
    one = count()
    for n in range(1, 9):
        add(n)
    assert count() == one


# Learnings


def test_learnings_are_added_and_deleted(client, part):
    url = _url("learnings", part.public_id)
    assert client.get(url).status_code == 200
    client.post(url, {"worked": "A\nB", "did_not": "", "next_time": ""})
    learning = Learning.objects.first()
    delete = _url("learning_delete", learning.public_id)
    assert "A" in _text(client.get(delete))
    client.post(delete)
    assert [row.text for row in Learning.objects.all()] == ["B"]


# Payments


def test_payments(client, part, workspace):
    payment = Payment.objects.create(
        workspace=part.workspace, collaboration=part, amount=900, currency="USD",
        due_on=TODAY - timedelta(days=1),
    )  # fmt: skip
    url = _url("payments")
    text = _text(client.get(url))
    assert "$900" in text
    assert "0%" in text
    page = _url("payment_paid", payment.public_id)
    assert client.get(page).context["form"].initial["paid_on"] == TODAY
    assert client.post(page, {"paid_on": "2026-03-09"}).status_code == 422
    answer = client.post(page, {"paid_on": "2026-03-01", "next": f"{url}?state=overdue"})
    assert answer["Location"] == f"{url}?state=overdue"
    payment.refresh_from_db()
    assert str(payment.paid_on) == "2026-03-01"
    assert "Nothing is overdue" in _text(client.get(url, {"state": "overdue"}))
    assert "100%" in _text(client.get(url, {"state": "paid"}))
    client.post(_url("payment_unpaid", payment.public_id))
    payment.refresh_from_db()
    assert payment.paid_on is None
    assert "Nothing was paid yet" in _text(client.get(url, {"state": "paid"}))
    assert "Nothing is due" in _text(client.get(url, {"state": "due"}))


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
        found = load(None, obj)
        assert [past.collaboration for past in found["history"]] == [part]
        assert found["history"][0].tally.sums == {"reach": 500}
    creator = reverse("creators:profile", args=["north", part.partnership.creator.public_id])
    partnership = reverse("partnerships:detail", args=["north", part.partnership.public_id])
    for url in (creator, partnership):
        assert "Balcony" in _text(client.get(url))


def test_the_pages_speak_russian(client_as, workspace, part, reel, manager):
    manager.language = "ru"
    manager.save()
    assert Membership.objects.filter(user=manager).exists()
    russian = client_as(manager)
    expected = {
        _url("list"): "Запланировать кампанию",
        _url("detail", part.campaign.public_id): "Отметить публикацию",
        _url("brief", part.public_id): "Культурный контекст",
        _url("close", part.campaign.public_id): "Завершить кампанию",
        _url("payments"): "Выплаты",
    }
    for url, words in expected.items():
        assert words in _text(russian.get(url)), url
