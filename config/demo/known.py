"""What is known of the demo's creators beyond their numbers: goals and how they stand, notes on
style, a few files."""

import struct
import zlib
from typing import Any

from django.core.files.base import ContentFile

from config.demo.cast import Cast
from config.demo.people import PEOPLE
from creators.actions.files import keep_file
from creators.actions.goals import add_goal, review_goal
from creators.actions.style_notes import add_style_note
from creators.models import Channel

# key: [(goal, said so many days ago, [(days ago, state, what they said)])]
GOALS: dict[str, list[tuple[str, int, list[tuple[int, str, str]]]]] = {
    "maya": [
        ("A book on northern routines", 420, [
            (240, "open", "Has an agent now; writes on Mondays."),
            (60, "open", "First three chapters are with the publisher."),
        ]),
        ("Two anchor brands instead of ten small ones", 420, [(60, "reached", "Us and one more. Calmer than ever.")]),
    ],
    "anya": [
        ("Своя линия домашнего текстиля", 330, [
            (150, "open", "Нашла фабрику в Иванове, ждёт образцы."),
            (40, "open", "Образцы понравились, считает первую партию."),
        ]),
        ("100 000 в Телеграме без розыгрышей", 300, [(40, "open", "Растёт сама: 88 тысяч.")]),
    ],
    "jordan": [("A weekly show instead of sketches", 260, [])],
    "lena": [("Диплом косметолога", 380, [(20, "reached", "Защитилась! Хочет консультировать.")])],
    "sofia": [("100,000 followers without giveaways", 250, [(35, "open", "Slow and steady: 76k.")])],
    "ben": [
        ("Film all of the Continental Divide", 500, [
            (320, "open", "Colorado is done."),
            (90, "open", "New Mexico in spring, Montana after that."),
        ]),
    ],
    "timur": [("Школа зимних походов для новичков", 210, [])],
    "kai": [("A photo book", 300, [(120, "dropped", "Too slow for him; exhibitions instead.")]), ("A workshop each February", 300, [(33, "open", "Eight places, five taken.")])],
}  # fmt: skip

# key: [(days ago, text, link)]
STYLE: dict[str, list[tuple[int, str, str]]] = {
    "maya": [
        (400, "Studio light, voice-over, cuts every three seconds.", ""),
        (170, "Moved out of the studio: balcony, morning light, one long take. The comments are longer too.", "https://www.instagram.com/p/balcony-unboxing/"),
        (25, "Speaks to the camera again, but slower; shows the label before the product.", ""),
    ],
    "anya": [
        (300, "Снимала интерьеры, в кадре почти не появлялась.", ""),
        (80, "Показывает лицо и руки, говорит без сценария. Сохранений стало вдвое больше.", "https://t.me/volkova_doma/412"),
    ],
    "jordan": [(110, "From sketches of 20 seconds to three-minute talks; the jokes are at the end now.", "")],
    "oleg": [(60, "Меньше экстрима, больше быта: печь, дорога, соседи. Смотрят дольше.", "")],
    "noor": [(45, "Puts the study on screen first, opinion after. Less music.", "")],
}  # fmt: skip

# key: [(name, kind, note, colour of the picture or text)]
FILES: dict[str, list[tuple[str, str, str, Any]]] = {
    "maya": [
        ("Maya Lindqvist – media kit 2026.png", "media_kit", "First page of the kit", (20, 96, 76)),
        ("Balcony light.png", "content", "Still from “Back to quiet”", (214, 168, 92)),
        ("Release, autumn shoot.txt", "release", "Signed on paper; this is the transcript", "I agree that the pictures of 12 October may be shown on the brand's own channels until the end of next year.\n\nMaya Lindqvist\n"),
    ],
    "anya": [
        ("Медиакит Анны Волковой.png", "media_kit", "Прислала сама", (75, 111, 174)),
        ("Согласие на съёмку.txt", "release", "", "Я согласна на публикацию кадров от 3 сентября в каналах бренда.\n\nАнна Волкова\n"),
    ],
    "ben": [("Route sketch.png", "content", "Where he will be in spring", (122, 122, 48))],
}  # fmt: skip


def make_known(cast: Cast) -> None:
    owners = {person.key: cast.members[person.owner] for person in PEOPLE}
    for key, goals in GOALS.items():
        for text, days, reviews in goals:
            at = max(cast.ago(days), cast.creators[key].created_at)
            goal = add_goal(
                creator=cast.creators[key], text=text, set_on=at.date(), by=owners[key], at=at
            )
            for ago, state, said in reviews:
                on = cast.ago(ago)
                review_goal(
                    goal=goal, reviewed_on=on.date(), state=state, note=said, by=owners[key], at=on
                )
    for key, notes in STYLE.items():
        channel = Channel.objects.filter(creator=cast.creators[key]).first()
        for days, text, link in notes:
            at = cast.ago(days)
            add_style_note(
                creator=cast.creators[key], noted_on=at.date(), text=text, link=link,
                channel=channel if link else None, by=owners[key], at=at,
            )  # fmt: skip
    for key, files in FILES.items():
        for n, (name, kind, note, content) in enumerate(files):
            data = content.encode() if isinstance(content, str) else picture(content)
            keep_file(
                creator=cast.creators[key], upload=ContentFile(data), name=name, kind=kind, note=note,
                by=owners[key], at=cast.ago(30 - n),
            )  # fmt: skip


def picture(colour: tuple[int, int, int], side: int = 240) -> bytes:
    """A square with a lighter hill in it, as PNG."""
    light = tuple(min(255, value + 70) for value in colour)
    rows = b"".join(
        b"\0"
        + b"".join(bytes(light if y > 150 + abs(x - 120) // 3 else colour) for x in range(side))
        for y in range(side)
    )
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I4s", len(data), kind) + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    )
