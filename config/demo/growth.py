"""Where the demo's partnerships lead: offers, roadmaps, what the brands did for their creators."""

from collections.abc import Callable
from datetime import datetime, timedelta

from config.demo.cast import Cast
from config.demo.work import Event
from partnerships.actions import opportunities, roadmap
from partnerships.models import Opportunity, Partnership
from partnerships.rules.growth import quarter_after, quarter_of

# partnership, kind, title, text, days since it was thought of, what came of it
_OFFERS = [
    (
        "maya", "series", "“Slow mornings”, six parts with your name on it",
        "Your idea from the spring, as a series of its own: you choose the guests, we keep out of the edit.",
        150, "accepted",
    ),
    (
        "maya", "ambassador", "Ambassador for the refill line",
        "A year, four appearances, a say in the two new scents we will not make.",
        40, "offered",
    ),
    ("anya", "platform", "Канал бренда в Telegram: ваша рубрика", "Раз в две недели, темы ваши.", 210, "done"),
    ("anya", "advisor", "Советник по новой линейке", "Два созвона в квартал, до решений, а не после.", 20, "offered"),
    ("jordan", "bigger", "Lead of the spring campaign", "Twice the pieces, twice the fee, and the mood board is yours.", 33, "idea"),
    ("lena", "feature", "Интервью на главной странице", "", 95, "declined"),
]  # fmt: skip
_SAID = {
    "accepted": "Yes! But let me keep Sundays free.",
    "done": "Да, давно хотела.",
    "declined": "Спасибо, но этой осенью мне не до интервью.",
}
# partnership, quarters from now, kind, text, outcome, seen by the creator
_ROADMAP = [
    ("maya", -2, "learned", "Her kitchen outdoes our studio: saves twice as high.", "All shoots moved to her place.", True),
    ("maya", -1, "trying", "Two longer pieces instead of five short ones.", "Fewer views, three times the comments.", True),
    ("maya", 0, "trying", "The first parts of “Slow mornings”.", "", True),
    ("maya", 1, "building", "A refill event with her readers, ours to host.", "", False),
    ("anya", -1, "learned", "Прямые вопросы в конце ролика дают вдвое больше ответов.", "", True),
    ("anya", 0, "trying", "Рубрика без сценария: только тема и срок.", "", True),
    ("anya", 2, "building", "Совместная экспедиция и фильм о ней.", "", False),
]  # fmt: skip
_GOALS = {
    "maya": "A show of her own that Birch & Salt stands behind, not in front of.",
    "anya": "Фильм об экспедиции, который смотрят без нашего логотипа.",
}
_SUPPORT = [
    ("maya", "launch", 70, "Her cookbook in our newsletter, the week it came out"),
    ("maya", "featured", 160, "Portrait on the journal’s front page"),
    ("anya", "shared", 25, "Её сбор на приют у нас в сторис"),
    ("jordan", "credited", 110, "Named on the pack of the summer edition"),
]


def growth_events(cast: Cast) -> list[Event]:
    """(moment, act) in any order."""
    events: list[Event] = []
    for key, kind, title, text, days, came in _OFFERS:
        values: dict[str, object] = {"kind": kind, "title": title, "text": text, "on": None}
        if came == "accepted":
            values["on"] = (cast.now + timedelta(days=24)).date()
        at = cast.ago(days)
        events.append((at, _offer(cast, key, values, came, at)))
    for key, goal in _GOALS.items():
        events.append((cast.ago(200), _goal(cast, key, goal)))
    now = quarter_of(cast.now.date())
    for key, quarters, kind, text, outcome, shared in _ROADMAP:
        state = "done" if quarters < 0 else "doing" if quarters == 0 else "planned"
        item = {
            "quarter": quarter_after(now, quarters), "kind": kind, "text": text, "state": state,
            "outcome": outcome, "shared": shared,
        }  # fmt: skip
        events.append((cast.ago(60), _item(cast, key, item)))
    for key, kind, days, text in _SUPPORT:
        at = cast.ago(days)
        events.append((at, _support(cast, key, kind, text, at)))
    return events


def _of(cast: Cast, key: str) -> Partnership:
    rows = Partnership.objects.select_related("creator", "brand", "owner", "workspace")
    return rows.get(pk=cast.partnerships[key].pk)


def _offer(
    cast: Cast, key: str, values: dict[str, object], came: str, at: datetime
) -> Callable[[], None]:
    def act() -> None:
        partnership = _of(cast, key)
        by = partnership.owner
        row = opportunities.add_opportunity(partnership=partnership, values=values, by=by, at=at)
        if came == "idea":
            return
        offered, answered = at + timedelta(days=1), at + timedelta(days=5)
        opportunities.offer_opportunity(opportunity=row, tell=True, by=by, at=offered)
        if came == "offered":
            return
        opportunities.answer_opportunity(
            opportunity=row, accepted=came != "declined", answered_on=answered.date(),
            answer=_SAID[came], by=by, at=answered,
        )  # fmt: skip
        if came == "done":
            row = Opportunity.objects.select_related("partnership__creator").get(pk=row.pk)
            done = at + timedelta(days=60)
            opportunities.finish_opportunity(opportunity=row, done_on=done.date(), by=by, at=done)

    return act


def _goal(cast: Cast, key: str, goal: str) -> Callable[[], None]:
    def act() -> None:
        partnership = _of(cast, key)
        roadmap.set_larger_goal(
            partnership=partnership, expected=partnership.version, goal=goal,
            by=partnership.owner, at=cast.ago(200),
        )  # fmt: skip

    return act


def _item(cast: Cast, key: str, values: dict[str, object]) -> Callable[[], None]:
    def act() -> None:
        partnership = _of(cast, key)
        roadmap.add_item(
            partnership=partnership, values=values, by=partnership.owner, at=cast.ago(60)
        )

    return act


def _support(cast: Cast, key: str, kind: str, text: str, at: datetime) -> Callable[[], None]:
    def act() -> None:
        partnership = _of(cast, key)
        roadmap.note_support(
            partnership=partnership, values={"kind": kind, "on": at.date(), "text": text, "link": ""},
            by=partnership.owner, at=at,
        )  # fmt: skip

    return act
