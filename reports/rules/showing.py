"""Figures as rows of text for page, mail and portal, in the language that is active."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from babel.dates import format_datetime
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from reports.rules.charts import base_name
from reports.rules.wording import money, number, percent

UNKNOWN = "–"


@dataclass(frozen=True)
class FigureRow:
    """One line of the table: this time, the creator's own median and their last time ("" where
    there is nothing to compare)."""

    key: str
    label: str
    value: str
    median: str = ""
    last: str = ""
    # What was said of it before it was corrected.
    note: str = ""


def reach_rows(figures: Mapping[str, Any]) -> list[FigureRow]:
    """Who saw it and who answered; only what is known."""
    rows = []
    engagement = figures["engagement"]
    if engagement:
        beside = figures["comparison"]["engagement"]
        rows.append(
            FigureRow(
                "engagement",
                _("Engagement"),
                percent(engagement["rate"]),
                percent(beside["median"]) if beside else "",
                percent(beside["last"]) if beside else "",
            )
        )
    labels = {
        "reach": _("Reach"),
        "views": _("Views"),
        "impressions": _("Impressions"),
        "likes": _("Likes"),
        "comments": _("Comments"),
        "shares": _("Shares"),
        "saves": _("Saves"),
        "clicks": _("Clicks"),
    }
    return rows + [_row(figures, key, label) for key, label in labels.items() if _has(figures, key)]


def business_rows(figures: Mapping[str, Any]) -> list[FigureRow]:
    """Results as business impact (row 56); a currency is a row of its own."""
    labels = {"purchases": _("Purchases"), "new_customers": _("New customers")}
    rows = [_row(figures, key, label) for key, label in labels.items() if _has(figures, key)]
    return rows + [_revenue_row(figures, entry) for entry in figures["revenue"]]


def comparison_note(figures: Mapping[str, Any], *, to_creator: bool = False) -> str:
    """What the median is taken of, with its number of campaigns; said to the creator or to us."""
    comparison = figures["comparison"]
    if not comparison["earlier"]:
        return _("The first campaign: nothing to compare with yet.")
    if not comparison["engagement"] and not comparison["metrics"]:
        return _("Nothing to compare with: earlier campaigns do not know the same numbers.")
    said = {"number": comparison["earlier"], "campaign": comparison["last_campaign"]}
    if to_creator:
        text = ngettext(
            "Compared with your own %(number)s earlier campaign; the last one was “%(campaign)s”.",
            "Compared with the median of your own %(number)s earlier campaigns; the last one was "
            "“%(campaign)s”.",
            comparison["earlier"],
        )
        return text % said
    text = ngettext(
        "Compared with the creator's own %(number)s earlier campaign, “%(campaign)s”.",
        "Compared with the median of the creator's own %(number)s earlier campaigns; the last one "
        "was “%(campaign)s”.",
        comparison["earlier"],
    )
    return text % said


def engagement_note(figures: Mapping[str, Any]) -> str:
    """What the engagement rate is: its formula, its base, how many rows it stands on."""
    engagement = figures["engagement"]
    if not engagement:
        return ""
    text = ngettext(
        "Engagement: likes, comments, shares and saves ÷ %(base)s, from %(rows)s of %(all)s "
        "result row.",
        "Engagement: likes, comments, shares and saves ÷ %(base)s, from %(rows)s of %(all)s "
        "result rows.",
        figures["rows"],
    )
    return text % {
        "base": base_name(engagement["base"]),
        "rows": engagement["rows"],
        "all": figures["rows"],
    }


def _has(figures: Mapping[str, Any], key: str) -> bool:
    return figures["totals"].get(key) is not None


def _row(figures: Mapping[str, Any], key: str, label: str) -> FigureRow:
    beside = figures["comparison"]["metrics"].get(key)
    return FigureRow(
        key,
        label,
        number(figures["totals"][key]),
        number(beside["median"]) if beside else "",
        number(beside["last"]) if beside else "",
    )


def _revenue_row(figures: Mapping[str, Any], entry: Mapping[str, str]) -> FigureRow:
    currency = entry["currency"]
    beside = figures["comparison"]["revenue"].get(currency)

    def written(amount: float) -> str:
        return money({"amount": f"{amount:.2f}", "currency": currency})

    return FigureRow(
        f"revenue_{currency}",
        _("Revenue"),
        money(entry),
        written(beside["median"]) if beside else "",
        written(beside["last"]) if beside else "",
    )


def against(rate: float | None, median: float | None) -> str:
    """How far from the own median: `+12%`, `−8%`; "" where nothing can be said."""
    if rate is None or not median:
        return ""
    return signed(rate / median - 1)


def signed(fraction: float) -> str:
    """`+12%`, `−8%` in the active language."""
    change = round(fraction * 100)
    sign = "+" if change > 0 else "−" if change < 0 else ""
    return f"{sign}{abs(change)}\u00a0%" if get_language() == "ru" else f"{sign}{abs(change)}%"


def when(at: datetime, zone: tzinfo) -> str:
    """`6 March, 09:30` in somebody's zone."""
    return format_datetime(at, "d MMMM, HH:mm", tzinfo=zone, locale=get_language() or "en")
