"""How the value gathers in few partnerships, as a picture (product.md, row 14)."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from core.charts import Chart
from partnerships.rules.portfolio import TOP, Concentration

_STEPS = 10


def curve_chart(found: Concentration, language: str) -> Chart:
    """The share of the value that the most valuable part of the partnerships brings, in tenths; the
    line across is what the top fifth brings."""
    rows: list[dict[str, Any]] = []
    for step in range(_STEPS + 1):
        part = Decimal(step) / _STEPS
        value = share_of(found, part)
        label = f"{int(part * 100)}\u00a0%" if language == "ru" else f"{int(part * 100)}%"
        rows.append({"part": label, "share": float(value)})
    return Chart(
        title=_("Share of the value by share of the partnerships, the most valuable first"),
        rows=rows,
        kind="line",
        x="part",
        y="share",
        x_title=_("Partnerships"),
        y_title=_("Share of the value"),
        y_format="percent",
        reference=float(found.share),
        reference_title=_("Top %(n)s%%") % {"n": int(TOP * 100)},
        language=language,
    )


def share_of(found: Concentration, part: Decimal) -> Decimal:
    """What the first `part` (0 to 1) of the partnerships brings; straight between two of them."""
    points = found.curve
    place = part * found.n
    low = int(place)
    if low >= found.n:
        return Decimal(1)
    before, after = points[low][1], points[low + 1][1]
    return before + (after - before) * (place - low)
