"""Quarters, signed papers and business reviews of the demo."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile

from config.demo.cast import Cast
from config.demo.work import Event
from partnerships.actions import business_reviews, sows
from partnerships.actions.files import keep_paper
from partnerships.models import Agreement, Partnership
from partnerships.papers import agreement_pdf
from partnerships.queries.agreements import leading
from partnerships.rules.agreements import BINDING_STATES
from partnerships.rules.growth import quarter_after, quarter_of

# partnership, quarters from now, campaigns, budget from, to, what for, what stays open, how far
_SOWS = [
    ("maya", 0, 2, 4000, 6500, "The refill launch: two stories from one kitchen, a month apart.",
     "The weeks, and which of the two comes first.", "agreed"),
    ("maya", 1, 1, 2500, 3500, "One quiet film about what is left after a year.", "", "draft"),
    ("anya", 0, 2, 150000, 260000, "Запуск осенней линейки: ролик и серия сторис без сценария.",
     "Порядок и даты внутри месяца.", "sent"),
]  # fmt: skip
_TEXTS = {
    "challenges": "Two shoots were pressed for time, for the same reason: samples left our house a week after the brief.",
    "market": "Short video is crowded; saves hold up where the setting is a real kitchen.",
    "focus": "Fewer pieces, longer ones, and samples out with the brief.",
    "adjustments": "No brief goes out before its samples have.",
}  # fmt: skip


def paper_events(cast: Cast) -> list[Event]:
    """(moment, act) in any order."""
    now = cast.now
    quarter = quarter_of(now.date())
    events: list[Event] = [(now - timedelta(days=3, minutes=5), _signed_papers(cast))]
    for row in _SOWS:
        events.append((now - timedelta(days=2 + 3 * (row[1] == 0)), _planned(cast, quarter, row)))
    last = quarter_after(quarter, -1)
    finished = min(now, datetime(quarter.year, quarter.month, 9, 14, tzinfo=now.tzinfo))
    events.append((finished, _reviewed(cast, last, finished)))
    events.append((now - timedelta(hours=20), _opened(cast, quarter, now - timedelta(hours=20))))
    return events


def _binding(partnership: Partnership) -> Agreement | None:
    rows = Agreement.objects.filter(partnership=partnership, state__in=BINDING_STATES)
    return leading(rows.select_related("partnership__creator", "partnership__brand"))


def _planned(cast: Cast, now: Any, row: Any) -> Any:
    key, ahead, campaigns, low, high, focus, flexible, came = row
    at = cast.now - timedelta(days=2 + 3 * (ahead == 0))

    def act() -> None:
        partnership = cast.partnerships[key]
        agreement = _binding(partnership)
        if agreement is None:
            return
        values = {
            "campaigns": campaigns, "budget_from": Decimal(low), "budget_to": Decimal(high),
            "currency": agreement.currency, "focus": focus, "flexible": flexible,
        }  # fmt: skip
        by = partnership.owner
        sow = sows.draft_sow(
            agreement=agreement, quarter=quarter_after(now, ahead), values=values, by=by, at=at
        )
        if came in ("sent", "agreed"):
            sows.send_sow(sow=sow, by=by, at=at)
        if came == "agreed":
            sows.agree_sow(
                sow=sow, agreed_on=at.date(), by=by, at=at,
                agreed_by=partnership.creator.name,
            )  # fmt: skip

    return act


def _signed_papers(cast: Cast) -> Any:
    """The agreement as it was signed, scanned: here the paper itself."""
    at = cast.now - timedelta(days=3, minutes=5)

    def act() -> None:
        for key in ("maya", "anya"):
            agreement = _binding(cast.partnerships[key])
            if agreement is None:
                continue
            language = agreement.partnership.creator.language
            content = ContentFile(agreement_pdf(agreement, language))
            keep_paper(
                agreement=agreement, upload=content, name="agreement signed.pdf",
                by=cast.partnerships[key].owner, at=at,
            )  # fmt: skip

    return act


def _reviewed(cast: Cast, quarter: Any, at: datetime) -> Any:
    def act() -> None:
        partnership = cast.partnerships["maya"]
        by = partnership.owner
        review = business_reviews.open_review(
            brand=partnership.brand, quarter=quarter, by=by, at=at
        )
        business_reviews.write_review(
            review=review, expected=review.version, values=_TEXTS, by=by, at=at
        )
        business_reviews.finish_review(review=review, by=by, at=at)

    return act


def _opened(cast: Cast, quarter: Any, at: datetime) -> Any:
    def act() -> None:
        partnership = cast.partnerships["maya"]
        business_reviews.open_review(
            brand=partnership.brand, partnership=partnership, quarter=quarter,
            by=partnership.owner, at=at,
        )  # fmt: skip

    return act
