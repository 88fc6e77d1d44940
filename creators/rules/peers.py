"""With whom a creator is compared: medians of the workspace, by size of audience (row 13).

Creators of one size (rules/sizes.py) are peers where there are at least PEERS of them; else all of
the workspace are, where there are at least CROWD; with fewer nobody is compared. Engagement falls
as audiences grow, so the size comes first. Channels are compared with channels of their own size;
a workspace that knows too few has USUAL to begin with, and the score says so.
"""

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from creators.rules.sizes import BANDS
from creators.rules.track_record import Results

PEERS = 5
CROWD = 3
ALL = "all"
# Rates are kept as whole millionths: an array of numbers instead of a hundred thousand objects.
SCALE = 1_000_000
# Engagement of a channel by the size of its audience, until the workspace has its own figures.
USUAL: dict[str, Decimal] = {
    "small": Decimal("0.040"),
    "10k": Decimal("0.030"),
    "50k": Decimal("0.025"),
    "100k": Decimal("0.020"),
    "500k": Decimal("0.016"),
    "1m": Decimal("0.013"),
}


def band_of(followers: int | None) -> str:
    """The key of the size band; "unknown" for none."""
    size = followers or 0
    bands = ((key, start or 0, below) for key, (start, below, _label) in BANDS.items())
    fits = (key for key, start, below in bands if start <= size and (below is None or size < below))
    return next(fits, "unknown")


@dataclass(frozen=True)
class Standard:
    """What somebody is measured against: a `median` over `n`; `among` is a size band, "all", or
    "usual" for a figure that is not the workspace's own (`n` is 0 then)."""

    median: Decimal
    n: int
    among: str


@dataclass(frozen=True)
class Peers:
    """`figures`: kind ("reach", "views", "impressions", "purchases", "channels") → band or "all" →
    [n, median as text]. As JSON stores it."""

    figures: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def standard(self, kind: str, band: str) -> Standard | None:
        groups = self.figures.get(kind, {})
        for group, fewest in ((band, PEERS), (ALL, CROWD)):
            n, median = groups.get(group, (0, "0"))
            if n >= fewest and Decimal(median) > 0:
                return Standard(Decimal(median), n, group)
        return None

    def channel_standard(self, band: str) -> Standard | None:
        n, median = self.figures.get("channels", {}).get(band, (0, "0"))
        if n >= PEERS and Decimal(median) > 0:
            return Standard(Decimal(median), n, band)
        return Standard(USUAL[band], 0, "usual") if band in USUAL else None


class Gathering:
    """Collects rates of many creators and channels in little memory, then tells the medians."""

    def __init__(self) -> None:
        self._rates: dict[tuple[str, str], array[int]] = {}

    def add(self, kind: str, band: str, rate: Decimal) -> None:
        self._rates.setdefault((kind, band), array("q")).append(int(rate * SCALE))

    def add_results(self, band: str, results: Results) -> None:
        if found := results.rate():
            self.add(found[0], band, found[1])
            self.add(found[0], ALL, found[1])
        purchases = results.purchase_rate()
        if purchases is not None:
            self.add("purchases", band, purchases)
            self.add("purchases", ALL, purchases)

    def figures(self) -> dict[str, dict[str, list[Any]]]:
        found: dict[str, dict[str, list[Any]]] = {}
        for (kind, band), rates in self._rates.items():
            found.setdefault(kind, {})[band] = [len(rates), str(_median(rates))]
        return found


def _median(rates: "array[int]") -> Decimal:
    ordered = sorted(rates)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return Decimal(ordered[middle]) / SCALE
    return Decimal(ordered[middle - 1] + ordered[middle]) / (2 * SCALE)
