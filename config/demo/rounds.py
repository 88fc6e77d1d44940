"""Drafts of the running campaigns on their way, screenshots of what is out, words about it."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.files.base import ContentFile

from accounts.models import User
from campaigns.actions.evidence import keep_evidence
from campaigns.actions.submissions import ask_revision, hand_in, submit_deliverable
from campaigns.models import Deliverable, Submission
from checkins.actions.remarks import note_remark, send_remark
from config.demo.cast import Cast
from config.demo.known import picture
from config.demo.work import Event

_OF = "collaboration__partnership"
_SHOTS = [
    ("Winter skin", "maya", "Maya balcony, first day.png", (214, 168, 92)),
    ("Winter skin", "anya", "Анна, первый вечер.png", (92, 120, 190)),
    ("Wind test", "ben", "On the ridge.png", (110, 134, 122)),
]  # fmt: skip
# campaign, creator, days ago, language, what was seen, the other way it was said
_REMARKS = [
    ("Winter skin", "maya", 4, "en",
     "I saw you filmed the balm by the window before anybody in the house was up. The silence made"
     " it. Why there?", ""),
    ("Winter skin", "anya", 4, "ru",
     "Вы показали руки раньше баночки, и сразу стало ясно, для кого это. Как вы к этому пришли?",
     ""),
    ("Wind test", "ben", 9, "en",
     "The three seconds where the wind takes your voice away say more than any test we ran.",
     "call"),
]  # fmt: skip


def round_events(cast: Cast) -> list[Event]:
    """(moment, act) in any order."""
    events = _jordan(cast) + _vera(cast)
    for campaign, key, name, colour in _SHOTS:
        at = cast.now - timedelta(days=4, hours=1)
        events.append((at, _shot(cast, campaign, key, name, colour, at)))
    for campaign, key, days, language, text, channel in _REMARKS:
        at = cast.now - timedelta(days=days)
        events.append((at, _said(cast, campaign, key, language, text, channel, at)))
    return events


def _piece(cast: Cast, campaign: str, key: str, state: str = "") -> Deliverable | None:
    rows = Deliverable.objects.filter(
        collaboration__campaign__name=campaign,
        collaboration__partnership=cast.partnerships[key],
        **({"state": state} if state else {}),
    )
    return rows.select_related(
        "workspace", "collaboration__campaign", f"{_OF}__creator", f"{_OF}__brand", f"{_OF}__owner"
    ).first()


def _jordan(cast: Cast) -> list[Event]:
    """Two rounds behind him, a third one asked for: what came of a brief that was not clear."""

    def came(at: datetime) -> None:
        if piece := _piece(cast, "Winter skin", "jordan"):
            submit_deliverable(
                deliverable=piece, link="https://drive.example/jordan-winter-1",
                note="Rough cut, the music is only a stand-in.", by=_owner(piece), at=at,
            )  # fmt: skip

    def first(at: datetime) -> None:
        if piece := _piece(cast, "Winter skin", "jordan", "submitted"):
            note = (
                "The joke about the label comes before anybody knows what the balm is for. Could the"
                " morning in the truck open it instead? Your audience asks about that one."
            )
            ask_revision(deliverable=piece, note=note, by=_owner(piece), at=at)

    def himself(at: datetime) -> None:
        asked = Submission.objects.filter(
            deliverable=_piece(cast, "Winter skin", "jordan", "revision"), verdict="revision"
        ).select_related("deliverable__collaboration")
        if row := asked.order_by("-number").first():
            link = "https://drive.example/jordan-winter-2"
            hand_in(asked=row, link=link, note="Truck first. Shorter, too: 1:40 now.", at=at)

    def second(at: datetime) -> None:
        if piece := _piece(cast, "Winter skin", "jordan", "submitted"):
            note = "Much better. One line has to go: we may not say that it heals."
            ask_revision(deliverable=piece, note=note, by=_owner(piece), at=at)

    return [
        _at(cast, days, act) for days, act in ((6, came), (5.5, first), (3, himself), (2.2, second))
    ]


def _vera(cast: Cast) -> list[Event]:
    def came(at: datetime) -> None:
        if piece := _piece(cast, "Hut to hut", "vera"):
            submit_deliverable(
                deliverable=piece, link="https://disk.example/vera-izba-1",
                note="Черновой монтаж. Хозяина избы зовут Пётр, он разрешил показать печь.",
                by=_owner(piece), at=at,
            )  # fmt: skip

    return [_at(cast, 0.8, came)]


def _at(cast: Cast, days: float, act: Callable[[datetime], None]) -> Event:
    at = cast.now - timedelta(days=days)
    return at, lambda: act(at)


def _shot(
    cast: Cast, campaign: str, key: str, name: str, colour: tuple[int, int, int], at: datetime
) -> Callable[[], object]:
    def act() -> None:
        if piece := _piece(cast, campaign, key, "published"):
            keep_evidence(
                deliverable=piece, upload=ContentFile(picture(colour)), name=name,
                kind="screenshot", by=_owner(piece), at=at,
            )  # fmt: skip

    return act


def _said(
    cast: Cast, campaign: str, key: str, language: str, text: str, channel: str, at: datetime
) -> Callable[[], object]:
    def act() -> None:
        piece = _piece(cast, campaign, key, "published")
        if piece is None:
            return
        by = _owner(piece)
        if channel:
            note_remark(deliverable=piece, text=text, channel=channel, by=by, at=at)
        else:
            to = piece.collaboration.partnership.creator.call_name
            hello = f"Здравствуйте, {to}!" if language == "ru" else f"Hi {to},"
            text_sent = f"{hello}\n\n{text}\n\n{by.name}"
            send_remark(deliverable=piece, text=text_sent, language=language, by=by, at=at)

    return act


def _owner(piece: Deliverable) -> User:
    return piece.collaboration.partnership.owner
