"""Channels, snapshots and the rate card, from the tabs of the profile."""

from datetime import date
from decimal import Decimal

import pytest
from django_scopes import scope

from creators.models import AudienceSnapshot, Rate
from tests import factories

pytestmark = pytest.mark.usefixtures("tuesday")


def test_channels_show_growth_and_flag_decline(grow_to, client_as, manager, sveta, channel, url):
    grow_to(channel, [(60, 12_100), (30, 11_000), (0, 10_000)])
    answer = client_as(manager).get(f"{url('profile', sveta.public_id)}?tab=channels")
    page = answer.content.decode()
    assert "The audience is shrinking: -9.1% in 30 days." in page
    assert "÷ 12,100 on 2 January) ^ (30 ÷ 60 days) − 1" in page
    assert "-1,000" in page
    chart = answer.context["cards"][0]["chart"]
    assert [row["followers"] for row in chart.rows] == [12_100, 11_000, 10_000]


def test_two_snapshots_make_no_chart(grow_to, client_as, manager, sveta, channel, url):
    grow_to(channel, [(30, 10), (0, 10)])
    answer = client_as(manager).get(f"{url('profile', sveta.public_id)}?tab=channels")
    assert answer.context["cards"][0]["chart"] is None


def test_add_edit_and_remove_a_channel(client_as, manager, sveta, channel, url, stored):
    client = client_as(manager)
    wrong = client.post(url("channel_add", sveta.public_id), {"handle": "two words"})
    assert wrong.status_code == 422
    assert wrong.context["tab"] == "channels"
    client.post(url("channel_add", sveta.public_id), {"handle": "@sveta", "platform": "instagram"})
    assert "| sveta |" in f"{stored(sveta).search} |"
    one = url("channel", sveta.public_id, channel.public_id)
    assert "https://t.me/sveta_home" in client.get(one).content.decode()
    taken = client.post(one, {"handle": "instagram.com/sveta"})
    assert "has this channel already" in taken.content.decode()
    client.post(one, {"handle": "t.me/sveta_dom", "platform": "telegram"})
    assert "sveta_dom" in stored(sveta).search
    client.post(url("channel_remove", sveta.public_id, channel.public_id))
    assert "sveta_dom" not in stored(sveta).search


def test_channel_belongs_to_the_creator_of_the_address(client_as, manager, workspace, channel, url):
    other = factories.CreatorFactory(workspace=workspace)
    answer = client_as(manager).get(url("channel", other.public_id, channel.public_id))
    assert answer.status_code == 404


def _snapshot_data(channel, **values):
    values = {"taken_on": "2026-03-01", "followers": "10 358", "engagement": "", **values}
    return {f"snapshot-{channel.public_id}-{name}": value for name, value in values.items()}


@pytest.mark.parametrize(
    ("followers", "engagement", "stored"),
    [
        ("10 358", "1,39 %", (10_358, Decimal("0.01390"))),
        ("51.8K", "", (51_800, None)),
        ("1,2 млн", "0.5", (1_200_000, Decimal("0.00500"))),
    ],
)
def test_snapshot_reads_numbers_as_people_copy_them(
    client_as, manager, sveta, channel, url, workspace, followers, engagement, stored
):
    data = _snapshot_data(channel, followers=followers, engagement=engagement)
    address = url("snapshot", sveta.public_id, channel.public_id)
    for _again in range(2):
        assert client_as(manager).post(address, data).status_code == 302
    with scope(workspace=workspace):
        snapshot = AudienceSnapshot.objects.get()
    assert (snapshot.followers, snapshot.engagement) == stored


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("taken_on", "2026-03-05"),
        ("taken_on", "yesterday"),
        ("followers", "many"),
        ("followers", "-"),
        ("followers", "-5"),
        ("engagement", "high"),
        ("engagement", "5000"),
    ],
)
def test_snapshot_refuses_beside_the_field(
    client_as, manager, sveta, channel, url, workspace, field, value
):
    data = _snapshot_data(channel, **{field: value})
    answer = client_as(manager).post(url("snapshot", sveta.public_id, channel.public_id), data)
    assert answer.status_code == 422
    assert answer.context["cards"][0]["form"].errors[field]
    with scope(workspace=workspace):
        assert not AudienceSnapshot.objects.exists()


def test_snapshot_of_a_wrong_day_is_removed(
    grow_to, client_as, manager, sveta, channel, url, workspace
):
    grow_to(channel, [(0, 10)])
    with scope(workspace=workspace):
        snapshot = AudienceSnapshot.objects.get()
    address = url("snapshot_remove", sveta.public_id, channel.public_id, snapshot.public_id)
    client_as(manager).post(address)
    with scope(workspace=workspace):
        assert not AudienceSnapshot.objects.exists()


def _rate_data(**values):
    return {
        "format": "reel", "amount": "7 768", "currency": "RUB", "valid_from": "2026-03-01",
        "note": "", **values,
    }  # fmt: skip


def test_rate_card_shows_today_what_comes_and_what_was(client_as, manager, sveta, url):
    client = client_as(manager)
    address = url("rate_set", sveta.public_id)
    client.post(address, _rate_data(amount="50000", valid_from="2025-05-01"))
    client.post(address, _rate_data(amount="60 000 ₽", valid_from="2026-03-01", note="ads"))
    client.post(address, _rate_data(amount="65000", valid_from="2026-04-01"))
    page = client.get(f"{url('profile', sveta.public_id)}?tab=rates").content.decode()
    for words in ["₽60,000", "+20%", "₽65,000 from 1 April", "1 May 2025 – 28 February", "ads"]:
        assert words in page, words
    overview = client.get(url("profile", sveta.public_id)).content.decode()
    assert "₽60,000" in overview
    assert "₽65,000" not in overview


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"amount": "cheap"}, "amount"),
        ({"amount": "-5"}, "amount"),
        ({"amount": "n/a"}, "amount"),
        ({"amount": "9" * 13}, "amount"),
        ({"amount": "$100"}, "amount"),
        ({"valid_from": "2025-01-01"}, "valid_from"),
        ({"valid_from": ""}, "valid_from"),
    ],
)
def test_rate_is_refused_beside_the_field(client_as, manager, sveta, url, wrong, field):
    client = client_as(manager)
    client.post(url("rate_set", sveta.public_id), _rate_data(amount="1"))
    answer = client.post(url("rate_set", sveta.public_id), _rate_data(**wrong))
    assert answer.status_code == 422
    assert answer.context["rate_form"].errors[field]
    assert answer.context["tab"] == "rates"


def test_rate_is_taken_off_the_card_from_their_today_on(client_as, manager, sveta, url, workspace):
    client = client_as(manager)
    client.post(url("rate_set", sveta.public_id), _rate_data())
    with scope(workspace=workspace):
        rate = Rate.objects.get()
    client.post(url("rate_end", sveta.public_id, rate.public_id))
    with scope(workspace=workspace):
        assert Rate.objects.get().valid_until == date(2026, 3, 2)
    page = client.get(f"{url('profile', sveta.public_id)}?tab=rates").content.decode()
    assert "no longer offered" in page
