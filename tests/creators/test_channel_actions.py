"""Channels, snapshots and rates: every branch of what writes them."""

from datetime import date
from decimal import Decimal

import pytest

from core.models import AuditEntry
from core.money import Money
from creators import errors
from creators.actions import channels, creators, rates
from creators.models import AudienceSnapshot, Channel, Creator, Rate
from creators.rules.handles import parse_handle
from tests.factories import NOON

pytestmark = pytest.mark.usefixtures("in_scope")
SVETA = {"name": "Светлана Ёлкина", "email": " Sveta@Example.RU ", "market": "RU", "city": "Пермь"}


def _create(workspace, by, **more):
    values = {**SVETA, **more.pop("values", {})}
    return creators.create_creator(workspace=workspace, values=values, by=by, at=NOON, **more)


def _stored(creator):
    return Creator.objects.get(pk=creator.pk)


def _verbs():
    return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


def _add(creator, text, by=None):
    return channels.add_channel(creator=creator, handle=parse_handle(text), by=by, at=NOON)


def test_add_channel_makes_the_creator_found_by_it(workspace, manager):
    made = _create(workspace, manager)
    channel = _add(made, "https://instagram.com/Sveta.Home/", manager)
    assert (channel.platform, channel.handle, channel.handle_key) == (
        "instagram", "Sveta.Home", "sveta.home",
    )  # fmt: skip
    assert "sveta.home" in _stored(made).search


def test_add_channel_twice_is_one_and_another_creators_is_refused(workspace, manager):
    made = _create(workspace, manager)
    other = _create(workspace, manager, values={"email": "", "name": "Иван"})
    first = _add(made, "t.me/sveta", manager)
    assert _add(made, "https://t.me/Sveta", manager) == first
    with pytest.raises(errors.ChannelTaken, match="Светлана Ёлкина"):
        _add(other, "t.me/sveta", manager)
    assert Channel.objects.count() == 1


def test_update_channel_keeps_its_snapshots(workspace, manager):
    made = _create(workspace, manager)
    channel = _add(made, "t.me/svetaa", manager)
    channels.record_snapshot(
        channel=channel, taken_on=date(2026, 3, 1), followers=100, by=manager, at=NOON
    )
    handle = parse_handle("t.me/sveta_home")
    assert channels.update_channel(channel=channel, handle=handle, by=manager, at=NOON)
    assert not channels.update_channel(channel=channel, handle=handle, by=manager, at=NOON)
    assert Channel.objects.get().handle == "sveta_home"
    assert AudienceSnapshot.objects.get().channel == channel
    assert "svetaa" not in _stored(made).search
    _add(made, "t.me/taken", manager)
    with pytest.raises(errors.ChannelTaken):
        channels.update_channel(
            channel=channel, handle=parse_handle("t.me/taken"), by=manager, at=NOON
        )


def test_remove_channel_takes_followers_and_handle_along(workspace, manager):
    made = _create(workspace, manager)
    channel = _add(made, "t.me/sveta_home", manager)
    channels.record_snapshot(
        channel=channel, taken_on=date(2026, 3, 1), followers=100, by=manager, at=NOON
    )
    channels.remove_channel(channel=Channel.objects.get(), by=manager, at=NOON)
    channels.remove_channel(channel=channel, by=manager, at=NOON)
    assert _stored(made).followers == 0
    assert "sveta_home" not in _stored(made).search
    told = AuditEntry.objects.get(verb="channel.removed").changes
    assert (told["followers"], told["snapshots"]) == (100, 1)


def _snapshot(channel, day, followers, engagement=None):
    return channels.record_snapshot(
        channel=channel,
        taken_on=date(2026, 3, day),
        followers=followers,
        engagement=Decimal(engagement) if engagement else None,
        by=None,
        at=NOON,
    )


def test_newest_snapshot_rules_channel_and_creator(workspace, manager):
    made = _create(workspace, manager)
    telegram, youtube = _add(made, "t.me/sveta"), _add(made, "youtube.com/@sveta")
    _snapshot(telegram, 10, 1000, "0.05")
    _snapshot(telegram, 1, 900, "0.04")
    _snapshot(telegram, 12, 1100)
    _snapshot(youtube, 5, 50)
    telegram.refresh_from_db()
    assert (telegram.followers, telegram.engagement) == (1100, Decimal("0.05"))
    assert _stored(made).followers == 1150


def test_snapshot_of_the_same_day_replaces_and_the_same_figures_change_nothing(workspace, manager):
    channel = _add(_create(workspace, manager), "t.me/sveta")
    _snapshot(channel, 1, 1000)
    _snapshot(channel, 1, 1200)
    _snapshot(channel, 1, 1200)
    assert AudienceSnapshot.objects.get().followers == 1200
    assert _verbs().count("snapshot.recorded") == 2


def test_remove_snapshot_brings_back_the_one_before(workspace, manager):
    made = _create(workspace, manager)
    channel = _add(made, "t.me/sveta")
    _snapshot(channel, 1, 1000)
    wrong = _snapshot(channel, 20, 9)
    stale = AudienceSnapshot.objects.get(pk=wrong.pk)
    for snapshot in (wrong, stale):
        channels.remove_snapshot(snapshot=snapshot, by=manager, at=NOON)
    assert _stored(made).followers == 1000
    channels.remove_snapshot(snapshot=AudienceSnapshot.objects.get(), by=manager, at=NOON)
    channel.refresh_from_db()
    assert channel.followers is None
    assert _verbs().count("snapshot.removed") == 2


def _price(creator, amount, day, currency="RUB", note=""):
    return rates.set_rate(
        creator=creator,
        format="reel",
        price=Money(Decimal(amount), currency),
        valid_from=day,
        note=note,
        by=None,
        at=NOON,
    )


def _card():
    return [
        (rate.amount, rate.valid_from, rate.valid_until)
        for rate in Rate.objects.order_by("valid_from", "currency")
    ]


JAN, FEB, MAR = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)


def test_a_new_price_closes_the_one_before(workspace, manager):
    made = _create(workspace, manager)
    _price(made, 100, JAN)
    _price(made, 120, MAR)
    _price(made, 10, MAR, "USD")
    assert _card() == [
        (100, JAN, date(2026, 2, 28)),
        (120, MAR, None),
        (10, MAR, None),
    ]


def test_the_same_price_is_no_change_but_may_bring_a_note(workspace, manager):
    made = _create(workspace, manager)
    _price(made, 100, JAN)
    _price(made, 100, MAR)
    assert _verbs().count("rate.corrected") == 0
    _price(made, 100, MAR, note="with usage rights")
    assert _card() == [(100, JAN, None)]
    assert Rate.objects.get().note == "with usage rights"


def test_another_price_for_the_same_day_corrects(workspace, manager):
    made = _create(workspace, manager)
    _price(made, 1000, JAN)
    _price(made, 100, JAN)
    assert _card() == [(100, JAN, None)]


def test_a_price_before_the_current_one_is_refused(workspace, manager):
    made = _create(workspace, manager)
    _price(made, 100, MAR)
    with pytest.raises(errors.BeforeCurrentRate):
        _price(made, 90, FEB)


def test_a_price_that_ends_is_history_and_one_never_held_is_gone(workspace, manager):
    made = _create(workspace, manager)
    first = _price(made, 100, JAN)
    for _again in range(2):
        rates.end_rate(rate=first, last_day=MAR, by=manager, at=NOON)
    assert _card() == [(100, JAN, MAR)]
    # A new one cuts the announced end, so that a day never has two prices.
    second = _price(made, 120, FEB)
    assert _card() == [(100, JAN, date(2026, 1, 31)), (120, FEB, None)]
    rates.end_rate(rate=second, last_day=JAN, by=manager, at=NOON)
    assert _card() == [(100, JAN, date(2026, 1, 31))]
