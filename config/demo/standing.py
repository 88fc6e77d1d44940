"""What stands in the way of the demo's partnerships, and what they aim for."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

from config.demo.cast import Cast
from config.demo.work import Event
from partnerships.actions import concerns, objectives
from partnerships.models import Concern, Partnership

# partnership, severity, days ago, title, what happened, what was done, how it was resolved
_CONCERNS = [
    (
        "jordan", "high", 6, "Two dates missed in a row",
        "The summer reel came four days late, the story never. No word in between.",
        "Called Jordan: a house move, back to work next week.", "",
    ),
    (
        "anya", "low", 4, "Счёт без реквизитов",
        "Второй раз присылает счёт без ИНН, бухгалтерия не проводит.", "", "",
    ),
    (
        "maya", "medium", 120, "Unhappy with the edit of her recipe film",
        "We cut the part about her grandmother.", "Showed her both versions side by side.",
        "Her cut went out. From now on she approves the last version.",
    ),
]  # fmt: skip
# partnership, audience, market, metric, target, from days, until days, (new target, why, days ago)
_AIMS = [
    (
        "maya", "Women of 25–40 who cook at home", "US", "reach", 900_000, 200, -160,
        (1_100_000, "The spring films reached more than we hoped.", 90),
    ),
    ("maya", "Those who already buy refills", "US", "engagement_rate", "0.06", 120, -60, None),
    ("anya", "Женщины 25–34, которые ходят в походы", "RU", "reach", 400_000, 150, -30, None),
]  # fmt: skip


def standing_events(cast: Cast) -> list[Event]:
    """(moment, act) in any order."""
    events: list[Event] = []
    for key, severity, days, title, text, note, resolution in _CONCERNS:
        at = cast.ago(days)
        values: dict[str, object] = {"title": title, "text": text, "severity": severity}
        events.append((at, _concern(cast, key, values, note, resolution, at)))
    for key, audience, market, metric, target, since, until, change in _AIMS:
        at = cast.ago(since)
        aim: dict[str, object] = {
            "audience": audience, "market": market, "metric": metric, "target": Decimal(str(target)),
            "currency": "", "sow": None, "starts_on": at.date(),
            "ends_on": (cast.now - timedelta(days=until)).date(),
        }  # fmt: skip
        events.append((at, _aim(cast, key, aim, change, at)))
    return events


def _of(cast: Cast, key: str) -> Partnership:
    rows = Partnership.objects.select_related("creator", "brand", "owner", "workspace")
    return rows.get(pk=cast.partnerships[key].pk)


def _concern(
    cast: Cast, key: str, values: dict[str, object], note: str, resolution: str, at: datetime
) -> Callable[[], None]:
    def act() -> None:
        partnership = _of(cast, key)
        by = partnership.owner
        row: Concern = concerns.open_concern(
            partnership=partnership, values={**values, "owner": by}, by=by, at=at
        )
        if note:
            concerns.note_concern(concern=row, text=note, by=by, at=at + timedelta(days=1))
        # The days of the path, as the job would have found them.
        for days in (2, 3):
            concerns.escalate_concern(concern=row, at=min(at + timedelta(days=days), cast.now))
        if resolution:
            done = at + timedelta(days=5)
            concerns.close_concern(concern=row, resolution=resolution, by=by, at=done)

    return act


def _aim(
    cast: Cast,
    key: str,
    values: dict[str, object],
    change: tuple[int, str, int] | None,
    at: datetime,
) -> Callable[[], None]:
    def act() -> None:
        partnership = _of(cast, key)
        by = partnership.owner
        row = objectives.add_objective(partnership=partnership, values=values, by=by, at=at)
        if change is not None:
            target, reason, days = change
            objectives.adjust_objective(
                objective=row, target=Decimal(str(target)), reason=reason, by=by, at=cast.ago(days)
            )

    return act
