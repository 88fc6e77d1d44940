"""Mails that came in besides answers: one that nobody knows the place of, an automatic one."""

from datetime import datetime, timedelta
from functools import partial

from config.demo.cast import Cast
from config.demo.work import Event
from core.models import InboundMail

# days ago, hour, whose, address if another one, name, subject, state, words
MAILS = [
    (1, 11, "maya", "maya@lindqvist.example", "Maya Lindqvist", "The spring set", "stranger",
     "Hi! Writing from the studio's address. Could we talk about the spring set on Thursday? I have "
     "two ideas for the balcony."),
    (3, 15, "timur", "", "", "Старый бриф", "expired",
     "Нашёл ваше прошлогоднее письмо про балкон. Если идея ещё жива, я бы снял её в мае."),
    (2, 7, "jordan", "", "", "Out of office: Re: Shoulder season", "automatic",
     "I am on the road with little signal and will be back on {back}."),
]  # fmt: skip


def inbox_events(cast: Cast) -> list[Event]:
    return [
        (at, partial(_came, cast, n, at))
        for n, at in enumerate(cast.ago(row[0], hour=row[1]) for row in MAILS)
    ]


def _came(cast: Cast, n: int, at: datetime) -> None:
    _ago, _hour, key, address, name, subject, state, words = MAILS[n]
    creator = cast.partnerships[key].creator
    back = f"{at + timedelta(days=12):%-d %B}"
    InboundMail.objects.create(
        workspace=cast.workspace, event_key=f"demo:inbox:{n}", received_at=at,
        from_email=address or creator.email, from_name=name or creator.name,
        to_email="reply@in.example", subject=subject, text=words.format(back=back), state=state,
    )  # fmt: skip
