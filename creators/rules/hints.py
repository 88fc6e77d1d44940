"""What the data itself says beside an item of the checklist (product.md, row 11).

A hint leans to yes, to no, or to neither; it never answers for a person.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from creators.enums import Verdict, VettingItem
from creators.rules.peers import Peers
from creators.rules.potential import FIT, GROWTH, PERFORMANCE, Evidence, Part, assess
from creators.rules.potential_words import deliveries_line, growth_line, part_lines

# From so many deliverables on a share says something.
FEWEST_DELIVERABLES = 3
MOSTLY, OFTEN_NOT = Decimal("0.9"), Decimal("0.75")
# As a part of the score: half is the median; a tenth below it still counts as usual.
USUAL, WEAK = Decimal("0.45"), Decimal("0.25")
LIKED, DISLIKED = Decimal("0.7"), Decimal("0.4")


@dataclass(frozen=True)
class Hint:
    """`lean` is a Verdict or "": the figures are too few to lean."""

    lean: str
    text: str


Parts = dict[str, Part]


def hints_of(evidence: Evidence, peers: Peers) -> dict[str, Hint]:
    """Item → hint, for the items that data can speak of."""
    parts = assess(evidence, peers)
    found = {item: told(evidence, parts) for item, told in _TOLD.items()}
    return {item: hint for item, hint in found.items() if hint}


def _delivers(evidence: Evidence, parts: Parts) -> Hint | None:
    done = evidence.deliveries
    if done.share is None:
        return None
    lean = ""
    if done.total >= FEWEST_DELIVERABLES:
        lean = _leaning(done.share, MOSTLY, OFTEN_NOT)
    return Hint(lean, deliveries_line(done.on_time, done.late, done.missing))


def _response(evidence: Evidence, parts: Parts) -> Hint | None:
    facts = parts[PERFORMANCE].facts
    if "rate" not in facts:
        return None
    lines = part_lines(PERFORMANCE, {"points": "", "facts": facts})
    half_at_median = Decimal(facts["rate"]) / Decimal(facts["standard"]["median"]) / 2
    at = 1 if facts["source"] == "channel" else 0
    return Hint(_leaning(half_at_median, USUAL, WEAK), lines[at])


def _direction(evidence: Evidence, parts: Parts) -> Hint | None:
    done = evidence.deliveries
    if not done.total:
        return None
    words = ngettext(
        "%(revisions)s revisions asked for over %(n)s deliverable.",
        "%(revisions)s revisions asked for over %(n)s deliverables.",
        done.total,
    )
    return Hint("", words % {"revisions": done.revisions, "n": done.total})


def _stable(evidence: Evidence, parts: Parts) -> Hint | None:
    facts = parts[GROWTH].facts
    if not facts:
        return None
    return Hint(Verdict.NO if facts["declining"] else Verdict.YES, growth_line(facts))


def _proof(evidence: Evidence, parts: Parts) -> Hint | None:
    part = parts[PERFORMANCE]
    if part.facts.get("source") != "campaigns" or part.value is None:
        return Hint("", _("No finished campaign with results that could be compared yet."))
    lines = part_lines(PERFORMANCE, {"points": "", "facts": part.facts})
    return Hint(_leaning(part.value, USUAL, WEAK), " ".join(lines))


def _culture(evidence: Evidence, parts: Parts) -> Hint | None:
    part = parts[FIT]
    if part.value is None:
        return None
    text = part_lines(FIT, {"points": "", "facts": part.facts})[0]
    return Hint(_leaning(part.value, LIKED, DISLIKED), text)


def _horizon(evidence: Evidence, parts: Parts) -> Hint | None:
    n = evidence.results.campaigns
    if not n:
        return None
    words = ngettext("%(n)s finished campaign together.", "%(n)s finished campaigns together.", n)
    return Hint("", words % {"n": n})


def _leaning(value: Decimal, yes: Decimal, no: Decimal) -> str:
    return Verdict.YES if value >= yes else Verdict.NO if value < no else ""


_TOLD: dict[str, Callable[[Evidence, Parts], Hint | None]] = {
    VettingItem.DELIVERS: _delivers,
    VettingItem.RESPONSE: _response,
    VettingItem.DIRECTION: _direction,
    VettingItem.STABLE: _stable,
    VettingItem.PROOF: _proof,
    VettingItem.CULTURE: _culture,
    VettingItem.HORIZON: _horizon,
}
