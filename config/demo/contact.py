"""Two years of staying in touch, up to the day each creator was last heard of."""

import random
from datetime import datetime, timedelta
from functools import partial

from checkins.actions.closing import mark_done, set_personal_line, take_by_hand
from checkins.actions.planning import plan_check_ins, replan_partnership
from checkins.actions.touches import log_touch
from checkins.models import CheckIn
from checkins.rules.cadence import quarter_end
from config.demo.cast import Cast
from config.demo.people import PEOPLE, Person
from config.demo.words import TOUCHES
from config.demo.work import Event


def contact_events(cast: Cast) -> list[Event]:
    partners = [person for person in PEOPLE if person.brand]
    kept = [
        (at, partial(_keep_checkpoint, cast, person, at))
        for person in partners
        if person.tier != "T3"
        for at in _checkpoints(cast, person)
    ]
    # The plan of those years is needed for the quarterly calls only (story.py puts it off).
    before = sorted({at - timedelta(days=25) for at, _act in kept})
    plans = [(at, partial(plan_check_ins, workspace=cast.workspace, at=at)) for at in before]
    return [event for person in partners for event in _of(cast, person)] + kept + plans


def _checkpoints(cast: Cast, person: Person) -> list[datetime]:
    """A call in the second week of each quarter's first month, whichever Tuesday was theirs, but
    for the newest of some."""
    months = [
        (y, m) for y in (cast.now.year - 2, cast.now.year - 1, cast.now.year) for m in QUARTERS
    ]
    days = [datetime(y, m, 13, 14, tzinfo=cast.now.tzinfo) for y, m in months]
    first = cast.ago(person.years * 365)
    kept = [day for day in days if first < day < cast.now]
    return kept[:-1] if person.key in ("noor", "oleg", "vera", "dasha") else kept


def _keep_checkpoint(cast: Cast, person: Person, at: datetime) -> None:
    due = CheckIn.objects.filter(
        partnership=cast.partnerships[person.key], kind="checkpoint", state="planned",
        due_on__lte=quarter_end(at.date()),
    )  # fmt: skip
    for check_in in due.select_related("partnership__creator", "partnership__brand"):
        mark_done(
            check_in=check_in, how="call", by=cast.members[person.owner], at=at,
            note=_QUARTER[person.language],
        )  # fmt: skip


QUARTERS = (1, 4, 7, 10)
_QUARTER = {
    "en": "Quarterly call: pace is right, rates stay, one idea for the coming season.",
    "ru": "Квартальный созвон: темп подходит, ставки прежние, одна идея на новый сезон.",
}


def _of(cast: Cast, person: Person) -> list[Event]:
    rnd = random.Random(f"touch{person.key}")
    step = {"T1": 30, "T2": 88}.get(person.tier, 160)
    days = min(int(person.years * 365) - 10, 420)
    events: list[Event] = []
    ago = person.silent_days
    turn = rnd.randrange(7)
    while ago < days:
        at = cast.ago(ago, hour=rnd.randint(8, 16))
        words = TOUCHES[person.language][(turn + len(events)) % 7]
        events.append((at, partial(_log, cast, person, words, at)))
        ago += int(step * rnd.uniform(0.8, 1.15))
    # The last thing heard is an answer: that is what the next date follows from.
    answer = TOUCHES[person.language][1]
    at = cast.ago(person.silent_days, hour=15)
    events[0] = (at, partial(_log, cast, person, answer, at))
    return events


def _log(cast: Cast, person: Person, words: tuple, at: datetime) -> None:
    kind, direction, asks, subject, body = words
    log_touch(
        partnership=cast.partnerships[person.key], kind=kind, direction=direction, at=at,
        by=cast.members[person.owner], asks=asks, subject=subject, body=body,
        channel="call" if kind == "call" else "email", logged_at=at,
    )  # fmt: skip


def plan_ahead(cast: Cast) -> None:
    """What stands now; some the managers keep for their own hands, the rest go by themselves."""
    for partnership in cast.partnerships.values():
        partnership.refresh_from_db()
        replan_partnership(partnership=partnership, by=None, at=cast.now)
    plan_check_ins(workspace=cast.workspace, at=cast.now)
    for key, line in (
        ("sofia", "I made the lemon thing from your story, twice. Is there a trick to the crust?"),
        ("lena", "Ваш разбор консервантов переслала всей команде. Откуда берёте исследования?"),
        ("vera", ""),
        ("dasha", ""),
    ):
        check_in = CheckIn.objects.filter(
            partnership=cast.partnerships[key], state="planned", kind="cadence"
        ).first()
        if check_in is None:
            continue
        by = cast.members["daniel" if key == "sofia" else "sveta"]
        take_by_hand(check_in=check_in, by=by, at=cast.now)
        if line:
            check_in.refresh_from_db()
            set_personal_line(
                check_in=check_in, text=line, expected=check_in.version, by=by, at=cast.now
            )
