"""An earlier campaign in one sentence, and against the creator's own first (rows 35 and 62)."""

from collections.abc import Iterator

from django.utils import translation
from django.utils.translation import gettext as _

from campaigns.rules.tallies import Tally
from core.money import format_money
from core.templatetags.ui import compact, percent


def against_first(tally: Tally, first: Tally) -> float | None:
    """Engagement ÷ that of the first − 1, of the same base; None where either is unknown or
    nobody answered the first one."""
    now = tally.engagement()
    was = first.engagement(now.base) if now else None
    return now.rate / was.rate - 1 if now and was and was.rate else None


def in_words(tally: Tally, change: float | None, language: str) -> str:
    """Like "reach 12K, engagement 4.2%, 8% above the first campaign" in `language`; "" if nothing
    was measured. `change`: as `against_first` gives it."""
    with translation.override(language):
        return ", ".join(_parts(tally, change))


def _parts(tally: Tally, change: float | None) -> Iterator[str]:
    names = {"reach": _("Reach").lower(), "views": _("Views").lower(), "purchases": _("purchases")}
    for metric in ("reach", "views"):
        if tally.known(metric) is not None:
            yield f"{names[metric]} {compact(tally.sums[metric])}"
            break
    engagement = tally.engagement()
    if engagement is not None:
        yield _("engagement %(rate)s") % {"rate": percent(engagement.rate, 1)}
    if change is not None:
        size = {"percent": percent(abs(change), 0)}
        if change >= 0:
            yield _("%(percent)s above the first campaign") % size
        else:
            yield _("%(percent)s below the first campaign") % size
    if tally.known("purchases") is not None:
        yield f"{names['purchases']} {tally.sums['purchases']}"
    for sum_ in tally.monies:
        yield _("revenue %(sum)s") % {"sum": format_money(sum_)}
