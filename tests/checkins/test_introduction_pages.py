"""The pages of introductions for the team (product.md, row 51)."""

import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from checkins.actions.introductions import ask_both, plan_introduction
from checkins.models import Introduction
from creators.models import Tag
from tests import factories
from tests.checkins.conftest import NOW


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def client(client_as, manager):
    return client_as(manager)


@pytest.fixture
def ben(in_scope):
    return factories.CreatorFactory(workspace=in_scope, name="Ben Whitaker", email="ben@x.example")


@pytest.fixture
def row(partnership, ben, manager):
    return plan_introduction(
        first=partnership.creator, second=ben, reason="Вода", other_reason="Water",
        owner=manager, by=manager, at=NOW,
    )  # fmt: skip


def url(name, *args):
    return reverse(f"checkins:{name}", args=["north", *args])


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def cost(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_planning_by_page(client, partnership, ben):
    assert "Nobody has been introduced yet" in text(client.get(url("introductions")))
    new = url("introduction_new")
    assert "Begin with one of them" in text(client.get(new))
    one, two = partnership.creator.public_id, ben.public_id
    assert "Who would fit" in text(client.get(f"{new}?first={one}"))
    assert "It takes two" in text(client.get(f"{new}?first={one}&second={one}"))
    address = f"{new}?first={one}&second={two}"
    shown = text(client.get(address))
    assert "for Ben Whitaker, in English" in shown
    assert "in Russian" in shown
    lacking = client.post(address, {"reason": "Вода"})
    assert (lacking.status_code, "Вода" in text(lacking)) == (422, True)
    data = {"reason": "Вода", "other_reason": "Water"}
    made = client.post(address, data, follow=True)
    assert "Nothing has gone out yet" in text(made)
    assert "between or know" not in text(made)
    twice = client.post(address, data)
    assert "know each other already" in text(twice)
    assert Introduction.objects.count() == 1


def test_suggestions_say_why_and_leave_out_who_was_introduced(client, partnership, ben, row):
    tag = Tag.objects.create(workspace=row.workspace, kind="topic", name="Sea", folded="sea")
    near = factories.CreatorFactory(workspace=row.workspace, name="Grace Near")
    same = factories.CreatorFactory(workspace=row.workspace, name="Same Brand")
    home = factories.CreatorFactory(workspace=row.workspace, name="Own Market", market="RU")
    factories.PartnershipFactory(workspace=row.workspace, creator=same, brand=partnership.brand)
    for creator in (partnership.creator, near, home, ben):
        creator.tags.add(tag)
    address = f"{url('introduction_new')}?first={partnership.creator.public_id}"
    found = text(client.get(address)).partition("Or somebody else")[0]
    assert found.index("Grace Near") < found.index("Same Brand")
    assert "both: Sea" in found
    assert "partners of North" in found
    assert "Ben Whitaker" not in found
    assert "Own Market" not in found


def test_words_conflict_shows_both(client, row):
    address = url("introduction_reword", row.public_id)
    data = {"reason": "Иначе", "other_reason": "Otherwise", "version": 1}
    assert client.post(address, data).status_code == 302
    late = client.post(address, {**data, "reason": "Мимо"})
    assert late.status_code == 409
    assert "Иначе" in text(late)
    assert "Мимо" in text(late)
    assert client.post(address, {**data, "other_reason": ""}).status_code == 422


def test_the_whole_way_by_pages(client, row, manager):
    ask = url("introduction_ask", row.public_id)
    shown = text(client.get(ask))
    assert "Would you like to meet Светлана Ким?" in shown
    assert "/answer/introduction/" not in shown
    assert client.post(ask).status_code == 303
    assert "moved on meanwhile" in text(client.post(ask, follow=True))
    assert "asked already" in text(
        client.get(url("introduction_reword", row.public_id), follow=True)
    )
    record = url("introduction_record", row.public_id)
    said = {"agreed": "yes", "channel": "call", "line": "Gladly"}
    assert client.post(record, {**said, "side": "first"}).status_code == 303
    assert client.post(record, {**said, "side": "first"}).status_code == 422
    client.post(record, {**said, "side": "second"})
    later = url("introduction_later", row.public_id)
    assert client.post(later, {"until": "2026-03-03"}).status_code == 422
    client.post(later, {"until": "2026-03-20"})
    assert "20 March" in text(client.get(f"{url('introductions')}?tab=follow-up"))
    close = url("introduction_close", row.public_id)
    assert 'id="act-title"' in text(client.get(close, headers={"HX-Request": "true"}))
    assert client.post(close, {"outcome": ""}).status_code == 422
    today = url("today")
    done = client.post(close, {"outcome": "A joint reel", "next": today})
    assert done.headers["Location"] == today
    page = text(client.get(url("introduction", row.public_id)))
    assert "A joint reel" in page
    assert "Gladly" in page
    assert "A joint reel" in text(client.get(f"{url('introductions')}?tab=done"))


def test_by_hand_where_mail_does_not_reach(client, row, ben):
    ben.email = ""
    ben.save()
    assert "has no e-mail address" in text(client.get(url("introduction_ask", row.public_id)))
    assert "has no e-mail address" in text(client.get(url("introduction", row.public_id)))
    assert client.post(url("introduction_ask", row.public_id)).status_code == 422
    Introduction.objects.update(first_agreed=True, second_agreed=True)
    made = url("introduction_made", row.public_id)
    assert "in another way" in text(client.get(made))
    client.post(made)
    assert Introduction.objects.get().state == "made"


def test_withdrawing_by_page(client, row, manager):
    address = url("introduction_withdraw", row.public_id)
    assert "nobody is told" in text(client.get(address))
    ask_both(introduction=row, by=manager, at=NOW)
    assert "kind word" in text(client.get(address))
    client.post(address, {"reason": "Later"})
    assert Introduction.objects.get().state == "withdrawn"
    assert "Later" in text(client.get(url("introduction", row.public_id)))


def test_profile_shows_whom_and_leads_on(client, row, partnership):
    profile = reverse("creators:profile", args=["north", partnership.creator.public_id])
    shown = text(client.get(profile))
    assert "Ben Whitaker" in shown
    assert f"introductions/new/?first={partnership.creator.public_id}" in shown


def test_pages_ask_a_fixed_number_of_queries(client, row, manager, in_scope):
    addresses = [url("introductions"), url("introduction", row.public_id)]
    few = [cost(client, address) for address in addresses]
    for _n in range(8):
        two = [factories.CreatorFactory(workspace=in_scope) for _one in range(2)]
        plan_introduction(
            first=two[0], second=two[1], reason="Both", owner=manager, by=manager, at=NOW
        )
    assert [cost(client, address) for address in addresses] == few


def test_hand_over_stands_on_every_line_of_a_partnership(client, partnership, row):
    from checkins.actions.planning import plan_check_ins

    plan_check_ins(workspace=partnership.workspace, at=NOW)
    hand = reverse("partnerships:hand_over", args=["north", partnership.public_id])
    assert hand in text(client.get(url("today")))
