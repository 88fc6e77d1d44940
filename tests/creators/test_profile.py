"""The profile and the forms of who a creator is, as people and browsers use them."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from core.money import Money
from creators.actions import channels, rates
from creators.models import Creator
from creators.rules.handles import parse_handle
from tests import factories
from tests.creators.conftest import TUESDAY

pytestmark = pytest.mark.usefixtures("tuesday")
TABS = ["", "timeline", "channels", "preferences", "rates"]
NEW = {"name": "Светлана Ёлкина", "market": "RU", "language": "", "zone": ""}


def _details(creator, **changes):
    """What the edit form sends."""
    return {
        "name": creator.name, "short_name": "", "email": creator.email, "phone": "+74951234567",
        "market": "RU", "city": creator.city, "language": "ru", "zone": "Asia/Yekaterinburg",
        "about": "", "topics": "Дача", "expertise": "", "tags": "", "version": creator.version,
        **changes,
    }  # fmt: skip


def _preferences(**changes):
    return {"contact_by": "email", "payment_days": "30", "version": "1", **changes}


def test_header_says_who_where_and_what_time_it_is(client_as, manager, sveta, url):
    page = client_as(manager).get(url("profile", sveta.public_id)).content.decode()
    for words in [
        "Светлана Ёлкина", "СЁ", "Пермь", "Tue 12:00 there now", "Working hours",
        "5 h ahead of you", "mailto:sveta@example.ru", "+7 495 123-45-67", "Дача",
    ]:  # fmt: skip
        assert words in page, words


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (TUESDAY + timedelta(hours=10), "Quiet hours"),
        (TUESDAY - timedelta(hours=4), "Before working hours"),
        (TUESDAY + timedelta(hours=7), "After working hours"),
        (TUESDAY + timedelta(days=4), "Weekend"),
        (TUESDAY + timedelta(days=6), "Public holiday"),
    ],
)
def test_header_says_when_it_is_no_good_moment(client_as, manager, sveta, url, at, words):
    client = client_as(manager)
    client.post(
        url("preferences", sveta.public_id), _preferences(quiet_from="21:00", quiet_until="07:00")
    )
    with time_machine.travel(at, tick=False):
        assert words in client.get(url("profile", sveta.public_id)).content.decode()


@pytest.mark.parametrize("tab", TABS)
def test_each_tab_is_read_by_an_analyst_without_forms(client_as, analyst, sveta, url, tab):
    answer = client_as(analyst).get(f"{url('profile', sveta.public_id)}?tab={tab}")
    main = answer.content.decode().split("<main")[1].split("</main>")[0]
    assert answer.status_code == 200
    assert "<form" not in main
    assert f'href="?tab={tab}" aria-current="page"' in main


@pytest.mark.parametrize("tab", TABS)
def test_queries_do_not_grow_with_channels_and_rates(
    grow_to, client_as, manager, sveta, channel, workspace, url, tab
):
    client = client_as(manager)

    def count():
        with CaptureQueriesContext(connection) as made:
            client.get(f"{url('profile', sveta.public_id)}?tab={tab}")
        return len(made)

    def grow(n):
        with scope(workspace=workspace):
            handle = parse_handle(f"t.me/sveta_{n}")
            more = channels.add_channel(creator=sveta, handle=handle, by=None, at=TUESDAY)
            price = Money(Decimal(100 + n), "RUB")
            rates.set_rate(
                creator=sveta, format="reel", price=price, valid_from=date(2026, 1, 1 + n),
                by=None, at=TUESDAY,
            )  # fmt: skip
        grow_to(more, [(0, 10), (10, 10)])

    grow(0)
    count()
    one = count()
    for n in range(1, 8):
        grow(n)
    assert count() == one <= 15


def test_unknown_tab_is_the_overview(client_as, manager, sveta, url):
    answer = client_as(manager).get(f"{url('profile', sveta.public_id)}?tab=<script>")
    assert answer.context["tab"] == ""


def test_creator_of_another_workspace_is_not_there(client_as, manager, other_workspace, url):
    stranger = factories.CreatorFactory(workspace=other_workspace)
    client = client_as(manager)
    assert client.get(url("profile", stranger.public_id)).status_code == 404
    assert client.post(url("archive", stranger.public_id)).status_code == 404
    assert client.get(url("edit", stranger.public_id)).status_code == 404


@pytest.mark.parametrize(
    ("more", "zone", "language"),
    [
        ({}, "Europe/Moscow", "ru"),
        ({"city": "Пермь"}, "Asia/Yekaterinburg", "ru"),
        ({"market": "US"}, "America/New_York", "en"),
        # A city of that name is known in another market only.
        ({"market": "US", "city": "Пермь"}, "America/New_York", "en"),
        ({"market": "ZZ"}, "UTC", "en"),
        ({"zone": "Asia/Omsk", "language": "en"}, "Asia/Omsk", "en"),
    ],
)
def test_new_creator_gets_zone_and_language_of_where_they_are(
    client_as, manager, workspace, url, more, zone, language
):
    answer = client_as(manager).post(url("create"), {**NEW, **more})
    with scope(workspace=workspace):
        made = Creator.objects.get()
    assert answer.headers["Location"] == url("profile", made.public_id)
    assert (str(made.zone), made.language) == (zone, language)


def test_second_click_on_create_is_the_same_creator(client_as, manager, workspace, url):
    client = client_as(manager)
    form = client.get(url("create")).content.decode()
    public_id = re.search(r'name="public_id" value="([0-9a-z]{12})"', form)[1]
    data = {**NEW, "public_id": public_id, "channel": "instagram.com/sveta", "tags": "vip, Дача,"}
    answers = [client.post(url("create"), data) for _ in range(2)]
    assert {answer.headers["Location"] for answer in answers} == {url("profile", public_id)}
    with scope(workspace=workspace):
        made = Creator.objects.get()
        assert made.channels.get().handle == "sveta"
        assert {tag.name for tag in made.tags.all()} == {"vip", "Дача"}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "This field is required."),
        ({"email": "sveta@example.ru"}, "Another creator here has this e-mail."),
        ({"channel": "t.me/sveta_home"}, "Светлана Ёлкина has this channel already."),
        ({"channel": "sveta"}, "Say which platform this is, or paste the address."),
        ({"phone": "12"}, "Enter a valid phone number"),
        ({"topics": ",".join(map(str, range(21)))}, "At most 20, each of at most 60 letters."),
        ({"zone": "Mars/Olympus"}, "Select a valid choice."),
    ],
)
def test_create_says_what_is_wrong_and_loses_nothing(
    client_as, manager, workspace, sveta, url, wrong, words
):
    data = {**NEW, "name": "Second", "about": "Typed with care", **wrong}
    answer = client_as(manager).post(url("create"), data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "Typed with care" in page
    with scope(workspace=workspace):
        assert Creator.objects.count() == 1


def test_edit_saves_and_keeps_a_zone_under_an_old_name(
    client_as, manager, workspace, sveta, url, stored
):
    with scope(workspace=workspace):
        Creator.objects.filter(pk=sveta.pk).update(zone="US/Pacific")
    client = client_as(manager)
    page = client.get(url("edit", sveta.public_id)).content.decode()
    assert '<option value="US/Pacific" selected>' in page
    data = _details(sveta, zone="US/Pacific", city="Казань", topics="Дача, Сад")
    answer = client.post(url("edit", sveta.public_id), data)
    assert answer.headers["Location"] == url("profile", sveta.public_id)
    assert (stored(sveta).city, str(stored(sveta).zone)) == ("Казань", "US/Pacific")


def test_edit_conflict_shows_both_texts_and_saving_again_decides(
    client_as, manager, owner, sveta, url, stored
):
    mine = _details(sveta, city="Казань", topics="Сад")
    theirs = _details(sveta, city="Уфа")
    assert client_as(owner).post(url("edit", sveta.public_id), theirs).status_code == 302
    client = client_as(manager)
    answer = client.post(url("edit", sveta.public_id), mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Olga Owner saved this while you were writing" in page
    assert [(d.label, d.theirs, d.mine) for d in answer.context["conflict"]] == [
        ("City", "Уфа", "Казань"),
        ("Topics", "Дача", "Сад"),
    ]
    assert stored(sveta).city == "Уфа"
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    assert page.count('name="version"') == 1
    client.post(url("edit", sveta.public_id), {**mine, "version": version})
    assert stored(sveta).city == "Казань"


def test_edit_without_a_version_overwrites_nothing(client_as, manager, sveta, url, stored):
    data = _details(sveta, city="Казань", version="")
    assert client_as(manager).post(url("edit", sveta.public_id), data).status_code == 409
    assert stored(sveta).city == "Пермь"


def test_edit_refuses_an_address_that_is_taken(client_as, manager, workspace, sveta, url):
    factories.CreatorFactory(workspace=workspace, email="taken@example.ru")
    data = _details(sveta, email="taken@example.ru")
    answer = client_as(manager).post(url("edit", sveta.public_id), data)
    assert answer.status_code == 422
    assert answer.context["form"].errors["email"]


def test_archive_can_be_undone(client_as, manager, sveta, url, stored):
    client = client_as(manager)
    page = client.post(url("archive", sveta.public_id), follow=True).content.decode()
    assert "Archived on 3 March" in page
    assert url("restore", sveta.public_id) in page
    client.post(url("restore", sveta.public_id))
    assert stored(sveta).archived_at is None


def test_restore_says_why_it_cannot(client_as, manager, workspace, sveta, url, stored):
    client = client_as(manager)
    client.post(url("archive", sveta.public_id))
    factories.CreatorFactory(workspace=workspace, email=sveta.email)
    page = client.post(url("restore", sveta.public_id), follow=True).content.decode()
    assert "Another creator has this e-mail now." in page
    assert stored(sveta).archived_at


def test_preferences_are_saved_and_shown(client_as, manager, sveta, url, stored):
    client = client_as(manager)
    data = _preferences(
        contact_by="telegram", lead_days="14", quiet_from="21:00", quiet_until="09:00",
        briefing="Коротко", payment_days="14",
    )  # fmt: skip
    answer = client.post(url("preferences", sveta.public_id), data)
    assert answer.headers["Location"].endswith("?tab=preferences")
    assert (stored(sveta).lead_days, stored(sveta).payment_days) == (14, 14)
    page = client.get(url("profile", sveta.public_id)).content.decode()
    for words in ["Telegram", "14 days", "21:00–09:00", "Коротко"]:
        assert words in page, words


def test_preferences_refuse_half_a_quiet_night(client_as, manager, sveta, url):
    data = _preferences(quiet_from="21:00", briefing="Typed with care")
    answer = client_as(manager).post(url("preferences", sveta.public_id), data)
    assert answer.status_code == 422
    assert answer.context["form"].errors["quiet_until"]
    assert "Typed with care" in answer.content.decode()


def test_preferences_conflict_shows_both(client_as, manager, owner, sveta, url, stored):
    client_as(owner).post(
        url("preferences", sveta.public_id),
        _preferences(briefing="Book", quiet_from="21:00", quiet_until="08:00"),
    )
    mine = _preferences(briefing="Film", quiet_from="21:00", quiet_until="08:00")
    client = client_as(manager)
    answer = client.post(url("preferences", sveta.public_id), mine)
    assert answer.status_code == 409
    assert [(d.theirs, d.mine) for d in answer.context["conflict"]] == [("Book", "Film")]
    client.post(url("preferences", sveta.public_id), {**mine, "version": "2"})
    assert stored(sveta).briefing == "Film"


def test_analyst_changes_nothing(client_as, analyst, sveta, channel, url, stored):
    client = client_as(analyst)
    for name, ids in [
        ("create", []), ("edit", [sveta.public_id]), ("preferences", [sveta.public_id]),
        ("archive", [sveta.public_id]), ("restore", [sveta.public_id]),
        ("channel_add", [sveta.public_id]), ("rate_set", [sveta.public_id]),
        ("channel_remove", [sveta.public_id, channel.public_id]),
    ]:  # fmt: skip
        assert client.post(url(name, *ids), {}).status_code == 403, name
    assert stored(sveta).version == 1
