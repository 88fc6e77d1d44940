"""Which chart a summary carries: the one thing its creator would look at first."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from campaigns.rules.live_chart import base_name
from core.charts import Chart
from reports.rules.wording import percent

__all__ = ["MOST", "base_name", "by_campaign", "summary_chart"]

# More campaigns than this would be a row of splinters; the newest are shown.
MOST = 8


def summary_chart(figures: Mapping[str, Any], campaign: str, language: str) -> Chart | None:
    """Engagement by campaign with the creator's own median; for a first campaign its pieces, else
    its days. None when nothing can be told by a picture."""
    with translation.override(language):
        engagement = figures["engagement"]
        history = figures["comparison"]["history"]
        if engagement and any(row["rate"] is not None for row in history):
            rows = [*history, {"campaign": campaign, "rate": engagement["rate"]}]
            median = figures["comparison"]["engagement"]["median"]
            return by_campaign(rows, engagement["base"], median, language)
        return _pieces(figures, language) or _days(figures, language)


def by_campaign(
    rows: Sequence[Mapping[str, Any]], base: str, median: float | None, language: str
) -> Chart:
    """`rows`: {"campaign", "rate"} in order of time; the language is the active one."""
    return Chart(
        title=_("Engagement by campaign"),
        rows=[dict(row, campaign=name) for row, name in zip(rows, _apart(rows), strict=True)][
            -MOST:
        ],
        kind="bar",
        x="campaign",
        y="rate",
        x_title=_("Campaign"),
        y_title=_("Engagement, of %(base)s") % {"base": base_name(base)},
        y_format="percent",
        reference=median,
        reference_title=(
            _("own median %(rate)s") % {"rate": percent(median)} if median is not None else ""
        ),
        language=language,
    )


def _apart(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Campaigns of one name stay apart: "Spring", "Spring (2)"."""
    seen: dict[str, int] = {}
    names = []
    for row in rows:
        name = row["campaign"]
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return names


def _pieces(figures: Mapping[str, Any], language: str) -> Chart | None:
    rated = [piece for piece in figures["pieces"] if piece["engagement"]]
    if len(rated) < 2:
        return None
    rows = [{"campaign": p["title"], "rate": p["engagement"]["rate"]} for p in rated]
    return Chart(
        title=_("Engagement by deliverable"),
        rows=[dict(row, campaign=name) for row, name in zip(rows, _apart(rows), strict=True)],
        kind="bar",
        x="campaign",
        y="rate",
        x_title=_("Deliverable"),
        y_title=_("Engagement, of %(base)s") % {"base": base_name(rated[0]["engagement"]["base"])},
        y_format="percent",
        language=language,
    )


def _days(figures: Mapping[str, Any], language: str) -> Chart | None:
    for key, title in (("reach", _("Reach by day")), ("interactions", _("Reactions by day"))):
        known = [day for day in figures["days"] if day[key] is not None]
        if len(known) >= 3:
            return Chart(
                title=title,
                rows=[{"day": date.fromisoformat(d["day"]), "value": d[key]} for d in known],
                kind="line",
                x="day",
                y="value",
                x_title=_("Day"),
                y_title=title,
                language=language,
            )
    return None
