"""The portfolio of partnerships in figures (product.md, row 14).

*Share of the top 20 %* = value of the most valuable fifth of the partnerships (rounded up to whole
ones) ÷ value of all that have one.
*Turnover T1* = T1 partnerships ended or demoted in 12 months ÷ mean number of T1 partnerships. The
mean is taken by days: days that each partnership stood in T1 within these 12 months, added up, ÷
the days of these 12 months.
*Stability* = median age of the living partnerships, and the share of them older than 1 and 2 years.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate
from math import ceil

from partnerships.enums import Tier
from partnerships.rules.pace import anniversary

TOP = Decimal("0.20")
# What is wholesome (row 14): a share of the mean number of T1, whole partnerships.
TURNOVER_BAND = (Decimal("0.10"), Decimal("0.20"))
ADDED_BAND = (1, 2)
BELOW, WITHIN, ABOVE = "below", "within", "above"


@dataclass(frozen=True)
class Concentration:
    """`ranked`: (partnership id, value) from the most valuable down, `top` of them are the top
    fifth, `share` is theirs of the whole (0.8 is 80 %)."""

    ranked: list[tuple[int, Decimal]]
    top: int
    share: Decimal

    @property
    def n(self) -> int:
        return len(self.ranked)

    @property
    def curve(self) -> list[tuple[Decimal, Decimal]]:
        """(share of the partnerships, share of the value they bring), from (0, 0) to (1, 1)."""
        whole = sum((value for _pk, value in self.ranked), Decimal(0))
        points, so_far = [(Decimal(0), Decimal(0))], Decimal(0)
        for place, (_pk, value) in enumerate(self.ranked, start=1):
            so_far += value
            points.append((Decimal(place) / self.n, so_far / whole))
        return points


def concentration(values: Mapping[int, Decimal]) -> Concentration | None:
    """`values`: partnership id → what it brought, 0 or more, in one unit. None where nothing was
    brought at all."""
    ranked = sorted(values.items(), key=lambda item: (-item[1], item[0]))
    whole = sum(values.values(), Decimal(0))
    if not whole:
        return None
    top = ceil(len(ranked) * TOP)
    return Concentration(ranked, top, sum((v for _pk, v in ranked[:top]), Decimal(0)) / whole)


@dataclass(frozen=True)
class Move:
    """The tier of a partnership from `day` on, the creator's day."""

    day: date
    to_tier: str
    from_tier: str = ""


@dataclass(frozen=True)
class Life:
    """A partnership with its `moves` in their order; `tier` is that of today."""

    pk: int
    tier: str
    started_on: date
    ended_on: date | None = None
    moves: Sequence[Move] = ()


@dataclass(frozen=True)
class Span:
    """Days in the first tier: `until` is the first day that it was not any more, None: it is."""

    pk: int
    since: date
    until: date | None = None
    ended: bool = False


def first_tier_spans(life: Life) -> list[Span]:
    """Stays in T1. What was changed and taken back on one day was no move; what was before the
    first move known is taken from that move, or from the tier of today where there is none."""
    moves = list(life.moves)
    first = moves[0].from_tier or moves[0].to_tier if moves else life.tier
    steps = [(life.started_on, first)]
    steps += [(max(move.day, life.started_on), move.to_tier) for move in moves]
    # The last word of a day counts.
    by_day = sorted(dict(steps).items())
    spans: list[Span] = []
    since: date | None = None
    for day, tier in by_day:
        if tier == Tier.T1 and since is None:
            since = day
        elif tier != Tier.T1 and since is not None:
            spans.append(Span(life.pk, since, day))
            since = None
    if since is not None:
        spans.append(Span(life.pk, since, life.ended_on, ended=life.ended_on is not None))
    return spans


@dataclass(frozen=True)
class Turnover:
    """`lost`: stays in T1 that ended from `first` to `last`. `mean`: T1 partnerships on an average
    day of these. `rate` None: there was none on any day."""

    first: date
    last: date
    lost: list[Span]
    mean: Decimal

    @property
    def rate(self) -> Decimal | None:
        return len(self.lost) / self.mean if self.mean else None

    @property
    def band(self) -> str:
        """BELOW, WITHIN or ABOVE what is wholesome; "" without a rate."""
        return "" if self.rate is None else band(self.rate, TURNOVER_BAND)


def turnover(spans: Iterable[Span], today: date) -> Turnover:
    """Of the 12 months that end with `today`."""
    spans = list(spans)
    first = anniversary(today, -1) + timedelta(days=1)
    days = (today - first).days + 1
    stood = sum(_days_within(span, first, today) for span in spans)
    lost = [span for span in spans if span.until is not None and first <= span.until <= today]
    return Turnover(first, today, lost, Decimal(stood) / days)


def _days_within(span: Span, first: date, last: date) -> int:
    end = last if span.until is None else min(last, span.until - timedelta(days=1))
    return max((end - max(span.since, first)).days + 1, 0)


def added_in_year(spans: Iterable[Span], today: date) -> list[Span]:
    """Stays in T1 that began in the calendar year of `today`, not after it."""
    return [s for s in spans if s.since.year == today.year and s.since <= today]


def band(value: Decimal | int, limits: tuple[Decimal | int, Decimal | int]) -> str:
    low, high = limits
    return BELOW if value < low else ABOVE if value > high else WITHIN


@dataclass(frozen=True)
class Stability:
    """Of `n` living partnerships: the median age in days, and how many are older than so many
    years (`over`: years → how many)."""

    n: int
    median_days: int | None = None
    over: Mapping[int, int] = field(default_factory=dict)

    @property
    def median_months(self) -> int | None:
        """Whole months of 30.44 days, for people to read."""
        return None if self.median_days is None else round(self.median_days / 30.44)

    def share(self, years: int) -> Decimal | None:
        return Decimal(self.over.get(years, 0)) / self.n if self.n else None


def stability(starts: Iterable[tuple[date, int]], today: date) -> Stability:
    """`starts`: (day, how many living partnerships began on it), each day once. One that is still
    to begin has no age and is left out."""
    begun = sorted((day, n) for day, n in starts if day <= today)
    n = sum(count for _day, count in begun)
    if not n:
        return Stability(0)
    over = {
        years: sum(count for day, count in begun if anniversary(day, years) <= today)
        for years in (1, 2)
    }
    days = accumulate(count for _day, count in begun)
    places = list(zip(days, ((today - day).days for day, _n in begun), strict=True))
    middle = [next(age for upto, age in places if upto > at) for at in ((n - 1) // 2, n // 2)]
    return Stability(n, round(sum(middle) / 2), over)


@dataclass(frozen=True)
class EndCount:
    """Partnerships that ended, of the last 12 months and ever. `kind`: EndKind, "" where none was
    noted."""

    kind: str
    recent: int
    ever: int


def endings(counts: Iterable[EndCount]) -> list[EndCount]:
    """The most frequent of the last 12 months first."""
    return sorted(counts, key=lambda one: (-one.recent, -one.ever, one.kind))
