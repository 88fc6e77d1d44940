"""What the managers have seen of the demo's creators: answers, ratings, the score since spring."""

import random
from datetime import datetime, timedelta
from functools import partial

from config.demo.calendar import CAMPAIGNS
from config.demo.cast import Cast
from config.demo.people import PEOPLE, Person
from config.demo.work import Event
from creators.actions.potential import sweep_potential
from creators.actions.vetting import answer_item, rate_fit
from creators.models import Creator

# How many of the eight somebody has got round to, by tier; the bench has the first few.
_DEPTH = {"T1": 8, "T2": 6, "T3": 3, "": 3}
_SEEN = {
    "en": {
        "delivers": "Every piece so far came on or before its day, the last one two days early.",
        "response": "Comments talk to each other and come back to old posts; no bursts of strangers.",
        "direction": "Took both notes on the second cut and still sounded like themselves.",
        "stable": "Followers grow month after month, without a single spike to explain.",
        "easy": "Answers within a day, says no early, never argues about what was agreed.",
        "proof": "Engagement of the finished campaigns is above what others of this size bring.",
        "culture": "Turned down a brand that tests on animals, and told us why before we asked.",
        "horizon": "Asked about next year before signing this one.",
    },
    "ru": {
        "delivers": "Всё сдано в срок или раньше, последний ролик за два дня.",
        "response": "В комментариях разговаривают друг с другом, возвращаются к старым постам.",
        "direction": "Обе правки ко второй версии приняты, голос остался свой.",
        "stable": "Подписчиков больше с каждым месяцем, без всплесков, которые надо объяснять.",
        "easy": "Отвечает в тот же день, отказывает сразу, о договорённом не спорит.",
        "proof": "Вовлечённость прошедших кампаний выше, чем у других того же размера.",
        "culture": "Отказывается от рекламы того, чем не пользуется, и говорит об этом прямо.",
        "horizon": "Про следующий год речь зашла ещё до подписания этого.",
    },
}
# What is not a yes, and why.
_BUT = {
    ("sofia", "stable"): ("unclear", "Flat since the summer. Could be the season; look again."),
    ("noor", "easy"): (
        "no",
        "Splendid figures, hard work: three reminders for each date, the brief rewritten twice"
        " after it was agreed, a call cancelled ten minutes before.",
    ),
    ("aisha", "delivers"): ("unclear", "One campaign so far: too early to say."),
    ("dasha", "stable"): ("no", "Подписчиков меньше каждый месяц с прошлой осени."),
    ("dasha", "response"): ("unclear", "Много ответов одним смайликом; надо посмотреть вручную."),
    ("tanya", "direction"): ("unclear", "Правки приняты, но ролик стал похож на чужой."),
    ("pete", "delivers"): ("no", "Two of two came a week late."),
    ("zhenya", "response"): ("unclear", "Взлёт на одном ролике; что будет без него, неясно."),
}
_RATED = {
    "en": ("", "Says what they think, kindly.", "Would have them at the table.", ""),
    "ru": ("", "С такими людьми спокойно.", "Смотрит на вещи так же, как бренд.", ""),
}
_LATE = ("ilya", "emma", "gleb", "pete", "zhenya")


def make_answers(cast: Cast) -> None:
    """Before the tiers, which need them; each answer in the months after they met."""
    for person in PEOPLE:
        creator = cast.creators[person.key]
        first = creator.created_at + timedelta(days=14)
        for n, item in enumerate(_asked(person)):
            at = min(first + timedelta(days=11 * n), cast.ago(2, hour=9 + n))
            _answer(cast, person, creator, item, at)


# The gate is asked early: whoever does not pass it is not looked at much longer.
_ORDER = ("response", "stable", "easy", "delivers", "direction", "proof", "culture", "horizon")


# Nobody can say these before the first campaign.
_AFTER_WORK = ("delivers", "direction", "proof", "horizon")
_WORKED = {key for plan in CAMPAIGNS if plan.closed is not None for key in plan.people}


def _asked(person: Person) -> list[str]:
    items = _ORDER if person.key in _WORKED else [i for i in _ORDER if i not in _AFTER_WORK]
    return list(items[: _DEPTH[person.tier]])


def _answer(cast: Cast, person: Person, creator: Creator, item: str, at: datetime) -> None:
    verdict, words = _BUT.get((person.key, item), ("yes", _SEEN[person.language][item]))
    by, seen = cast.members[person.owner], ""
    if (person.key, item) == ("lena", "stable"):
        early = answer_item(
            creator=creator, item=item, verdict="unclear", by=by, at=at,
            evidence="Снимков за два месяца, рано судить.",
        )  # fmt: skip
        seen, at = early.public_id, at + timedelta(days=75)
    answer_item(
        creator=creator, item=item, verdict=verdict, evidence=words, by=by, at=at, seen=seen
    )


def vetting_events(cast: Cast) -> list[Event]:
    """Ratings as they came in, and the score at the beginning of each month since."""
    events: list[Event] = [
        (at := cast.ago(30.4 * months + 3, hour=4), partial(_sweep, cast, at))
        for months in range(8, 0, -1)
    ]
    events.append((now := cast.now - timedelta(minutes=5), partial(_sweep, cast, now)))
    for person in PEOPLE:
        rnd = random.Random(f"fit{person.key}")
        if person.key in _LATE:
            continue
        raters = [person.owner, "olga"] if person.tier == "T1" else [person.owner]
        for n, rater in enumerate(raters):
            at = cast.ago(rnd.randint(20, 200), hour=11 + n)
            events.append((at, partial(_rate, cast, person, rater, rnd.randint(0, 3), at)))
    return events


def _rate(cast: Cast, person: Person, rater: str, turn: int, at: datetime) -> None:
    best = {"T1": 5, "T2": 4}.get(person.tier, 3)
    culture = 2 if person.key == "noor" else max(1, best - turn % 2)
    rate_fit(
        creator=cast.creators[person.key], values=min(5, best), culture=culture, expected=0,
        note=_RATED[cast.members[rater].language][turn], by=cast.members[rater], at=at,
    )  # fmt: skip


def _sweep(cast: Cast, at: datetime) -> None:
    sweep_potential(workspace=cast.workspace, at=at)
