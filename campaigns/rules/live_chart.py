"""The days of a running campaign as a picture, the creators' own baseline across it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from babel.numbers import format_percent
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from campaigns.rules.tallies import BASES, Tally
from core.charts import Chart

# Fewer points are no line.
LEAST = 3


def base_of(days: Sequence[tuple[date, Tally]]) -> str:
    """The base that most days know, the best of them first; "" if none does."""
    known = {base: sum(1 for _day, one in days if one.engagement(base)) for base in BASES}
    best = max(BASES, key=lambda base: known[base])
    return best if known[best] else ""


def days_chart(
    days: Sequence[tuple[date, Tally]], own: float | None, n: int, language: str
) -> Chart | None:
    """Engagement by day, `own` across it: the median of `n` creators' own medians, a fraction.
    Else reach by day. None where there are fewer than three days to draw."""
    base = base_of(days)
    rated = [(day, one.engagement(base)) for day, one in days] if base else []
    known = [{"day": day, "value": rate.rate} for day, rate in rated if rate]
    if len(known) >= LEAST:
        return _chart(
            _("Engagement by day, of %(base)s") % {"base": base_name(base)}, known, language,
            y_format="percent", reference=own,
            reference_title=_reference(own, n, language) if own is not None else "",
        )  # fmt: skip
    reached = [(day, one.known("reach")) for day, one in days]
    rows = [{"day": day, "value": value} for day, value in reached if value is not None]
    return _chart(_("Reach by day"), rows, language) if len(rows) >= LEAST else None


def _chart(title: str, rows: list[dict[str, Any]], language: str, **more: Any) -> Chart:
    return Chart(
        title=title,
        rows=rows,
        kind="line",
        x="day",
        y="value",
        x_title=_("Day"),
        y_title=title,
        language=language,
        **more,
    )


def _reference(own: float, n: int, language: str) -> str:
    rate = format_percent(
        own, "#,##0.0\u00a0%" if language == "ru" else "#,##0.0%", locale=language
    )
    return _("creators' own median %(rate)s, n = %(n)d") % {"rate": rate, "n": n}


def base_name(base: str) -> str:
    """What an engagement rate is taken of, as it stands after "of"."""
    if base == "reach":
        return pgettext("engagement of", "reach")
    if base == "views":
        return pgettext("engagement of", "views")
    return pgettext("engagement of", "impressions")
