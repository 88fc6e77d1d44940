"""What the running campaigns are held against, what their audiences say, and the weekly syncs."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from campaigns.actions.feedback import add_feedback, answer_feedback, tell_answers
from campaigns.actions.objectives import add_objective
from campaigns.actions.syncs import note_sync
from campaigns.models import Campaign, Collaboration, Feedback
from config.demo.calendar import CAMPAIGNS
from config.demo.cast import Cast

Event = tuple[datetime, Callable[[], object]]

# campaign: [(metric, market, target, currency)]
TARGETS: dict[str, list[tuple[str, str, str, str]]] = {
    "Winter skin": [
        ("reach", "", "900000", ""),
        ("engagement_rate", "RU", "0.055", ""),
        ("purchases", "", "700", ""),
        ("revenue", "US", "30000", "USD"),
    ],
}

# campaign, key, days ago, kind, text, link; answer: (days ago, state, words), told days ago.
SAID: list[tuple[str, str, int, str, str, str, tuple[int, str, str] | None, int | None]] = [
    ("Winter skin", "maya", 6, "product", "Forty comments ask for the balm without the scent.", "",
     (4, "planned", "An unscented balm comes in March; she may say so."), 4),
    ("Winter skin", "maya", 5, "audience", "The first cream they saw her finish: said in many ways.", "",
     (4, "noted", "Pinned above the lab's sink. Thank you."), 4),
    ("Winter skin", "anya", 9, "product", "Просят большую банку: маленькой хватает на две недели.",
     "", None, None),
    ("Winter skin", "anya", 4, "product", "Крышка примерзает в машине.", "",
     (2, "refused", "Другой крышки не будет: эта держит без пластика. Совет: греть в кармане."), None),
    ("Winter skin", "jordan", 3, "audience", "They like the silence before the first word.", "",
     None, None),
    ("Back to quiet", "maya", 30, "product", "A travel size, please.", "",
     (26, "planned", "15 ml from spring on."), 26),
]  # fmt: skip

# campaign, key, days ago, what the audience says, what was agreed
SYNCS = [
    ("Winter skin", "maya", 9, "Many ask about the scent.", "Answer the scent in a pinned comment."),
    ("Winter skin", "maya", 3, "Calmer; questions about children's skin.", ""),
    ("Winter skin", "anya", 8, "Спорят, можно ли мазать детям.", "Добавить ответ технолога в описание."),
]  # fmt: skip


def voice_events(cast: Cast) -> list[Event]:
    told: list[Event] = []
    for plan in CAMPAIGNS:
        start = plan.starts_on(cast.now.date())
        for target in TARGETS.get(plan.name, []):
            at = _noon(cast, start - timedelta(days=5))
            told.append((at, _target(cast, plan.name, target, at)))
    for name, key, ago, audience, agreed in SYNCS:
        if key in _people(name):
            told.append(
                (cast.ago(ago, 15), _sync(cast, name, key, audience, agreed, cast.ago(ago, 15)))
            )
    for name, key, ago, kind, text, link, answer, told_ago in SAID:
        if key not in _people(name):
            continue
        heard = cast.ago(ago, 14)
        values = {"kind": kind, "text": text, "link": link, "heard_on": heard.date()}
        told.append((heard, _said(cast, name, key, values, heard)))
        if answer:
            at = cast.ago(answer[0], 11)
            told.append((at, _answered(cast, name, key, text, answer, at)))
        if told_ago is not None:
            at = cast.ago(told_ago, 16)
            told.append((at, _told(cast, name, key, at)))
    return told


def _people(name: str) -> tuple[str, ...]:
    return next((plan.people for plan in CAMPAIGNS if plan.name == name), ())


def _noon(cast: Cast, day: date) -> datetime:
    return cast.now.replace(year=day.year, month=day.month, day=day.day, hour=12, minute=3)


def _part(cast: Cast, name: str, key: str) -> Collaboration:
    rows = Collaboration.objects.select_related(
        "workspace", "campaign__brand", "partnership__creator", "partnership__brand",
        "partnership__owner",
    )  # fmt: skip
    return rows.get(campaign__name=name, partnership=cast.partnerships[key])


def _target(
    cast: Cast, name: str, target: tuple[str, str, str, str], at: datetime
) -> Callable[[], None]:
    def act() -> None:
        campaign = Campaign.objects.get(name=name)
        metric, market, figure, currency = target
        values = {
            "metric": metric,
            "market": market,
            "target": Decimal(figure),
            "currency": currency,
        }
        add_objective(campaign=campaign, values=values, by=campaign.owner, at=at)

    return act


def _sync(
    cast: Cast, name: str, key: str, audience: str, agreed: str, at: datetime
) -> Callable[[], None]:
    def act() -> None:
        part = _part(cast, name, key)
        day = at.astimezone(part.partnership.creator.zone).date()
        note_sync(
            collaboration=part, held_on=day, audience=audience, agreed=agreed,
            by=part.partnership.owner, at=at,
        )  # fmt: skip

    return act


def _said(
    cast: Cast, name: str, key: str, values: dict[str, Any], at: datetime
) -> Callable[[], None]:
    def act() -> None:
        part = _part(cast, name, key)
        day = at.astimezone(part.partnership.creator.zone).date()
        add_feedback(
            collaboration=part, values={**values, "heard_on": min(values["heard_on"], day)},
            by=part.partnership.owner, at=at,
        )  # fmt: skip

    return act


def _answered(
    cast: Cast, name: str, key: str, text: str, answer: tuple[int, str, str], at: datetime
) -> Callable[[], None]:
    def act() -> None:
        row = Feedback.objects.get(collaboration=_part(cast, name, key), text=text)
        _ago, state, words = answer
        answer_feedback(
            feedback=row, state=state, answer=words, expected=row.version,
            by=row.collaboration.partnership.owner, at=at,
        )  # fmt: skip

    return act


def _told(cast: Cast, name: str, key: str, at: datetime) -> Callable[[], None]:
    def act() -> None:
        part = _part(cast, name, key)
        tell_answers(collaboration=part, by=part.partnership.owner, at=at)

    return act
