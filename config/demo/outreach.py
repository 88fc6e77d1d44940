"""Creators who were asked: one who has not answered, one who answered by mail, one in vain, one who
said no; and a brief that had to change after it was locked."""

from datetime import datetime, timedelta
from functools import partial

from campaigns.actions.briefs import save_brief, share_brief
from campaigns.actions.collaborations import (
    add_collaborations,
    answer_outreach,
    decline_collaboration,
    give_up_asking,
)
from campaigns.actions.outreach import Ask, note_reply
from campaigns.models import Brief, Campaign, Collaboration, Outreach
from config.demo.cast import Cast
from config.demo.work import Event
from core.mail.delivery import deliver

_NEXT, _PAST, _LIVE = "Gifts that last", "Back to quiet", "Winter skin"
_FRIENDLY = "You came to mind at once: the wooden sledge in your last video has a story."


def outreach_events(cast: Cast) -> list[Event]:
    asked, later = cast.ago(6, hour=10), cast.ago(2, hour=16)
    before = cast.ago(66, hour=9)
    return [
        (before, partial(_ask, cast, _PAST, "emma", before, mail=False)),
        (before, partial(_ask, cast, _PAST, "yulia", before, mail=False)),
        (cast.ago(63), partial(_no, cast, _PAST, "emma", cast.ago(63))),
        (cast.ago(50), partial(_silent, cast, _PAST, "yulia", cast.ago(50))),
        (asked, partial(_ask, cast, _NEXT, "jordan", asked)),
        (asked, partial(_ask, cast, _NEXT, "lena", asked)),
        (asked, partial(_ask, cast, _NEXT, "grace", asked)),
        (later, partial(_reply, cast, _NEXT, "lena", later)),
        (later, partial(_own_no, cast, _NEXT, "grace", later)),
        (cast.ago(4, hour=15), partial(_move, cast, _LIVE, "anya", cast.ago(4, hour=15))),
    ]  # fmt: skip


def _part(cast: Cast, campaign: str, key: str) -> Collaboration:
    rows = Collaboration.objects.select_related(
        "campaign", "partnership__creator", "partnership__brand", "partnership__owner"
    )
    return rows.get(campaign__name=campaign, partnership=cast.partnerships[key])


def _ask(cast: Cast, campaign: str, key: str, at: datetime, mail: bool = True) -> None:
    row = Campaign.objects.get(name=campaign)
    partnership = cast.partnerships[key]
    ask = Ask(
        channel="call",
        message=_FRIENDLY if mail else "",
        answer_by=at.date() + timedelta(days=7 if key == "lena" else 5),
        mail=mail,
    )
    add_collaborations(
        campaign=row, partnerships=[partnership], state="invited", ask=ask, by=row.owner, at=at
    )
    sent = Outreach.objects.get(collaboration=_part(cast, campaign, key)).mail
    if sent is not None:
        deliver(sent.pk, at=at)


def _no(cast: Cast, campaign: str, key: str, at: datetime) -> None:
    decline_collaboration(
        collaboration=_part(cast, campaign, key), by=cast.members["daniel"], at=at,
        note="Films her own series until New Year; would love spring.",
    )  # fmt: skip


def _silent(cast: Cast, campaign: str, key: str, at: datetime) -> None:
    give_up_asking(collaboration=_part(cast, campaign, key), by=cast.members["daniel"], at=at)


def _reply(cast: Cast, campaign: str, key: str, at: datetime) -> None:
    row = Outreach.objects.get(collaboration=_part(cast, campaign, key))
    if row.mail is not None:
        text = "Хочу! Только не раньше десятого: до этого съёмки в Карелии. Подойдёт?"
        note_reply(row.mail, text, at, "demo:outreach")


def _own_no(cast: Cast, campaign: str, key: str, at: datetime) -> None:
    row = Outreach.objects.get(collaboration=_part(cast, campaign, key))
    words = "Not in December, we will be with family. Please ask me again!"
    answer_outreach(outreach=row, yes=False, words=words, at=at)


def _move(cast: Cast, campaign: str, key: str, at: datetime) -> None:
    """The launch moved: announced, with its reason, and counted."""
    brief = Brief.objects.get(collaboration=_part(cast, campaign, key))
    brief.collaboration = _part(cast, campaign, key)
    sections = {name: dict(texts) for name, texts in brief.sections.items()}
    must = sections["must"]
    must["en"] = f"{must['en']}\nNo price: the shop shows the new one from the first.".strip()
    must["ru"] = f"{must['ru']}\nБез цены: новая появится в магазине с первого числа.".strip()
    by = cast.members["daniel"]
    save_brief(
        collaboration=brief.collaboration, sections=sections, autonomy=brief.autonomy,
        expected=brief.version, by=by, at=at,
    )  # fmt: skip
    brief.refresh_from_db()
    share_brief(
        brief=brief, expected=brief.version, by=by, at=at,
        reason="Цена в магазине меняется с первого числа: старая в ролике сбивала бы людей с толку.",
    )  # fmt: skip
