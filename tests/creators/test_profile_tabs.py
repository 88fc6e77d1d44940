"""The tabs of the profile that keep goals, notes on style, files and rates, in a browser's words."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from core.money import Money
from creators import growth_column
from creators.actions import channels, creators, files, goals, rates, style_notes
from creators.models import Creator, Goal, GoalReview, RatePolicy, StyleNote
from creators.queries.growth import growths
from creators.rules.handles import parse_handle
from tests import factories
from tests.core.test_file_types import png
from tests.creators.conftest import TUESDAY

pytestmark = pytest.mark.usefixtures("tuesday")
TODAY = "2026-03-03"


def hidden(page, name):
    return re.search(rf'name="[^"]*{name}" value="([^"]+)"', page)[1]


# --- what to do next


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"email": ""}, "No e-mail address of Светлана is known"),
        ({}, "The follower counts of Светлана are older than 90 days."),
    ],
)
def test_head_says_what_to_do_next(client_as, manager, workspace, sveta, tab, change, words):
    factories.PartnershipFactory(workspace=workspace, creator=sveta, tier="T2")
    with scope(workspace=workspace):
        Creator.objects.filter(pk=sveta.pk).update(**change)
    assert words in tab(manager)


def test_next_is_a_partnership_where_there_is_none(
    manager, workspace, sveta, channel, grow_to, tab
):
    grow_to(channel, [(0, 100)])
    assert "No partnership with any of your brands yet." in tab(manager)


def test_archived_creator_asks_for_nothing(client_as, manager, sveta, url, tab):
    client_as(manager).post(url("archive", sveta.public_id))
    assert 'class="next-step"' not in tab(manager)


def test_shrinking_audience_is_told_in_words_on_every_tab(manager, channel, grow_to, tab):
    grow_to(channel, [(40, 1000), (0, 900)])
    for key in ("", "style"):
        assert "Audience shrinking" in tab(manager, key)
    page = tab(manager, "channels")
    assert "(900 on 3 March ÷ 1,000 on 22 January) ^ (30 ÷ 40 days) − 1" in page
    assert "The audience is shrinking: -7.6% in 30 days." in page


def test_stated_followers_are_explained(manager, workspace, sveta, channel, grow_to, tab):
    with scope(workspace=workspace):
        Creator.objects.filter(pk=sveta.pk).update(stated_followers=51000, followers=51000)
    words = "A price list without accounts stated 51,000 followers."
    page = tab(manager, "channels")
    assert words in page
    assert "It stands for the audience until a channel has a count of its own." in page
    grow_to(channel, [(0, 900)])
    assert "The counts of the channels below stand for the audience now." in tab(
        manager, "channels"
    )


def test_several_channels_are_drawn_each_with_its_table(
    manager, workspace, sveta, channel, grow_to, tab
):
    with scope(workspace=workspace):
        handle = parse_handle("instagram.com/sveta")
        other = channels.add_channel(creator=sveta, handle=handle, by=None, at=TUESDAY)
    for one in (channel, other):
        grow_to(one, [(60, 800), (30, 900), (0, 1000)])
    page = tab(manager, "channels")
    assert page.count('class="chart-svg"') == 2
    assert page.count("3 snapshots") == 2


def test_directory_hints_at_a_shrinking_audience_in_its_column(
    client_as, manager, workspace, sveta, channel, grow_to, url
):
    with scope(workspace=workspace):
        handle = parse_handle("instagram.com/sveta")
        other = channels.add_channel(creator=sveta, handle=handle, by=None, at=TUESDAY)
        growing = factories.ChannelFactory(creator__workspace=workspace, creator__name="Grace")
    grow_to(channel, [(40, 1000), (0, 900)])
    grow_to(other, [(40, 1000), (0, 1100)])
    grow_to(growing, [(40, 1000), (0, 1100)])
    page = client_as(manager).get(f"{url('directory')}?columns=growth").content.decode()
    assert '-7.6%<span class="visually-hidden"> shrinking' in page
    assert '<span class="nowrap">+7.4%</span>' in page
    with scope(workspace=workspace):
        found = growths([growing.creator_id])
    assert growth_column.plain(found[growing.creator_id]) == Decimal("0.0741")


# --- goals


def test_goal_is_added_reviewed_and_edited(client_as, manager, sveta, url, tab, only):
    client = client_as(manager)
    sent = {
        "text": "Своя книга",
        "set_on": TODAY,
        "public_id": hidden(tab(manager, "goals"), "public_id"),
    }
    for _ in range(2):
        answer = client.post(url("goal_add", sveta.public_id), sent)
        assert answer.headers["Location"].endswith("?tab=goals")
    goal = only(Goal)
    page = tab(manager, "goals")
    at = f"review-{goal.public_id}"
    said = {
        f"{at}-state": "reached", f"{at}-reviewed_on": TODAY, f"{at}-note": "Вышла!",
        f"{at}-once": hidden(page, "once"),
    }  # fmt: skip
    for _ in range(2):
        client.post(url("goal_review", sveta.public_id, goal.public_id), said)
    assert only(GoalReview).note == "Вышла!"
    page = tab(manager, "goals")
    for words in ["1 goal reached or let go", "Вышла!", "Reached", "Maria Manager"]:
        assert words in page, words
    at = url("goal", sveta.public_id, goal.public_id)
    assert "Своя книга" in client.get(at).content.decode()
    client.post(at, {"text": "Вторая книга", "set_on": TODAY, "version": "1"})
    assert only(Goal).text == "Вторая книга"


def test_goal_forms_come_back_filled(client_as, manager, workspace, sveta, url, tab):
    client = client_as(manager)
    answer = client.post(
        url("goal_add", sveta.public_id), {"text": "Typed with care", "set_on": "2027-01-01"}
    )
    assert answer.status_code == 422
    assert "Typed with care" in answer.content.decode()
    with scope(workspace=workspace):
        goal = goals.add_goal(
            creator=sveta, text="Book", set_on=date(2026, 1, 1), by=None, at=TUESDAY
        )
    at = f"review-{goal.public_id}"
    answer = client.post(
        url("goal_review", sveta.public_id, goal.public_id),
        {f"{at}-state": "x", f"{at}-reviewed_on": "2027-01-01", f"{at}-note": "Said so"},
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Said so" in page and 'class="disclosure" open' in page


def test_goal_edited_by_two_shows_both(client_as, manager, owner, workspace, sveta, url, only):
    with scope(workspace=workspace):
        goal = goals.add_goal(creator=sveta, text="A", set_on=date(2026, 1, 1), by=None, at=TUESDAY)
    at = url("goal", sveta.public_id, goal.public_id)
    sent = {"set_on": "2026-01-01", "version": "1"}
    client_as(owner).post(at, {**sent, "text": "Theirs"})
    client = client_as(manager)
    answer = client.post(at, {**sent, "text": "Mine"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Olga Owner saved this while you were writing" in page
    assert [(d.theirs, d.mine) for d in answer.context["conflict"]] == [("Theirs", "Mine")]
    assert page.count('name="version"') == 1
    client.post(at, {**sent, "text": "Mine", "version": hidden(page, "version")})
    assert only(Goal).text == "Mine"


def test_goal_of_half_a_year_ago_is_pointed_out(manager, workspace, sveta, tab):
    with scope(workspace=workspace):
        goals.add_goal(creator=sveta, text="Book", set_on=date(2025, 8, 1), by=None, at=TUESDAY)
    assert "A goal was not talked about for half a year." in tab(manager, "goals")
    assert "time for a review" in tab(manager)


def test_wishes_are_saved_and_shown(client_as, manager, owner, sveta, url, stored, tab):
    client = client_as(manager)
    at = url("wishes", sveta.public_id)
    client.post(at, {"goals": "Книга", "boundaries": "Без ставок", "version": "1"})
    assert stored(sveta).goals == "Книга"
    page = tab(manager)
    assert "Книга" in page and "Без ставок" in page
    answer = client.post(at, {"goals": "Фильм", "boundaries": "Без ставок", "version": "1"})
    assert answer.status_code == 409
    assert [(d.theirs, d.mine) for d in answer.context["conflict"]] == [("Книга", "Фильм")]
    assert client.post(at, {"goals": "x" * 5001}).status_code == 422


# --- notes on style


def test_style_note_is_kept_found_edited_removed_and_brought_back(
    client_as, manager, sveta, channel, url, tab, only
):
    client = client_as(manager)
    sent = {
        "noted_on": TODAY, "text": "Снимает на плёнку", "link": "t.me/sveta_home/12",
        "channel": channel.public_id, "public_id": hidden(tab(manager, "style"), "public_id"),
    }  # fmt: skip
    for _ in range(2):
        client.post(url("style_note_add", sveta.public_id), sent)
    note = only(StyleNote)
    assert (note.link, note.channel) == ("https://t.me/sveta_home/12", channel)
    assert "Светлана Ёлкина" in client.get(f"{url('directory')}?q=plenku").content.decode()
    at = url("style_note", sveta.public_id, note.public_id)
    assert client.get(at).status_code == 200
    edited = {"noted_on": TODAY, "text": "Louder", "version": "1"}
    client.post(at, edited)
    assert only(StyleNote).text == "Louder"
    answer = client.post(at, {**edited, "text": "Quieter"})
    assert answer.status_code == 409 and "Quieter" in answer.content.decode()
    gone = client.post(url("style_note_remove", sveta.public_id, note.public_id), follow=True)
    assert "The note of 3 March is removed." in gone.content.decode()
    back = client.post(url("style_note_restore", sveta.public_id, note.public_id), follow=True)
    assert "The note is back." in back.content.decode()
    assert "Louder" in tab(manager, "style")


def test_style_note_refuses_and_loses_nothing(client_as, manager, workspace, sveta, url):
    stranger = factories.ChannelFactory(creator__workspace=workspace)
    sent = {"noted_on": "2027-01-01", "text": "Typed with care", "link": "javascript:alert(1)"}
    answer = client_as(manager).post(
        url("style_note_add", sveta.public_id), {**sent, "channel": stranger.public_id}
    )
    assert answer.status_code == 422
    assert set(answer.context["note_form"].errors) == {"noted_on", "link", "channel"}
    assert "Typed with care" in answer.content.decode()


# --- rates


def test_jump_of_a_rate_is_flagged_from_the_policy_on(
    client_as, manager, owner, workspace, sveta, url, tab, only
):
    sent = {"format": "reel", "currency": "RUB", "note": ""}
    client = client_as(manager)
    client.post(
        url("rate_set", sveta.public_id), {**sent, "amount": "1000", "valid_from": "2026-01-01"}
    )
    again = {**sent, "amount": "1240", "valid_from": "2026-02-01"}
    page = client.post(url("rate_set", sveta.public_id), again, follow=True).content.decode()
    assert "That is 24% more than the price before it." in page
    assert "A rise of 20 % or more over the price before is a jump." in page
    chip = 'chip chip--warn"><svg'
    assert chip in page
    assert client.post(url("rate_policy", sveta.public_id), {"percent": 30}).status_code == 403
    boss = client_as(owner)
    boss.post(url("rate_policy", sveta.public_id), {"percent": "30", "version": "0"})
    boss.post(url("rate_policy", sveta.public_id), {"percent": "30", "version": "0"})
    assert only(RatePolicy).jump_percent == 30
    assert chip not in tab(manager, "rates")
    late = boss.post(url("rate_policy", sveta.public_id), {"percent": "40", "version": "0"})
    assert late.status_code == 409
    assert [(d.theirs, d.mine) for d in late.context["conflict"]] == [("30", "40")]
    boss.post(url("rate_policy", sveta.public_id), {"percent": "40", "version": "1"})
    assert only(RatePolicy).jump_percent == 40
    assert boss.post(url("rate_policy", sveta.public_id), {"percent": "0"}).status_code == 422


# --- queries

# The timeline counts its own sources where they live.
TABS = ["", "channels", "preferences", "goals", "style", "rates", "files"]


@pytest.mark.parametrize("key", TABS)
def test_every_tab_reads_a_fixed_number_of_times(
    client_as, manager, workspace, sveta, channel, grow_to, url, key
):
    client = client_as(manager)

    def fill(n):
        with scope(workspace=workspace):
            brand = factories.BrandFactory(workspace=workspace)
            partnership = factories.PartnershipFactory(
                workspace=workspace, creator=sveta, brand=brand, owner=manager
            )
            campaign = factories.CampaignFactory(
                workspace=workspace,
                brand=brand,
                owner=manager,
                state="closed",
                closed_at=TUESDAY - timedelta(days=n),
            )
            part = factories.CollaborationFactory(
                campaign=campaign, partnership=partnership, state="closed", closed_at=TUESDAY
            )
            factories.ResultFactory(collaboration=part, reach=1000, likes=50)
            day = date(2026, 1, 1) + timedelta(days=n)
            goal = goals.add_goal(creator=sveta, text=f"{n}", set_on=day, by=manager, at=TUESDAY)
            goals.review_goal(goal=goal, reviewed_on=day, state="open", by=manager, at=TUESDAY)
            style_notes.add_style_note(
                creator=sveta, noted_on=day, text=f"{n}", channel=channel, by=manager, at=TUESDAY
            )
            more = channels.add_channel(
                creator=sveta, handle=parse_handle(f"t.me/sveta_{n}"), by=None, at=TUESDAY
            )
            price = Money(Decimal(100 + n), "RUB")
            rates.set_rate(
                creator=sveta, format="reel", price=price, valid_from=day, by=None, at=TUESDAY
            )
            files.keep_file(
                creator=sveta,
                upload=SimpleUploadedFile("x.png", png(width=n + 1)),
                name="x.png",
                kind="other",
                by=manager,
                at=TUESDAY,
            )
        grow_to(more, [(30, 10), (10, 10), (0, 10 + n)])

    def count():
        with CaptureQueriesContext(connection) as made:
            client.get(f"{url('profile', sveta.public_id)}?tab={key}")
        # The test's own transaction wraps the cache in savepoints.
        made = [q for q in made if "SAVEPOINT" not in q["sql"]]
        return len(made), "\n".join(
            q["sql"][:60] + " " + q["sql"].partition(" FROM ")[2][:60] for q in made
        )

    fill(0)
    count()
    one = count()
    for n in range(1, 6):
        fill(n)
    count()
    count()
    now = count()
    assert now[0] == one[0] <= 15, now[1]


def test_overview_keeps_its_words_in_russian(client_as, manager, sveta, tab):
    manager.language = "ru"
    manager.save()
    page = tab(manager)
    assert "Что делать дальше" not in page
    assert "Дальше" in page


def test_analyst_reads_every_tab_and_finds_no_form(client_as, analyst, sveta, workspace, tab):
    with scope(workspace=workspace):
        goals.add_goal(creator=sveta, text="Book", set_on=date(2025, 1, 1), by=None, at=TUESDAY)
        creators.update_creator(
            creator=sveta, expected=1, values={"goals": "Книга"}, by=None, at=TUESDAY
        )
    for key in TABS:
        main = tab(analyst, key).split("<main")[1].split("</main>")[0]
        assert "<form" not in main, key
    with time_machine.travel(TUESDAY + timedelta(days=1), tick=False):
        assert "Книга" in tab(analyst, "goals")
