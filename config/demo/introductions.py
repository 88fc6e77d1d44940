"""Creators brought together across markets, one pair in each state; a leave that was covered."""

from datetime import datetime, timedelta
from functools import partial

from checkins.actions.introducing import close_introduction, record_answer
from checkins.actions.introductions import ask_both, plan_introduction, withdraw_introduction
from checkins.models import Introduction
from config.demo.cast import Cast
from config.demo.work import Event
from core.mail.delivery import deliver
from core.models import OutgoingMail
from partnerships.actions.handover import hand_over

# (key, the two, days ago, owner, words of the first, words of the second)
PAIRS = [
    ("closed", "maya", "anya", 96, "daniel",
     "You both show a morning without showing a face wash first. Anya films hers in Moscow, in a flat with no light before ten.",
     "Майя снимает утренний уход так же, как вы: сначала утро, потом уход. Живёт в Портленде, где зимой тоже темно."),
    ("made", "ben", "timur", 20, "daniel",
     "Timur runs winter walks on the Stolby rocks. You two have the same rule: no pins on fragile places.",
     "Бен ходит длинные маршруты и, как и вы, не ставит геометки на хрупкие места."),
    ("asked", "jordan", "lena", 6, "daniel",
     "Lena takes formulas apart on camera and checks every source. She would enjoy your sketches about adjectives.",
     "Джордан снимает скетчи о словах на этикетках. Вам обоим не нравятся прилагательные без доказательств."),
    ("declined", "grace", "polina", 62, "daniel",
     "Polina travels for skin care the way you travel for hair. You could swap a route.",
     "Грейс ездит за рецептами ухода за волосами, как вы за своими. Можно обменяться маршрутами."),
    ("withdrawn", "ruth", "ilya", 25, "daniel",
     "You both live by the sea and film it before six in the morning.",
     "Рут тоже живёт у моря и снимает его до шести утра."),
    ("planned", "kai", "marina", 1, "daniel",
     "Marina paddles Baikal. You would both know what to do with cold light.",
     "Кай снимает зиму на Аляске: ему, как и вам, холодный свет в радость."),
]  # fmt: skip


def introduction_events(cast: Cast) -> list[Event]:
    return [event for pair in PAIRS for event in _of(cast, *pair)] + _leave(cast)


def _of(
    cast: Cast, state: str, one: str, two: str, ago: int, owner: str, words: str, other: str
) -> list[Event]:
    at = cast.ago(ago, hour=15)
    events: list[Event] = [(at, partial(_plan, cast, one, two, owner, words, other, at))]
    if state == "planned":
        return events
    asked = at + timedelta(hours=1)
    events.append((asked, partial(_ask, cast, one, owner, asked)))
    if state == "withdrawn":
        later = at + timedelta(days=6)
        return [*events, (later, partial(_withdraw, cast, one, owner, later))]
    day = at + timedelta(days=4)
    events.append((day, partial(_answer, cast, one, "first", True, _FIRST.get(one, ""), day)))
    if state in ("made", "closed"):
        day = at + timedelta(days=5)
        events.append((day, partial(_answer, cast, one, "second", True, "", day)))
    if state == "declined":
        day = at + timedelta(days=5)
        words = "Спасибо, но до лета совсем нет времени."
        events.append((day, partial(_answer, cast, one, "second", False, words, day)))
    if state == "closed":
        day = at + timedelta(days=19)
        events.append((day, partial(_close, cast, one, owner, day)))
    return events


_FIRST = {
    "maya": "I have watched her for a year. Yes!",
    "ben": "Any time. Does he speak some English?",
    "jordan": "Sure, if she promises no adjectives.",
}


def _row(cast: Cast, one: str) -> Introduction:
    rows = Introduction.objects.select_related("workspace", "owner", "first", "second")
    return rows.get(first=cast.creators[one])


def _plan(cast: Cast, one: str, two: str, owner: str, words: str, other: str, at: datetime) -> None:
    plan_introduction(
        first=cast.creators[one], second=cast.creators[two], reason=words, other_reason=other,
        owner=cast.members[owner], by=cast.members[owner], at=at,
    )  # fmt: skip


def _ask(cast: Cast, one: str, owner: str, at: datetime) -> None:
    row = _row(cast, one)
    ask_both(introduction=row, by=cast.members[owner], at=at)
    # Read before it is answered; what is answered is not sent any more.
    for mail in OutgoingMail.objects.filter(about_id=row.public_id, due_at__lt=cast.now):
        deliver(mail.pk, at=mail.due_at)


def _withdraw(cast: Cast, one: str, owner: str, at: datetime) -> None:
    withdraw_introduction(
        introduction=_row(cast, one), by=cast.members[owner], at=at,
        reason="Ruth is at sea until spring: ask again then.",
    )  # fmt: skip


def _answer(cast: Cast, one: str, side: str, agreed: bool, line: str, at: datetime) -> None:
    record_answer(introduction=_row(cast, one), side=side, agreed=agreed, line=line, by=None, at=at)


def _close(cast: Cast, one: str, owner: str, at: datetime) -> None:
    close_introduction(
        introduction=_row(cast, one), by=cast.members[owner], at=at,
        outcome="They talked for two hours and film the same winter morning in both cities in January.",
    )  # fmt: skip


def _leave(cast: Cast) -> list[Event]:
    """Daniel was away for a quarter; Olga kept Lucas warm and gave him back."""
    gone, back = cast.ago(298, hour=14), cast.ago(204, hour=14)
    return [
        (gone, partial(
            _hand_over, cast, "lucas", "olga", gone,
            "Loves long voice mails, never answers on Mondays. Promised him the new canoe tent first.",
            "Lucas, I am away with our newborn until summer. Olga knows every knot of our plans. Paddle well!",
        )),
        (back, partial(
            _hand_over, cast, "lucas", "daniel", back,
            "The tent arrived. He would like to talk about a second trip in autumn.", "",
        )),
    ]  # fmt: skip


def _hand_over(cast: Cast, key: str, to: str, at: datetime, note: str, farewell: str) -> None:
    hand_over(
        partnership=cast.partnerships[key], to=cast.members[to], by=cast.members["olga"], at=at,
        note=note, farewell=farewell,
    )  # fmt: skip
