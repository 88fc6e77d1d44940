"""How the demo's portfolio came about: who moved up after their first campaigns, who left and why."""

from datetime import datetime, timedelta

from config.demo.cast import Cast
from config.demo.people import PEOPLE
from config.demo.work import Event
from creators.actions.creators import create_creator
from creators.actions.vetting import answer_item
from creators.rules.vetting import DECIDING
from partnerships.actions.partnerships import end_partnership, open_partnership
from partnerships.actions.tiers import change_tier
from partnerships.enums import EndKind
from partnerships.errors import RequirementsOpen

_UP = "Delivers without reminders, the audience answers, and is a joy to work with"
_FELT = "Nobody who saw the test pieces doubts it; the first campaign is booked"
# After the first campaign, so that a year does not bring more than one or two into the first tier.
_TRIED = 70
# Name, market, zone, city, brand, owner, tier, opened and ended so many days ago, why, in words.
_LEFT = [
    ("Petra Novak", "US", "America/Los_Angeles", "Tacoma", "birch", "daniel", "T2", 700, 300,
     EndKind.FIT, "Moved to food; her audience and ours drifted apart"),
    ("Ruth Calloway", "US", "America/Denver", "Bozeman", "kedr", "daniel", "T1", 640, 95,
     EndKind.CREATOR_LEFT, "Takes a year without sponsors; we parted as friends"),
    ("Денис Громов", "RU", "Europe/Moscow", "Тверь", "kedr", "sveta", "T3", 520, 330,
     EndKind.SILENCE, "Не отвечает с весны, три письма и звонок"),
    ("Алиса Рощина", "RU", "Europe/Moscow", "Казань", "birch", "sveta", "T3", 420, 150,
     EndKind.PERFORMANCE, "Два выпуска, переходов почти нет"),
    ("Marco Bell", "US", "America/Chicago", "Omaha", "birch", "daniel", "T2", 380, 60,
     EndKind.BUDGET, "Could not meet the new price this year"),
    ("Кира Лаптева", "RU", "Asia/Omsk", "Омск", "kedr", "sveta", "T3", 600, 420,
     EndKind.RAN_OUT, "Разовый проект закончился, как и договаривались"),
]  # fmt: skip


def portfolio_events(cast: Cast) -> list[Event]:
    """(moment, act) in any order."""
    events: list[Event] = []
    for person in PEOPLE:
        partnership = cast.partnerships.get(person.key)
        if partnership is not None and partnership.tier != person.tier:
            at = cast.ago(person.years * 365) + timedelta(days=_TRIED)
            events.append((at, _moves_up(cast, person.key, person.tier, person.owner, at)))
    for left in _LEFT:
        _name, _market, _zone, _city, _brand, _owner, _tier, opened, *_rest = left
        events.append((cast.ago(opened), _comes_and_goes(cast, left)))
    return events


def _moves_up(cast: Cast, key: str, tier: str, owner: str, at: datetime):
    def act(override: bool = False) -> None:
        partnership = cast.partnerships[key]
        partnership.refresh_from_db()
        try:
            change_tier(
                partnership=partnership, expected=partnership.version, to_tier=tier,
                reason=_FELT if override else _UP, by=cast.members[owner], at=at,
                override=override,
            )  # fmt: skip
        except RequirementsOpen:
            act(override=True)

    return act


def _comes_and_goes(cast: Cast, left):
    name, market, zone, city, brand, owner, tier, opened, ended, kind, words = left

    def act() -> None:
        by, at = cast.members[owner], cast.ago(opened)
        values = {
            "name": name, "market": market, "zone": zone, "city": city,
            "language": "ru" if market == "RU" else "en",
        }  # fmt: skip
        creator = create_creator(
            workspace=cast.workspace, values=values, by=by, at=at - timedelta(days=20)
        )
        if tier == "T1":
            for item in DECIDING:
                answer_item(
                    creator=creator, item=item, verdict="yes", by=by, at=at - timedelta(days=5),
                    evidence="Two years of work for others, all of it looked at.",
                )  # fmt: skip
        partnership = open_partnership(
            creator=creator, brand=cast.brands[brand], tier=tier, owner=by, by=by, at=at,
            reason="Worth a try with one campaign", stage="active",
        )  # fmt: skip
        end_partnership(
            partnership=partnership, end_kind=kind, reason=words, by=by, at=cast.ago(ended)
        )

    return act
