"""Reasons of a proposal and of the audit's lights as sentences, each with its sample size, and the
words that a creator is told a decision in (product.md, rows 17, 60, 66)."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.money import Money
from core.templatetags.ui import number, percent
from creators.enums import Market
from partnerships.enums import AuditItem, Decision, Metric
from partnerships.models import ContinuationReview
from partnerships.rules.audit import Because
from partnerships.rules.continuation import quarter_named_back
from partnerships.rules.growth import quarter_name

_RATES = (Metric.ENGAGEMENT_RATE, Metric.CONVERSION_RATE)


def figure(metric: str, value: str | None, currency: str = "") -> str:
    """A figure as people write it; a dash where it is not known."""
    if value is None:
        return "–"
    amount = Decimal(value)
    if metric in _RATES:
        return percent(amount, 2)
    return str(Money(amount, currency)) if currency else number(amount)


def occasion_name(review: ContinuationReview) -> str:
    quarter = quarter_named_back(review.occasion)
    return quarter_name(quarter) if quarter else _("After the first campaign")


def _kpi(told: Mapping[str, Any], words: str) -> str:
    metric, currency = told["metric"], told["currency"]
    return words % {
        "market": Market(told["market"]).label,
        "metric": Metric(metric).label,
        "value": figure(metric, told["value"], currency),
        "goal": figure(metric, told["goal"], currency),
        "floor": figure(metric, told["floor"], currency),
        "n": told["n"],
    }


def _item(told: Mapping[str, Any]) -> dict[str, Any]:
    return {"item": AuditItem(told["item"]).label}


_PROPOSED: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "kpi_continue": lambda told: _kpi(
        told, _("%(market)s, %(metric)s: %(value)s, agreed from %(goal)s (n = %(n)s)")
    ),
    "kpi_discuss": lambda told: _kpi(
        told,
        _("%(market)s, %(metric)s: %(value)s, between %(floor)s and %(goal)s: discuss (n = %(n)s)"),
    ),
    "kpi_end": lambda told: _kpi(
        told, _("%(market)s, %(metric)s: %(value)s, below the floor of %(floor)s (n = %(n)s)")
    ),
    "all_below": lambda told: _("All that was measured is below its floor (n = %(n)s)") % told,
    "short": lambda told: (
        ngettext(
            "%(n)d guaranteed campaign is not booked",
            "%(n)d guaranteed campaigns are not booked",
            told["n"],
        )  # fmt: skip
        % told
    ),
    "tired": lambda told: (
        _("Tired: engagement %(drop)s below the creator's best")
        % {"drop": percent(Decimal(told["drop"]))}
    ),  # fmt: skip
    "over_used": lambda told: _("Over-used: %(n)s campaigns in 12 months, at most %(most)s") % told,
    "light_green": lambda told: _("Audit, %(item)s: green") % _item(told),
    "light_amber": lambda told: _("Audit, %(item)s: amber") % _item(told),
    "light_red": lambda told: _("Audit, %(item)s: red") % _item(told),
    "two_red": lambda told: _("%(n)s of the three audit lights are red") % told,
    "kpis_unmeasured": lambda told: _("None of the agreed KPIs is measured: measure first"),
    "no_kpis": lambda told: _("No KPIs were agreed: only the audit's lights speak"),
}


def proposed(reason: Mapping[str, Any]) -> str:
    """`reason`: key and figures, as the evidence keeps them."""
    return _PROPOSED[reason["key"]](reason["figures"])


def _signed(told: Mapping[str, Any]) -> str:
    change = Decimal(told["change"])
    return ("+" if change > 0 else "") + percent(change)


def _pieces(one: Because) -> str:
    words = ngettext("%(n)d deliverable", "%(n)d deliverables", one.n)
    return words % {"n": one.n}


def _campaigns(one: Because) -> str:
    return ngettext("%(n)d campaign", "%(n)d campaigns", one.n) % {"n": one.n}


def _revenue(one: Because) -> str:
    told = one.figures
    amounts = {key: Money(Decimal(told[key]), told["currency"]) for key in ("first", "last")}
    if one.n == 1:
        return _("Sales %(last)s in one campaign: nothing to compare with yet") % amounts
    words = _("Sales of the first campaign %(first)s, of the last %(last)s (n = %(n)s)")
    return words % {**amounts, "n": one.n}


_JUDGED: dict[str, Callable[[Because], str]] = {
    "no_work": lambda one: _("No finished campaign with deliverables yet"),
    "on_time": lambda one: (
        _("%(share)s on time, %(late)s late, of %(pieces)s")
        % {
            "share": percent(Decimal(one.figures["share"]), 0),
            "late": one.figures["late"],
            "pieces": _pieces(one),
        }
    ),
    "revisions": lambda one: (
        _("Changes asked for: %(n)s for %(pieces)s")
        % {"n": one.figures["revisions"], "pieces": _pieces(one)}
    ),
    "finished": lambda one: (
        ngettext("%(n)d finished campaign", "%(n)d finished campaigns", one.n) % {"n": one.n}
    ),
    "no_ideas_recorded": lambda one: _(
        "Ideas are not recorded, so nothing is known. You can say it yourself."
    ),
    "zero_ideas": lambda one: (
        ngettext("No idea in %(n)d campaign", "No idea in %(n)d campaigns", one.n) % {"n": one.n}
    ),
    "not_asked": lambda one: _("No campaign is finished yet, so nobody was asked for ideas"),
    "ideas": lambda one: (
        _("%(adopted)s of %(n)s ideas adopted or adapted")
        % {"adopted": one.figures["adopted"], "n": one.n}
    ),
    "no_growth": lambda one: _("Not measured: no second campaign and no second audience reading"),
    "uplift": lambda one: (
        _("Engagement %(change)s against the own first campaign (n: %(campaigns)s)")
        % {"change": _signed(one.figures), "campaigns": _campaigns(one)}
    ),
    "audience": lambda one: (
        _("Followers %(change)s in 12 months, %(before)s → %(now)s (n: %(channels)s)")
        % {
            "change": _signed(one.figures),
            "before": number(one.figures["before"]),
            "now": number(one.figures["now"]),
            "channels": ngettext("%(n)d channel", "%(n)d channels", one.n) % {"n": one.n},
        }
    ),
    "revenue": _revenue,
}


def judged(because: Because) -> str:
    return _JUDGED[because.key](because)


def words_for_creator(review: ContinuationReview) -> str:
    """A warm first text in the creator's language; a person edits it before it goes anywhere."""
    partnership = review.partnership
    with translation.override(partnership.creator.language):
        told = {
            "name": partnership.contact_name or partnership.creator.call_name,
            "brand": partnership.brand.name,
        }
        return {
            Decision.EXTEND: _(
                "Hi %(name)s,\n\nwe sat down with what we made together, and the answer was easy:"
                " we would love to go on with you. Thank you for the care you put into it.\n\n"
                "I will come back to you soon with what we have in mind at %(brand)s. What would"
                " you like to try next?"
            ),
            Decision.ADJUST: _(
                "Hi %(name)s,\n\nwe sat down with what we made together. We want to go on with"
                " you, and there are things that we would like to do differently, so that it works"
                " better for both sides.\n\nCan we talk about it this week? I would like to hear"
                " how it felt to you before anything at %(brand)s is fixed."
            ),
            Decision.STOP: _(
                "Hi %(name)s,\n\nthank you for what we made together; we saw the work that went"
                " into it. We thought about it for a while and will not plan further campaigns at"
                " %(brand)s for now. That is about where we are going, not about your craft.\n\n"
                "Everything that is agreed stands, and what is open will be paid. I would be glad"
                " to tell you more in a call, and to hear what we could have done better."
            ),
        }[Decision(review.decision)] % told
