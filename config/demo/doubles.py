"""People the demo knows twice: two pairs nobody has merged yet, and two who only share a name."""

from datetime import timedelta
from typing import Any

from config.demo.cast import Cast
from creators.actions.channels import add_channel, record_snapshot
from creators.actions.creators import create_creator
from creators.actions.doubles import tell_apart
from creators.models import Creator
from creators.rules.handles import parse_handle


def make_doubles(cast: Cast) -> None:
    # A list from a fair has Юлия Щукина in Latin letters, with a channel of hers nobody knew.
    _known_again(
        cast, 46, ("tiktok", "yulia.shch", 8_400),
        name="Julia Schukina", market="RU", language="ru", zone="Europe/Samara",
        about="Met at the spring fair in Samara. Asked for the price list of the autumn.",
    )  # fmt: skip
    # He wrote from a second address and was added again.
    _known_again(
        cast, 240, ("youtube", "vetrov.film", 41_200),
        name="Алексей Ветров", email="vetrov.film@gmail.com", market="RU", city="Иркутск",
        language="ru", zone="Asia/Irkutsk", briefing="Коротко, списком, без созвонов.",
        about="Снимает горы и тех, кто по ним ходит.",
    )  # fmt: skip
    _known_again(
        cast, 23, ("instagram", "vetrov_film", 3_150),
        name="Alexey Vetrov", email="vetrovfilm+work@gmail.com", market="RU", city="Irkutsk",
        language="en", zone="Asia/Irkutsk", lead_days=21,
        about="Wants to film the autumn crossing of the ridge.",
    )  # fmt: skip
    namesake = _known_again(
        cast, 70, ("instagram", "emma.castellano.pots", 12_700),
        name="Emma Castellano", email="emma.c.pottery@creators.example", market="US",
        city="Boston", language="en", zone="America/New_York", about="Ceramics, kiln and all.",
    )  # fmt: skip
    by, at = cast.members["daniel"], namesake.created_at + timedelta(days=1)
    tell_apart(one=cast.creators["emma"], other=namesake, by=by, at=at)


def _known_again(cast: Cast, days: int, channel: tuple[str, str, int], **values: Any) -> Creator:
    by, at = cast.members["daniel"], cast.ago(days)
    creator = create_creator(workspace=cast.workspace, values=values, by=by, at=at)
    platform, handle, followers = channel
    account = add_channel(creator=creator, handle=parse_handle(handle, platform), by=by, at=at)
    record_snapshot(channel=account, taken_on=at.date(), followers=followers, by=by, at=at)
    return creator
