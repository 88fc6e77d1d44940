"""The figures in words, for a creator: a friend at work tells how it went (row 57).

Every function speaks the language that is active; `drafted_words` sets it itself.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal, format_percent
from django.utils import translation
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from campaigns.enums import LearningKind
from core.money import Money, format_money
from reports.rules.comparison import NOTABLE
from reports.rules.figures import Missing

WORDS = ("opening", "worked", "did_not", "next_time")
# How much better than the next one a piece must be to be named.
CLEARLY = 1.25


def drafted_words(
    *,
    figures: Mapping[str, Any],
    name: str,
    campaign: str,
    learnings: Iterable[tuple[str, str]],
    language: str,
) -> dict[str, str]:
    """The four texts of a draft, one thought a line. `learnings`: (kind, text), as people wrote
    them, after what the numbers say."""
    learned = list(learnings)
    with translation.override(language):
        return {
            "opening": opening(figures, name, campaign),
            "worked": _lines(went_well(figures), learned, LearningKind.WORKED),
            "did_not": _lines(went_badly(figures), learned, LearningKind.DID_NOT),
            "next_time": _lines(next_time(figures), learned, LearningKind.NEXT_TIME),
        }


def opening(figures: Mapping[str, Any], name: str, campaign: str) -> str:
    said = {"name": name, "campaign": campaign}
    if not figures["rows"]:
        return (
            _(
                "Hi %(name)s, “%(campaign)s” is over. The numbers are not in yet, so here is what "
                "we know today; the rest follows as soon as we have it."
            )
            % said
        )
    if not figures["comparison"]["earlier"]:
        return (
            _(
                "Hi %(name)s, “%(campaign)s” is over: the first one we did together. "
                "Here is how your part went."
            )
            % said
        )
    return _("Hi %(name)s, “%(campaign)s” is over. Here is how your part went.") % said


def went_well(figures: Mapping[str, Any]) -> list[str]:
    lines = []
    beside = figures["comparison"]["engagement"]
    if beside and beside["change"] is not None and beside["change"] >= NOTABLE:
        lines.append(
            _("Engagement was %(now)s, above your own median of %(median)s.")
            % {"now": percent(beside["now"]), "median": percent(beside["median"])}
        )
    best = _standing_out(figures)
    if best:
        lines.append(
            _("“%(title)s” got the warmest response: %(rate)s.")
            % {"title": best["title"], "rate": percent(best["engagement"]["rate"])}
        )
    reach = figures["comparison"]["metrics"].get("reach")
    if reach and reach["change"] is not None and reach["change"] >= NOTABLE:
        lines.append(
            _("It reached %(now)s people; your usual is %(median)s.")
            % {"now": number(reach["now"]), "median": number(reach["median"])}
        )
    return [*lines, *_business(figures)]


def _business(figures: Mapping[str, Any]) -> list[str]:
    lines = []
    bought, new = figures["totals"]["purchases"], figures["totals"]["new_customers"]
    if bought:
        text = ngettext(
            "%(number)s purchase came from it.", "%(number)s purchases came from it.", bought
        )
        lines.append(text % {"number": number(bought)})
    if new:
        text = ngettext(
            "%(number)s person bought from us for the first time.",
            "%(number)s people bought from us for the first time.",
            new,
        )
        lines.append(text % {"number": number(new)})
    return lines


def went_badly(figures: Mapping[str, Any]) -> list[str]:
    lines = []
    beside = figures["comparison"]["engagement"]
    if beside and beside["change"] is not None and beside["change"] <= -NOTABLE:
        lines.append(
            _("Engagement was %(now)s, below your own median of %(median)s.")
            % {"now": percent(beside["now"]), "median": percent(beside["median"])}
        )
    reach = figures["comparison"]["metrics"].get("reach")
    if reach and reach["change"] is not None and reach["change"] <= -NOTABLE:
        lines.append(
            _("It reached %(now)s people, fewer than your usual %(median)s.")
            % {"now": number(reach["now"]), "median": number(reach["median"])}
        )
    if figures["totals"]["purchases"] == 0:
        lines.append(_("No purchase could be traced to it."))
    return lines


def next_time(figures: Mapping[str, Any]) -> list[str]:
    best = _standing_out(figures)
    if not best:
        return []
    return [_("More in the manner of “%(title)s”, if you like it too.") % {"title": best["title"]}]


def what_is_missing(figures: Mapping[str, Any]) -> list[str]:
    """The gaps as sentences, in the language that is active."""
    return [_missing_sentence(gap) for gap in figures.get("missing", [])]


def _missing_sentence(gap: Mapping[str, Any]) -> str:
    said = {"count": gap["count"], "of": gap["of"], "titles": ", ".join(gap["titles"])}
    if gap["kind"] == Missing.UNPUBLISHED:
        return _("Not published yet, %(count)s of %(of)s: %(titles)s.") % said
    if gap["kind"] == Missing.SOME_WITHOUT_RESULTS:
        text = ngettext(
            "No results yet for %(count)s of %(of)s deliverable: %(titles)s.",
            "No results yet for %(count)s of %(of)s deliverables: %(titles)s.",
            gap["of"],
        )
        return text % said
    if gap["kind"] == Missing.NO_RESULTS:
        return _("No results yet.")
    if gap["kind"] == Missing.NO_ENGAGEMENT:
        return _("Engagement cannot be told: reach, views and impressions are not known.")
    return _("Purchases and revenue are not known.")


def _standing_out(figures: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The piece that clearly did better than all the others."""
    rated = [piece for piece in figures["pieces"] if piece["engagement"]]
    if len(rated) < 2:
        return None
    first, second = sorted(rated, key=lambda p: p["engagement"]["rate"], reverse=True)[:2]
    ahead = first["engagement"]["rate"] > second["engagement"]["rate"] * CLEARLY
    return first if ahead else None


def _lines(made: list[str], learned: Iterable[tuple[str, str]], kind: LearningKind) -> str:
    said = [" ".join(text.split()) for of, text in learned if of == kind]
    return "\n".join([*made, *said])


def percent(fraction: float) -> str:
    """`5.1%`, in Russian `5,1 %`."""
    language = get_language() or "en"
    form = "#,##0.0\u00a0%" if language == "ru" else "#,##0.0%"
    return format_percent(Decimal(str(fraction)), form, locale=language)


def number(value: float) -> str:
    return format_decimal(round(value), locale=get_language() or "en")


def money(entry: Mapping[str, str]) -> str:
    """One entry of `figures["revenue"]`."""
    return format_money(Money(Decimal(entry["amount"]), entry["currency"]), get_language() or "en")
