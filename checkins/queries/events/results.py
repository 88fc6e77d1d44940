"""Numbers that came in, and what was learned."""

from collections import defaultdict
from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db.models import Max, Min, Q, Sum
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.models import Learning, Result
from campaigns.models.result import metric_label
from checkins.queries.events.talk import person
from checkins.timeline_sources import Asking, Entry, Happening, Telling
from core.money import Currency, Money, format_money
from core.templatetags.ui import compact
from core.templatetags.ui import day as day_in_words

# What a line of the timeline has room for.
_FIGURES = ("reach", "views", "purchases", "new_customers")
_PART = "collaboration__public_id"
_CAMPAIGN = "collaboration__campaign__"


def _ask_results(asking: Asking) -> Any:
    rows = Result.objects.filter(asking.of("collaboration__partnership")).annotate(
        came_on=TruncDate("updated_at", tzinfo=asking.creator.zone)
    )
    sums: dict[str, Any] = {f"sum_{name}": Sum(name) for name in _FIGURES}
    for code in Currency.values:
        sums[f"money_{code}"] = Sum("revenue_amount", filter=Q(revenue_currency=code))
    grouped = (
        rows.values(
            "came_on", _PART, "collaboration__partnership", f"{_CAMPAIGN}name",
            f"{_CAMPAIGN}public_id",
        ).annotate(first=Min("day"), last=Max("day"), **sums)
    )  # fmt: skip
    return asking.newest_days(grouped, "results", "came_on", id_by=_PART)


def results(asking: Asking) -> Telling:
    """One line for each campaign and each day on which numbers of it came in."""
    [found] = yield [asking.ask(_ask_results)]
    return [
        Happening(
            asking.noon(row["came_on"]), "results", row[_PART], partial(_results, asking, row)
        )
        for row in found
    ]


def _results(asking: Asking, row: Mapping[str, Any]) -> Entry:
    figures = [
        f"{metric_label(name)}: {compact(row[f'sum_{name}'])}"
        for name in _FIGURES
        if row[f"sum_{name}"] is not None
    ]
    figures += [
        format_money(Money(row[f"money_{code}"], code))
        for code in Currency.values
        if row[f"money_{code}"] is not None
    ]
    days = (row["last"] - row["first"]).days + 1
    measured = ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    until = _("up to %(day)s") % {"day": day_in_words(row["last"])}
    return Entry(
        icon="chart-no-axes-column-increasing",
        what=_("Results came in: %(campaign)s") % {"campaign": row[f"{_CAMPAIGN}name"]},
        on=row["came_on"],
        brand=asking.brand(row["collaboration__partnership"]),
        body=f"{measured}, {until}",
        facts=tuple(figures),
        link=asking.url("campaigns:results", row[f"{_CAMPAIGN}public_id"]),
    )


def _ask_learnings(asking: Asking) -> Any:
    rows = Learning.objects.filter(asking.of("collaboration__partnership"))
    names = ("collaboration", _PART, "collaboration__partnership", f"{_CAMPAIGN}name")
    grouped = rows.values("created_at", *names, f"{_CAMPAIGN}public_id").distinct()
    return asking.newest(grouped, "learnings", "created_at", id_by=_PART)


def learnings(asking: Asking) -> Telling:
    """Those of one campaign that were written down together are one line."""
    [found] = yield [asking.ask(_ask_learnings)]
    written = Learning.objects.filter(
        collaboration__in={row["collaboration"] for row in found},
        created_at__in={row["created_at"] for row in found},
    ).select_related("by")
    [said] = yield [written.only("collaboration", "created_at", "kind", "text", *person("by"))]
    texts: dict[tuple[Any, Any], list[Learning]] = defaultdict(list)
    for text in said:
        texts[text.collaboration_id, text.created_at].append(text)
    return [
        Happening(
            row["created_at"], "learnings", row[_PART],
            partial(_learned, asking, row, texts[row["collaboration"], row["created_at"]]),
        )
        for row in found
    ]  # fmt: skip


def _learned(asking: Asking, row: Mapping[str, Any], texts: list[Learning]) -> Entry:
    return Entry(
        icon="lightbulb",
        what=_("Learned from “%(campaign)s”") % {"campaign": row[f"{_CAMPAIGN}name"]},
        brand=asking.brand(row["collaboration__partnership"]),
        who=str(texts[0].by or "") if texts else "",
        body="\n".join(f"{text.get_kind_display()}: {text.text}" for text in texts),
        link=asking.url("campaigns:detail", row[f"{_CAMPAIGN}public_id"]),
    )
