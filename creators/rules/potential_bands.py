"""Bands of the partnership-potential score, for the directory's filter (product.md, row 13)."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# key: (from, to, label), both ends included.
BANDS: dict[str, tuple[int, int, str | Promise]] = {
    "80": (80, 100, _("80 and more")),
    "60": (60, 79, "60–79"),
    "40": (40, 59, "40–59"),
    "0": (0, 39, _("Under 40")),
}
UNSCORED = "none"


def score_choices() -> list[tuple[str, str | Promise]]:
    named = [(key, label) for key, (_from, _to, label) in BANDS.items()]
    return [*named, (UNSCORED, _("Not scored yet"))]


def score_limits(key: str) -> dict[str, int | None]:
    """What a band means for the column `potential`, as lookups."""
    if key == UNSCORED:
        return {"potential": None}
    start, end, _label = BANDS[key]
    return {"potential__gte": start, "potential__lte": end}
