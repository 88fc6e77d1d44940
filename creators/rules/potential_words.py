"""Every point of the score in words and figures, in the language that is active (row 13)."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.templatetags.ui import currency, number, percent
from creators.rules.potential import FIT, GROWTH, PARTS, PERFORMANCE, STABILITY

Facts = Mapping[str, Any]

LABELS = {
    PERFORMANCE: gettext_lazy("Performance"),
    STABILITY: gettext_lazy("Stability"),
    FIT: gettext_lazy("Fit"),
    GROWTH: gettext_lazy("Growth"),
}
_UNKNOWN = {
    PERFORMANCE: gettext_lazy("Unknown: no results of a campaign, no engagement of a channel yet."),
    STABILITY: gettext_lazy("Unknown: needs three snapshots of a year, or a deliverable."),
    FIT: gettext_lazy("Unknown: nobody has rated it yet."),
    GROWTH: gettext_lazy("Unknown: needs two snapshots a week apart, not older than half a year."),
}
_BASES = {
    "reach": gettext_lazy("reach"),
    "views": gettext_lazy("views"),
    "impressions": gettext_lazy("impressions"),
}


def part_lines(name: str, part: Facts) -> list[str]:
    """What a stored part stands on, one sentence a line."""
    if part["points"] is None:
        return [str(_UNKNOWN[name])]
    return _TOLD[name](part["facts"])


def basis(parts: Mapping[str, Facts]) -> str:
    """`Based on 3 of 4 parts.`"""
    weighed = [part for part in parts.values() if part["of"]]
    known = sum(part["points"] is not None for part in weighed)
    words = ngettext(
        "Based on %(known)s of %(n)s part.", "Based on %(known)s of %(n)s parts.", len(weighed)
    )
    return words % {"known": known, "n": len(weighed)}


def signed(fraction: Decimal, places: int = 1) -> str:
    return f"{'+' if fraction > 0 else ''}{percent(fraction, places)}"


def _performance(facts: Facts) -> list[str]:
    if facts["source"] == "channel":
        return _by_channel(facts)
    lines = []
    n = facts["campaigns"]
    if "rate" in facts:
        words = ngettext(
            "Engagement %(rate)s of %(base)s over %(n)s finished campaign; %(standard)s.",
            "Engagement %(rate)s of %(base)s over %(n)s finished campaigns; %(standard)s.",
            n,
        )
        told = {"rate": percent(Decimal(facts["rate"]), 2), "base": _BASES[facts["base"]], "n": n}
        lines.append(words % {**told, "standard": _standard(facts["standard"])})
    if "purchases" in facts:
        words = ngettext(
            "%(n)s purchase, %(rate)s of reach; %(standard)s.",
            "%(n)s purchases, %(rate)s of reach; %(standard)s.",
            facts["purchases"],
        )
        rate = percent(Decimal(facts["purchase_rate"]), 3)
        standard = _standard(facts["purchase_standard"], places=3)
        lines.append(words % {"n": number(facts["purchases"]), "rate": rate, "standard": standard})
    if facts["revenue"]:
        sums = ", ".join(currency(Decimal(s), code) for code, s in facts["revenue"].items())
        lines.append(_("Revenue %(sums)s: told, not scored.") % {"sums": sums})
    return lines


def _standard(standard: Facts, places: int = 2) -> str:
    median, n = percent(Decimal(standard["median"]), places), standard["n"]
    if standard["among"] == "all":
        words = ngettext(
            "median of the workspace %(median)s, %(n)s creator",
            "median of the workspace %(median)s, %(n)s creators",
            n,
        )
    else:
        words = ngettext(
            "median of creators of this size %(median)s, %(n)s creator",
            "median of creators of this size %(median)s, %(n)s creators",
            n,
        )
    return words % {"median": median, "n": number(n)}


def _by_channel(facts: Facts) -> list[str]:
    standard = facts["standard"]
    told = {
        "channel": facts["channel"],
        "rate": percent(Decimal(facts["rate"]), 2),
        "median": percent(Decimal(standard["median"]), 2),
        "n": number(standard["n"]),
    }
    if standard["n"]:
        words = ngettext(
            "%(channel)s: engagement %(rate)s; median of channels of this size %(median)s,"
            " %(n)s channel.",
            "%(channel)s: engagement %(rate)s; median of channels of this size %(median)s,"
            " %(n)s channels.",
            standard["n"],
        )
    else:
        words = _(
            "%(channel)s: engagement %(rate)s; usual for this size is %(median)s, until the"
            " workspace knows enough channels of its own."
        )
    if facts["campaigns"]:
        first = _("From the channel: too few creators here have results to compare with.")
    else:
        first = _("From the channel: no finished campaign with results yet.")
    return [first, words % told]


def _stability(facts: Facts) -> list[str]:
    lines = []
    if "steps" in facts:
        n = facts["steps"]
        words = ngettext(
            "%(channel)s: %(n)s change within a year, %(spread)s from the median on average;"
            " declines: %(declines)s.",
            "%(channel)s: %(n)s changes within a year, %(spread)s from the median on average;"
            " declines: %(declines)s.",
            n,
        )
        spread = percent(Decimal(facts["spread"]), 1)
        told = {"channel": facts["channel"], "n": n, "spread": spread}
        lines.append(words % {**told, "declines": facts["declines"]})
    if "on_time" in facts:
        lines.append(deliveries_line(facts["on_time"], facts["late"], facts["missing"]))
    return lines


def deliveries_line(on_time: int, late: int, missing: int) -> str:
    n = on_time + late + missing
    words = ngettext(
        "%(on_time)s of %(n)s deliverable by its day; later: %(late)s, missing: %(missing)s.",
        "%(on_time)s of %(n)s deliverables by their day; later: %(late)s, missing: %(missing)s.",
        n,
    )
    return words % {"on_time": on_time, "n": n, "late": late, "missing": missing}


def _fit(facts: Facts) -> list[str]:
    n = facts["people"]
    words = ngettext(
        "Rated %(mean)s of 5 by %(n)s person.", "Rated %(mean)s of 5 by %(n)s people.", n
    )
    return [words % {"mean": number(round(Decimal(facts["mean"]), 1)), "n": n}]


def _growth(facts: Facts) -> list[str]:
    lines = [growth_line(facts)]
    if facts["declining"]:
        lines.append(_("The audience is shrinking."))
    return lines


def growth_line(facts: Facts) -> str:
    words = ngettext(
        "%(channel)s: %(rate)s a month over %(n)s day (%(start)s → %(end)s).",
        "%(channel)s: %(rate)s a month over %(n)s days (%(start)s → %(end)s).",
        facts["days"],
    )
    return words % {
        "channel": facts["channel"],
        "rate": signed(Decimal(facts["rate"])),
        "n": facts["days"],
        "start": number(facts["start"]),
        "end": number(facts["end"]),
    }


_TOLD: dict[str, Callable[[Facts], list[str]]] = {
    PERFORMANCE: _performance,
    STABILITY: _stability,
    FIT: _fit,
    GROWTH: _growth,
}
assert set(_TOLD) == set(PARTS)
