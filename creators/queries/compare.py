"""Candidates side by side (product.md, rows 12 to 14): a fixed number of queries."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from operator import attrgetter
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from core.money import Money
from core.panels import Column, columns
from core.templatetags.ui import compact, money, number, percent
from creators.enums import ContentFormat, VettingItem
from creators.models import Creator, Rate
from creators.queries.evidence import evidence_of
from creators.queries.potential import Shown, newest_scores, peers_for_page, weights_now
from creators.queries.vetting import checklists
from creators.rules.potential import PARTS, Evidence, assess, weigh
from creators.rules.potential_words import LABELS, signed
from creators.rules.vetting import Checklist

MOST = 5
UNKNOWN = "–"
# Columns of the directory that this page tells in its own way, besides those of the list's table.
TOLD = frozenset({
    "channels", "followers", "growth", "market", "city", "language", "topics", "expertise", "tags",
    "rate", "potential", "email", "phone", "created",
})  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """`verdict` instead of words for an item of the checklist; `flag` says what to look at."""

    text: str = ""
    verdict: str | None = None
    best: bool = False
    flag: str = ""


@dataclass(frozen=True)
class Line:
    label: Any
    cells: list[Cell]


@dataclass(frozen=True)
class Section:
    title: str
    lines: list[Line]


@dataclass(frozen=True)
class Candidate:
    creator: Creator
    shown: Shown
    evidence: Evidence
    checklist: Checklist
    # (format, currency) → price now.
    rates: Mapping[tuple[str, str], Decimal]


@dataclass(frozen=True)
class Comparison:
    candidates: list[Candidate]
    sections: list[Section] = field(default_factory=list)
    # Columns of the rooms above, each with what it says of these creators.
    above: list[tuple[Column, Mapping[int, Any]]] = field(default_factory=list)


def chosen(public_ids: Iterable[str]) -> list[Creator]:
    """Those there are, in the order asked for, each once, MOST at most; one query."""
    wanted = list(dict.fromkeys(public_ids))[:MOST]
    found = {row.public_id: row for row in Creator.objects.filter(public_id__in=wanted)}
    return [found[public_id] for public_id in wanted if public_id in found]


def compare(creators: Sequence[Creator], at: datetime) -> Comparison:
    ids = [creator.pk for creator in creators]
    evidence, scores, lists = evidence_of(ids, at), newest_scores(ids), checklists(ids)
    peers, weights, rates = peers_for_page(), weights_now(), _rates(ids, at)
    candidates = []
    for creator in creators:
        known, row = evidence[creator.pk], scores.get(creator.pk)
        found = row or weigh(assess(known, peers), weights)
        shown = Shown(found.score, found.parts, row.on if row else None)
        candidates.append(
            Candidate(creator, shown, known, lists[creator.pk], rates.get(creator.pk, {}))
        )
    sections = [
        Section(_("Potential"), _potential(candidates)),
        Section(_("Checklist"), _checklist(candidates)),
        Section(_("Audience"), _audience(candidates)),
        Section(_("Past results"), _results(candidates)),
        Section(_("Rates"), _rate_lines(candidates)),
    ]
    above = [
        (column, _known(column, creators))
        for column in columns("creators.directory")
        if column.key not in TOLD
    ]
    return Comparison(candidates, [each for each in sections if each.lines], above)


def _known(column: Column, creators: Sequence[Creator]) -> Mapping[int, Any]:
    if column.fields:
        return {one.pk: attrgetter(*column.fields)(one) for one in creators}
    return column.load([one.pk for one in creators])


def _rates(creator_ids: list[int], at: datetime) -> dict[int, dict[tuple[str, str], Decimal]]:
    today = at.date()
    rows = Rate.objects.filter(creator__in=creator_ids, valid_from__lte=today)
    rows = rows.filter(Q(valid_until=None) | Q(valid_until__gte=today)).order_by("valid_from")
    found: dict[int, dict[tuple[str, str], Decimal]] = {}
    for row in rows:
        found.setdefault(row.creator_id, {})[row.format, row.currency] = row.amount
    return found


def _line(
    label: Any,
    candidates: Sequence[Candidate],
    value: Callable[[Candidate], Any],
    text: Callable[[Any], str],
    *,
    lowest: bool = False,
    flag: Callable[[Candidate], str] = lambda _candidate: "",
) -> Line:
    """A figure of each; the best is marked where at least two are known and they differ."""
    values = [value(candidate) for candidate in candidates]
    known = [each for each in values if each is not None]
    best = (min if lowest else max)(known) if len(known) > 1 and len(set(known)) > 1 else None
    return Line(
        label,
        [
            Cell(
                text=UNKNOWN if each is None else text(each),
                best=best is not None and each == best,
                flag=flag(candidate),
            )
            for candidate, each in zip(candidates, values, strict=True)
        ],
    )


def _potential(candidates: Sequence[Candidate]) -> list[Line]:
    lines = [_line(_("Score, of 100"), candidates, lambda c: c.shown.score, str)]
    for name in PARTS:
        lines.append(_line(LABELS[name], candidates, _points(name), _told_points))
    return lines


def _points(name: str) -> Callable[[Candidate], Any]:
    def read(candidate: Candidate) -> tuple[Decimal, int] | None:
        part = candidate.shown.parts[name]
        return None if part["points"] is None else (Decimal(part["points"]), part["of"])

    return read


def _told_points(points: tuple[Decimal, int]) -> str:
    return _("%(points)s of %(of)s") % {"points": number(points[0]), "of": points[1]}


def _checklist(candidates: Sequence[Candidate]) -> list[Line]:
    lines = [
        Line(item.label, [Cell(verdict=c.checklist.verdicts.get(item, "")) for c in candidates])
        for item in VettingItem
    ]
    total = len(VettingItem)

    def told(n: int) -> str:
        return _("%(n)s of %(of)s") % {"n": n, "of": total}

    return [_line(_("Answered with yes"), candidates, lambda c: c.checklist.yes, told), *lines]


def _audience(candidates: Sequence[Candidate]) -> list[Line]:
    def engagement(candidate: Candidate) -> Decimal | None:
        channel = candidate.evidence.engaged
        return channel.engagement if channel else None

    def growth(candidate: Candidate) -> Decimal | None:
        found = candidate.evidence.growing
        return found[1].rate if found else None

    def shrinking(candidate: Candidate) -> str:
        found = candidate.evidence.growing
        return _("shrinking") if found and found[1].is_declining else ""

    return [
        _line(_("Followers"), candidates, lambda c: c.evidence.followers or None, compact),
        _line(_("Engagement"), candidates, engagement, lambda rate: percent(rate, 2)),
        _line(_("Growth a month"), candidates, growth, signed, flag=shrinking),
    ]


def _results(candidates: Sequence[Candidate]) -> list[Line]:
    def rate(candidate: Candidate) -> Decimal | None:
        found = candidate.evidence.results.rate()
        return found[1] if found else None

    lines = [
        _line(_("Finished campaigns"), candidates, lambda c: c.evidence.results.campaigns, number),
        _line(_("Engagement in campaigns"), candidates, rate, lambda r: percent(r, 2)),
        _line(_("Purchases"), candidates, lambda c: c.evidence.results.purchases, number),
        _line(
            _("Purchases ÷ reach"), candidates, lambda c: c.evidence.results.purchase_rate(),
            lambda r: percent(r, 3),
        ),
        _line(_("Delivered on time"), candidates, lambda c: c.evidence.deliveries.share,
              lambda r: percent(r, 0)),
    ]  # fmt: skip
    codes = sorted({code for c in candidates for code in c.evidence.results.revenue})
    for code in codes:
        label = _("Revenue, %(currency)s") % {"currency": code}
        lines.append(_money_line(label, candidates, _revenue(code), code))
    return lines


def _revenue(code: str) -> Callable[[Candidate], Decimal | None]:
    return lambda candidate: candidate.evidence.results.revenue.get(code)


def _rate_lines(candidates: Sequence[Candidate]) -> list[Line]:
    """A line for each format and currency: prices of two currencies do not compare."""
    keys = sorted({key for candidate in candidates for key in candidate.rates})
    lines = []
    for kind, code in keys:
        label = f"{ContentFormat(kind).label}, {code}"
        lines.append(_money_line(label, candidates, _price(kind, code), code, lowest=True))
    return lines


def _price(kind: str, code: str) -> Callable[[Candidate], Decimal | None]:
    return lambda candidate: candidate.rates.get((kind, code))


def _money_line(
    label: str,
    candidates: Sequence[Candidate],
    value: Callable[[Candidate], Decimal | None],
    code: str,
    *,
    lowest: bool = False,
) -> Line:
    def told(amount: Decimal) -> str:
        return money(Money(amount, code))

    return _line(label, candidates, value, told, lowest=lowest)
