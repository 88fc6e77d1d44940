"""What a continuation review is made from (product.md, rows 17 and 60), for many at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from core.money import Money, totals
from partnerships.enums import ReviewKind
from partnerships.models import Agreement, Partnership, TierPolicy
from partnerships.queries.agreements import agreements_in_force
from partnerships.queries.audit import audits
from partnerships.queries.pace import PaceFacts, paces
from partnerships.queries.policies import default_policy
from partnerships.queries.terms import terms_on, with_terms
from partnerships.rules.audit import Audit
from partnerships.rules.continuation import (
    FIRST,
    Known,
    Measured,
    Proposal,
    first_finished,
    measured,
    propose,
    quarter_after,
    quarter_named_back,
)
from partnerships.rules.facts import Figures, WorkFacts, added_up
from partnerships.rules.fatigue import Fatigue, fatigue
from partnerships.work_facts import figures_of, work_of


@dataclass(frozen=True)
class Occasion:
    """What is to be decided: after the first campaign, or of one quarter, with its days."""

    partnership: Partnership
    kind: ReviewKind
    occasion: str
    first: date
    last: date


@dataclass(frozen=True)
class Made:
    evidence: dict[str, Any]
    proposal: Proposal


class Ground:
    """Everything known of these partnerships, read once: a fixed number of queries."""

    def __init__(self, partnerships: Iterable[Partnership], at: datetime) -> None:
        self.rows = list(partnerships)
        self.at = at
        ids = [row.pk for row in self.rows]
        self.work = work_of(ids)
        self.paces = paces(ids, at)
        self.audits = audits(self.rows, at, work=self.work)
        self.policies = {
            (row.brand_id, row.tier): row
            for row in TierPolicy.objects.filter(brand__in={row.brand_id for row in self.rows})
        }
        self._figures: dict[tuple[date, date], dict[int, dict[str, Figures]]] = {}
        self._agreements: dict[date, dict[int, Agreement]] = {}

    def today(self, partnership: Partnership) -> date:
        return self.at.astimezone(partnership.creator.zone).date()

    def tired(self, partnership: Partnership) -> Fatigue:
        key = partnership.brand_id, partnership.tier
        policy = self.policies.get(key) or default_policy(partnership.brand, partnership.tier)
        return fatigue(
            self.work[partnership.pk],
            most_in_a_year=policy.most_in_a_year,
            today=self.today(partnership),
        )

    def in_force(self, partnership: Partnership, day: date) -> Agreement | None:
        """For all of them at once: days of a quarter are few."""
        if day not in self._agreements:
            found = agreements_in_force([row.pk for row in self.rows], day)
            with_terms(found.values())
            self._agreements[day] = found
        return self._agreements[day].get(partnership.pk)

    def figures(self, one: Occasion) -> Mapping[str, Figures]:
        if one.kind == ReviewKind.FIRST_CAMPAIGN:
            work = self.work[one.partnership.pk]
            campaign = first_finished(work, self.today(one.partnership))
            return campaign.by_market if campaign else {}
        days = one.first, one.last
        if days not in self._figures:
            self._figures[days] = figures_of([row.pk for row in self.rows], *days)
        return self._figures[days][one.partnership.pk]

    def campaigns(self, one: Occasion) -> list[WorkFacts]:
        """Those that the occasion is about."""
        work = self.work[one.partnership.pk]
        if one.kind == ReviewKind.FIRST_CAMPAIGN:
            first = first_finished(work, self.today(one.partnership))
            return [first] if first else []
        return [
            row
            for row in work
            if row.confirmed and row.starts_on <= one.last and row.ends_on >= one.first
        ]


def occasion_of(
    partnership: Partnership, kind: str, occasion: str, ground: Ground
) -> Occasion | None:
    """None where the occasion is gone: the first campaign is open again."""
    if kind == ReviewKind.QUARTERLY:
        first = quarter_named_back(occasion)
        assert first is not None
        last = date.fromordinal(quarter_after(first).toordinal() - 1)
        return Occasion(partnership, ReviewKind.QUARTERLY, occasion, first, last)
    found = first_finished(ground.work[partnership.pk], ground.today(partnership))
    if found is None or found.closed_on is None:
        return None
    last = max(found.closed_on, found.starts_on)
    return Occasion(partnership, ReviewKind.FIRST_CAMPAIGN, FIRST, found.starts_on, last)


def made(one: Occasion, ground: Ground) -> Made:
    """The evidence as JSON keeps it, and what it proposes."""
    partnership, figures = one.partnership, ground.figures(one)
    agreement = ground.in_force(partnership, one.last)
    kpis = measured(terms_on(agreement, one.last).kpis if agreement else (), figures)
    pace, tired = ground.paces[partnership.pk], ground.tired(partnership)
    audit = ground.audits[partnership.pk]
    proposal = propose(_known(kpis, pace, tired, audit))
    campaigns = ground.campaigns(one)
    evidence = {
        "from": one.first.isoformat(),
        "to": one.last.isoformat(),
        "agreement": agreement.public_id if agreement else "",
        "campaigns": [[row.campaign_id, row.campaign] for row in campaigns],
        "kpis": [_kpi(kpi) for kpi in kpis],
        "markets": {market: _market(figures[market]) for market in sorted(figures)},
        "learnings": [list(said) for row in campaigns for said in row.learnings],
        "pace": _pace(pace),
        "fatigue": _fatigue(tired),
        "audit": {
            item.item.value: {"light": item.light, "computed": item.computed}
            for item in audit.items
        },
        "cost": _monies(totals(row.fee for row in campaigns if row.fee.amount)),
        "revenue": _monies(added_up(figures.values()).monies),
        "reasons": [
            {"key": reason.key, "asks": reason.asks.value, "figures": dict(reason.figures)}
            for reason in proposal.reasons
        ],
    }
    return Made(evidence, proposal)


def _known(kpis: tuple[Measured, ...], pace: PaceFacts, tired: Fatigue, audit: Audit) -> Known:
    short = pace.shortfall.missing if pace.behind and pace.shortfall else 0
    return Known(
        kpis=kpis,
        short=short,
        tired=tired.tired,
        drop=tired.drop,
        over_used=tired.over_used,
        in_last_year=tired.in_last_year,
        most_in_a_year=tired.most,
        lights=audit.lights,
    )


def _kpi(kpi: Measured) -> dict[str, Any]:
    return {
        "market": kpi.market,
        "metric": kpi.metric,
        "goal": str(kpi.goal),
        "floor": str(kpi.floor),
        "value": _text(kpi.value),
        "n": kpi.n,
        "currency": kpi.currency,
        "verdict": kpi.verdict.value,
    }


def _market(figures: Figures) -> dict[str, Any]:
    found = figures.engagement()
    return {
        "rows": figures.rows,
        "engagement": _text(found[0]) if found else None,
        "base": found[1] if found else "",
        "purchases": figures.sums.get("purchases"),
        "new_customers": figures.sums.get("new_customers"),
        "revenue": _monies(figures.monies),
    }


def _pace(pace: PaceFacts) -> dict[str, Any] | None:
    year = pace.current
    if year is None:
        return None
    return {
        "promised": year.promised,
        "guaranteed": year.guaranteed,
        "booked": year.booked,
        "delivered": year.delivered,
        "behind": pace.behind,
    }


def _fatigue(tired: Fatigue) -> dict[str, Any]:
    return {
        "in_last_year": tired.in_last_year,
        "most": tired.most,
        "drop": _text(tired.drop),
        "n": tired.n,
        "tired": tired.tired,
    }


def _monies(monies: Iterable[Money]) -> list[list[str]]:
    return [[str(money.amount), money.currency] for money in monies]


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
