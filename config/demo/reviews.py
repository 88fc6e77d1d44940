"""The demo's opening in its sixth week, its decisions taken and waiting, lights said by people."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

from campaigns.actions.campaigns import plan_campaign, start_campaign
from campaigns.actions.collaborations import add_collaborations, confirm_collaboration
from campaigns.actions.results import type_result
from campaigns.models import Campaign, Collaboration, Result
from checkins.actions.touches import log_touch
from config.demo.cast import Cast
from config.demo.work import Event
from core.money import Money
from partnerships.actions import deciding, openings
from partnerships.actions.marks import mark_audit
from partnerships.actions.partnerships import open_partnership
from partnerships.actions.reviews import keep_reviews
from partnerships.models import ContinuationReview, Partnership
from partnerships.queries.reviews import to_review
from partnerships.rules.continuation import quarter_before

# partnership, item, light, reason, days ago
_MARKS = [
    ("maya", "input", "green", "Two of our last three formats were her idea; she argues, and is right.", 40),
    ("jordan", "input", "amber", "Good when asked, but we have to ask.", 25),
    ("anya", "input", "green", "Рубрика без сценария целиком её.", 30),
]  # fmt: skip


def review_events(cast: Cast) -> list[Event]:
    """(moment, act) in any order. Reviews are asked for at past moments, as the clock would."""
    events: list[Event] = [
        (cast.ago(days), _mark(cast, key, item, light, reason, cast.ago(days)))
        for key, item, light, reason, days in _MARKS
    ]
    opened, aligned = cast.ago(38), cast.ago(24)
    events += [(opened, _open_theo(cast, opened)), (aligned, _align(cast, aligned))]
    events += _first_campaign(cast, cast.ago(20))
    events.append((cast.ago(3), _abroad(cast)))
    events.append((cast.ago(2, hour=10), lambda: _ask(cast.ago(2, hour=10))))
    events.append((cast.ago(1, hour=15), _decide(cast, cast.ago(1, hour=15))))
    return events


def _of(cast: Cast, key: str) -> Partnership:
    rows = Partnership.objects.select_related("creator", "brand", "owner", "workspace")
    return rows.get(pk=cast.partnerships[key].pk)


def _mark(
    cast: Cast, key: str, item: str, light: str, reason: str, at: datetime
) -> Callable[[], None]:
    def act() -> None:
        row = _of(cast, key)
        mark_audit(partnership=row, item=item, light=light, reason=reason, by=row.owner, at=at)

    return act


def _ask(at: datetime) -> None:
    keep_reviews(partnerships=to_review(), at=at)


def _decide(cast: Cast, at: datetime) -> Callable[[], None]:
    """Maya's is decided and shared, first campaigns and most others decided; some wait."""

    def act() -> None:
        _take_the_clear_ones(cast, at)
        _take_the_long_past(at)
        rows = ContinuationReview.objects.filter(partnership=cast.partnerships["maya"])
        row = rows.select_related(
            "partnership__creator", "partnership__brand", "partnership__owner", "workspace"
        ).first()
        if row is None:
            return
        row.partnership.workspace = row.workspace
        owner = row.partnership.owner
        deciding.decide_review(
            review=row, expected=row.version, decision="extend",
            reason="Steady, on time, and her readers answer. The refill line is hers to carry.",
            adjustments="", by=owner, at=at,
        )  # fmt: skip
        deciding.share_review(
            review=row,
            text="Hi Maya,\n\nwe sat down with the quarter, and the answer was easy: we would love"
            " to go on. Thank you for the slow mornings. What would you like to try next?",
            tell=True, by=owner, at=at + timedelta(minutes=20),
        )  # fmt: skip

    return act


def _take_the_clear_ones(cast: Cast, at: datetime) -> None:
    """Where the figures say to go on, the owners said so; a few still think about it."""
    rows = ContinuationReview.objects.filter(decision="", proposal="extend").exclude(
        partnership__in=[cast.partnerships[key] for key in ("maya", *_THINKING)]
    )
    clear = rows.select_related("partnership__owner").order_by("due_on", "pk")
    for number, row in enumerate(clear):
        deciding.decide_review(
            review=row, expected=row.version, decision="extend",
            reason=_CLEAR[row.partnership.owner.language][number % 2], adjustments="",
            by=row.partnership.owner, at=at - timedelta(minutes=10 * number),
        )  # fmt: skip


def _take_the_long_past(at: datetime) -> None:
    """The figures spoke for a change, and people who know the story went on as they were. The
    newest of each owner still wait."""
    rows = ContinuationReview.objects.filter(decision="").exclude(proposal="extend")
    waiting: Counter[int] = Counter()
    for row in rows.select_related("partnership__owner").order_by("-due_on", "-pk"):
        owner = row.partnership.owner
        waiting[owner.pk] += 1
        if waiting[owner.pk] <= _STILL_WAIT:
            continue
        deciding.decide_review(
            review=row, expected=row.version, decision="extend", reason=_ANYWAY[owner.language],
            adjustments="", by=owner, at=at - timedelta(minutes=7 * waiting[owner.pk]),
        )  # fmt: skip


def _open_theo(cast: Cast, at: datetime) -> Callable[[], None]:
    """The one whose opening is in its sixth week."""

    def act() -> None:
        by = cast.members["daniel"]
        cast.partnerships["theo"] = open_partnership(
            creator=cast.creators["theo"], brand=cast.brands["kedr"], tier="T3",
            reason="Repairs what others throw away; one campaign to find out", owner=by, by=by,
            at=at,
        )  # fmt: skip

    return act


def _align(cast: Cast, at: datetime) -> Callable[[], None]:
    def act() -> None:
        partnership = _of(cast, "theo")
        row = openings.begin_opening(partnership=partnership)
        openings.write_alignment(
            partnership=partnership, expected=row.version, values=_ALIGNED,
            by=partnership.owner, at=at,
        )  # fmt: skip

    return act


def _first_campaign(cast: Cast, planned: datetime) -> list[Event]:
    """Live for nine days: the sync of its first week is logged, that of the second is due."""
    by = cast.members["daniel"]
    starts = cast.ago(9)

    def plan() -> None:
        campaign = plan_campaign(
            brand=cast.brands["kedr"], name=_CAMPAIGN, goal="Forty bags sent in for repair",
            starts_on=starts.date(), ends_on=(starts + timedelta(days=20)).date(), owner=by,
            by=by, at=planned,
        )  # fmt: skip
        partnership = _of(cast, "theo")
        add_collaborations(
            campaign=campaign, partnerships=[partnership], by=by, at=planned,
            fees={partnership.pk: Money(Decimal(1200), "USD")},
        )  # fmt: skip
        part = Collaboration.objects.select_related("campaign", "partnership__creator").get(
            campaign=campaign
        )
        confirm_collaboration(collaboration=part, by=by, at=planned + timedelta(days=1))

    def sync() -> None:
        log_touch(
            partnership=_of(cast, "theo"), kind="call", direction="both", at=cast.ago(6), by=by,
            subject="First week of the film", body="Comments ask where to send bags: we add it.",
        )  # fmt: skip

    return [
        (planned, plan),
        (starts, lambda: start_campaign(campaign=_campaign(), by=by, at=starts)),
        (cast.ago(6), sync),
    ]


def _campaign() -> Campaign:
    return Campaign.objects.get(name=_CAMPAIGN)


def _abroad(cast: Cast) -> Callable[[], None]:
    """Anya's readers abroad in the quarter that is over: fewer than what was agreed."""

    def act() -> None:
        partnership = _of(cast, "anya")
        first, last = quarter_before(cast.ago(3).date())
        row = (
            Result.objects.filter(
                collaboration__partnership=partnership, day__gte=first, day__lte=last
            )
            .select_related("collaboration__campaign", "collaboration__partnership__creator")
            .order_by("-day")
            .first()
        )
        if row is not None:
            type_result(
                collaboration=row.collaboration, day=row.day, market="US", metrics=_FEW,
                revenue=None, by=partnership.owner, at=cast.ago(3),
            )  # fmt: skip

    return act


_CAMPAIGN = "Mended"
# Of the clear ones those whose owner wants to talk first.
_THINKING = ("grace", "noor")
_CLEAR = {
    "en": ("On time, and people answer. We go on.", "Figures hold; it is easy to work together."),
    "ru": ("Всё в срок, люди отвечают. Продолжаем.", "Цифры держатся, работать вместе легко."),
}
_STILL_WAIT = 3
_ANYWAY = {
    "en": "We looked at it together: one quiet story, not a trend. We go on as we are.",
    "ru": "Посмотрели вместе: одна тихая история, не тенденция. Продолжаем как есть.",
}
_FEW: dict[str, int | None] = {"reach": 4200, "views": 5100, "likes": 61, "comments": 4, "shares": 3, "saves": 6}  # fmt: skip
_ALIGNED = {
    "platforms": ["youtube", "instagram"],
    "story": "Repairs what others throw away; our packs are made to be mended.",
    "success": "A film that people save, and forty packs sent in for repair by summer.",
    "vision": "A yearly repair week with workshops in three cities.",
}
