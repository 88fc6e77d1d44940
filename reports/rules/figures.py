"""The figures of a summary as JSON: what is frozen when it is sent, and what portal and mail show.

```
{"taken_at": "2026-03-03T12:00:00+00:00", "rows": 12, "first_day": "2026-02-01" | null, "last_day",
 "totals": {"impressions": 1234, "reach": null, …},          # null: nobody knows; never zero
 "engagement": {"rate": 0.0513, "base": "reach", "rows": 8} | null,   # a fraction of that base
 "revenue": [{"amount": "1234.50", "currency": "USD"}],      # one for each currency
 "markets": [{"market": "RU", "rows", "totals", "engagement", "revenue"}],
 "days": [{"day": "2026-02-01", "reach": 10 | null, "interactions": 3 | null}],
 "pieces": [{"title": "Balcony reel", "rows", "reach", "interactions", "engagement"}],
 "missing": [{"kind": "unpublished", "count": 1, "of": 3, "titles": ["…"]}],
 "comparison": {…, "history": [{"campaign": "Spring", "rate": 0.04 | null}]},   # comparison.py
 "drafted": {"opening": "…", "worked": "…", …}}              # the words as made, before any edit
```
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from campaigns.models.result import METRICS
from campaigns.rules.tallies import Tally, total
from reports.rules.comparison import Earlier, compare, history_of_rates


class Missing(StrEnum):
    NO_RESULTS = "no_results"
    SOME_WITHOUT_RESULTS = "some_without_results"
    UNPUBLISHED = "unpublished"
    NO_ENGAGEMENT = "no_engagement"
    NO_BUSINESS = "no_business"


@dataclass(frozen=True)
class Slice:
    """The tally of one day, market and deliverable (None: the rows name none)."""

    day: date
    market: str
    piece: int | None
    tally: Tally


@dataclass(frozen=True)
class Piece:
    """A deliverable of the collaboration."""

    pk: int
    title: str
    published: bool


def make_figures(
    *, slices: Sequence[Slice], pieces: Sequence[Piece], history: Sequence[Earlier], at: datetime
) -> dict[str, Any]:
    """Everything but the words. `history` in order of time."""
    all_of_it = total(piece.tally for piece in slices)
    days = sorted({one.day for one in slices})
    engagement = all_of_it.engagement()
    comparison = compare(all_of_it, history)
    base = engagement.base if engagement else "reach"
    return {
        "taken_at": at.isoformat(),
        **tally_json(all_of_it),
        "first_day": days[0].isoformat() if days else None,
        "last_day": days[-1].isoformat() if days else None,
        "markets": [
            {"market": market, **tally_json(tally)} for market, tally in _by_market(slices)
        ],
        "days": [_day_json(day, slices) for day in days],
        "pieces": [_piece_json(piece, slices, base) for piece in pieces],
        "missing": find_missing(slices, pieces, all_of_it),
        "comparison": {**comparison, "history": history_of_rates(history, base)},
    }


def find_missing(
    slices: Sequence[Slice], pieces: Sequence[Piece], all_of_it: Tally
) -> list[dict[str, Any]]:
    found = []
    waiting = [piece.title for piece in pieces if not piece.published]
    if waiting:
        found.append(_missing(Missing.UNPUBLISHED, waiting, pieces))
    if not all_of_it.rows:
        return [*found, _missing(Missing.NO_RESULTS, [], pieces)]
    measured = {one.piece for one in slices}
    silent = [piece.title for piece in pieces if piece.published and piece.pk not in measured]
    # Rows that name no deliverable may be of any: then nobody can say which one is missing.
    if silent and None not in measured:
        found.append(_missing(Missing.SOME_WITHOUT_RESULTS, silent, pieces))
    if all_of_it.engagement() is None:
        found.append(_missing(Missing.NO_ENGAGEMENT, [], pieces))
    business = ("purchases", "new_customers")
    if not all_of_it.revenue and all(all_of_it.known(metric) is None for metric in business):
        found.append(_missing(Missing.NO_BUSINESS, [], pieces))
    return found


def is_changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether two takings tell something else; when they were taken does not count."""
    apart = ("taken_at", "drafted")
    return {k: v for k, v in old.items() if k not in apart} != {
        k: v for k, v in new.items() if k not in apart
    }


def _missing(kind: Missing, titles: Sequence[str], pieces: Sequence[Piece]) -> dict[str, Any]:
    return {"kind": kind.value, "count": len(titles), "of": len(pieces), "titles": list(titles)}


def tally_json(tally: Tally) -> dict[str, Any]:
    engagement = tally.engagement()
    return {
        "rows": tally.rows,
        "totals": {metric: tally.known(metric) for metric in METRICS},
        "engagement": engagement.__dict__ if engagement else None,
        "revenue": [
            {"amount": str(money.amount), "currency": money.currency} for money in tally.monies
        ],
    }


def _by_market(slices: Iterable[Slice]) -> list[tuple[str, Tally]]:
    markets: dict[str, Tally] = {}
    for one in slices:
        markets[one.market] = markets.get(one.market, Tally()) + one.tally
    return sorted(markets.items())


def _day_json(day: date, slices: Iterable[Slice]) -> dict[str, Any]:
    tally = total(one.tally for one in slices if one.day == day)
    return {
        "day": day.isoformat(),
        "reach": tally.known("reach"),
        "interactions": tally.interactions,
    }


def _piece_json(piece: Piece, slices: Iterable[Slice], base: str) -> dict[str, Any]:
    tally = total(one.tally for one in slices if one.piece == piece.pk)
    engagement = tally.engagement(base)
    return {
        "title": piece.title,
        "rows": tally.rows,
        "reach": tally.known("reach"),
        "interactions": tally.interactions,
        "engagement": engagement.__dict__ if engagement else None,
    }
