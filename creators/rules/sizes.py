"""Bands of audience size, by followers of all channels together (product.md, row 5)."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# key: (from, below, label); None is open.
BANDS: dict[str, tuple[int | None, int | None, str | Promise]] = {
    "small": (1, 10_000, _("Under 10,000")),
    "10k": (10_000, 50_000, _("10,000–50,000")),
    "50k": (50_000, 100_000, _("50,000–100,000")),
    "100k": (100_000, 500_000, _("100,000–500,000")),
    "500k": (500_000, 1_000_000, _("500,000–1 million")),
    "1m": (1_000_000, None, _("Over 1 million")),
    "unknown": (None, 1, _("Not known")),
}


def band_choices() -> list[tuple[str, str | Promise]]:
    return [(key, label) for key, (_from, _below, label) in BANDS.items()]


def band_limits(key: str) -> dict[str, int]:
    """What a band means for the column `followers`, as lookups."""
    start, below, _label = BANDS[key]
    limits = {"followers__gte": start, "followers__lt": below}
    return {lookup: value for lookup, value in limits.items() if value is not None}
