"""A creator against their own earlier campaigns, never against somebody else, and a running post
at the age that the earlier ones had (product.md, rows 57 and 62)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from campaigns.rules.tallies import Tally, total

# A difference below a tenth is the weather.
NOTABLE = 0.10


@dataclass(frozen=True)
class Earlier:
    """An earlier finished collaboration of the same creator in this workspace."""

    campaign: str
    closed_at: datetime
    tally: Tally


@dataclass(frozen=True)
class Beside:
    """One value beside the earlier ones: their median, the last one, and how many knew it."""

    now: float
    median: float
    last: float
    n: int

    @property
    def change(self) -> float | None:
        """Relative to the median: 0.2 is a fifth more. None where the median is nothing."""
        return self.now / self.median - 1 if self.median else None


def beside(now: float | None, earlier: Sequence[float | None]) -> Beside | None:
    """`earlier` in order of time. None if there is nothing to compare, or nothing to compare to."""
    known = [value for value in earlier if value is not None]
    if now is None or not known:
        return None
    return Beside(now=now, median=median(known), last=known[-1], n=len(known))


# A file with so many days or more is a series by day; fewer are sums that cannot be cut.
BY_DAY = 3


@dataclass(frozen=True)
class Series:
    """What was measured of one collaboration, day by day. `began`: the day of its first post, or
    of the first result where no post is known."""

    began: date
    days: Mapping[date, Tally]

    @property
    def by_day(self) -> bool:
        return len(self.days) >= BY_DAY

    @property
    def age(self) -> int:
        """Days from the first post to the newest figure; 0 on the day itself."""
        return max(0, (max(self.days) - self.began).days) if self.days else 0

    def until(self, age: int) -> Tally:
        last = self.began + timedelta(days=age)
        return total(tally for day, tally in self.days.items() if day <= last)

    @property
    def whole(self) -> Tally:
        return total(self.days.values())


@dataclass(frozen=True)
class Against:
    """One running collaboration beside the creator's own median. `rate` compares engagement on
    `base`; `reach` is compared at one age only. `age`: days since the first post, where earlier
    ones were cut at it; None: they stand as a whole."""

    base: str
    rate: Beside | None
    reach: Beside | None
    age: int | None

    @property
    def n(self) -> int:
        return self.rate.n if self.rate else self.reach.n if self.reach else 0


def against(now: Series, earlier: Sequence[Series]) -> Against | None:
    """`earlier`: finished collaborations of the same creator, in order of time. None: there is
    nothing to compare, or nothing to compare to.

    Those that are known by day are cut at the age that this one has now; where none is, or this
    one is not, all stand as a whole, and only the rate is compared."""
    cut = [one for one in earlier if one.by_day] if now.by_day else []
    age = now.age if cut else None
    past = [one.until(now.age) for one in cut] or [one.whole for one in earlier]
    mine = now.whole
    engagement = mine.engagement()
    base = engagement.base if engagement else ""
    rates = [one.engagement(base) if base else None for one in past]
    rate = beside(
        engagement.rate if engagement else None, [one.rate if one else None for one in rates]
    )
    reach = None
    if age is not None:
        reach = beside(mine.known("reach"), [one.known("reach") for one in past])
    return Against(base, rate, reach, age) if rate or reach else None
