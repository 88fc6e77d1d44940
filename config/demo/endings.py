"""How campaigns of the demo ended: a win, a debrief, a summary corrected and one to correct, what
a campaign taught as a whole."""

from datetime import datetime, time, timedelta
from functools import partial

from campaigns.actions.debriefs import save_debrief, share_debrief
from campaigns.actions.learnings import save_campaign_learnings
from campaigns.actions.results import type_result
from campaigns.enums import DebriefKind
from config.demo.calendar import CAMPAIGNS
from config.demo.cast import Cast
from config.demo.work import BY_KEY, Event, Running
from core.money import Money
from reports.actions.corrections import edit_correction, keep_correction, send_correction
from reports.models import Summary

_WIN = {
    "hoped": "A few hundred people who look at their own lake for once.",
    "happened": "Twice your usual reach, and the comments turned into a map of lakes.",
    "ours": "We would answer those comments on the first day, not on the third.",
    "together": "A second part in winter, on the ice, if you feel like it.",
    "aside": "Ask for the next one early: two other brands have noticed.",
}
_DEBRIEF = {
    "hoped": "Что трёхдневные рюкзаки заметят те, кто ходит на выходные.",
    "happened": "Посмотрели меньше обычного, хотя сняли вы, как всегда, честно.",
    "ours": "Бриф пришёл за четыре дня до съёмки, и про погоду мы не подумали.",
    "theirs": "Маршрут был длиннее, чем тема: половину хотелось показать отдельно.",
    "together": "Два коротких ролика вместо одного длинного.",
    "aside": "Не давить со сроками до весны.",
}
_TAUGHT = {
    "worked": "Water that people know by name beats water that looks good",
    "did_not": "Three rounds over one caption: we asked for too much",
    "next_time": "Ask the shop for the numbers of the last weekend before closing",
}


def ending_events(cast: Cast) -> list[Event]:
    by_name = {plan.name: Running(cast, plan) for plan in CAMPAIGNS}
    summer, way, quiet = (by_name[n] for n in ("Summer water", "The long way", "Back to quiet"))
    told = _after(summer, 9)
    events: list[Event] = [
        (_after(summer, 3), partial(_taught, summer, _after(summer, 3))),
        (told, partial(_look_back, summer, "maya", DebriefKind.WIN, _WIN, told)),
        (_after(summer, 12), partial(_late, summer, "maya", _after(summer, 12), send=True)),
    ]
    told = _after(way, 11)
    events.append((told, partial(_look_back, way, "timur", DebriefKind.DEBRIEF, _DEBRIEF, told)))
    late = cast.now - timedelta(hours=5)
    events.append((late, partial(_late, quiet, "anya", late, send=False)))
    return events


def _after(running: Running, days: int) -> datetime:
    """So many days after it was closed, in the morning."""
    day = running.plan.ends_on(running.today) + timedelta(days=days + 1)
    return datetime.combine(day, time(9, 40), running.cast.now.tzinfo)


def _taught(running: Running, at: datetime) -> None:
    campaign = running.campaign
    save_campaign_learnings(campaign=campaign, texts=_TAUGHT, by=campaign.owner, at=at)


def _look_back(
    running: Running, key: str, kind: DebriefKind, texts: dict[str, str], at: datetime
) -> None:
    by = running.manager(key)
    row = save_debrief(
        collaboration=running.part(key), kind=kind, texts=texts, expected=0, by=by, at=at
    )
    share_debrief(debrief=row, expected=row.version, by=by, at=at + timedelta(minutes=20))


def _late(running: Running, key: str, at: datetime, *, send: bool) -> None:
    """The shop's numbers of the last weekend come after the summary went out."""
    part, by, person = running.part(key), running.manager(key), BY_KEY[key]
    summary = Summary.objects.filter(collaboration=part, state="sent").first()
    if summary is None:
        return
    type_result(
        collaboration=part, day=running.plan.ends_on(running.today), market=person.market,
        metrics={"purchases": 7, "new_customers": 4},
        revenue=Money(person.price // 4, person.currency), by=by, at=at,
    )  # fmt: skip
    correction = keep_correction(summary=summary, at=at)
    if correction is None or not send:
        return
    note = "The shop sent the orders of the last weekend only now. They are yours too."
    saved = edit_correction(
        correction=correction, note=note, expected=correction.version, by=by, at=at
    )
    send_correction(correction=saved, by=by, at=at + timedelta(hours=1))
