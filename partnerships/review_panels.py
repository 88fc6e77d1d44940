"""Opening, decisions and audit on the page of a partnership (product.md, rows 16, 17, 66)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.money import Money
from core.panels import NextStep, Panel, once, register_panel
from creators.enums import Market, Platform
from partnerships.actions.changes import today_of
from partnerships.actions.openings import STEPS
from partnerships.enums import AgreementState, Decision, Metric, Stage
from partnerships.models import ContinuationReview, Partnership
from partnerships.queries.audit import audits, marks_of
from partnerships.queries.head import head_of
from partnerships.queries.openings import arcs, opening_of
from partnerships.queries.reviews import reviewed
from partnerships.review_words import figure, judged, occasion_name, proposed
from partnerships.rules.audit import Item
from partnerships.rules.facts import WorkFacts
from partnerships.work_facts import work_of


def head(request: Any, partnership: Partnership) -> Mapping[str, Any] | None:
    """What waits for a decision, as the page's next step."""
    if partnership.stage == Stage.ENDED:
        return None
    review = head_of(request, partnership).review
    if review is None:
        return None
    review.partnership = partnership
    days = (today_of(partnership, timezone.now()) - review.due_on).days
    text = gettext("To decide: %(occasion)s. Proposed: %(proposal)s.") % {
        "occasion": occasion_name(review),
        "proposal": review.get_proposal_display(),
    }
    url = reverse("partnerships:review_decide", args=[request.workspace.slug, review.public_id])
    order = 15 if days > 0 else 25
    return {"next_step": NextStep(order, text, "scale", url, gettext("Decide"))}


def opening(request: Any, partnership: Partnership) -> Mapping[str, Any] | None:
    """The thirteen weeks, what they ask now, both records; two queries beside the work."""
    row = opening_of(partnership)
    if partnership.stage != Stage.OPENING and row.pk is None:
        return None
    row.partnership = partnership
    arc = arcs([row], timezone.now(), work=_work(request, partnership))[partnership.pk]
    running = partnership.stage in (Stage.OPENING, Stage.PAUSED) and row.finished_on is None
    return {
        "partnership": partnership,
        "opening": row,
        "arc": arc,
        "running": running,
        "platforms": [Platform(one).label for one in row.platforms],
        "missing": [STEPS[step] for step in arc.missing],
    }


def _work(request: Any, partnership: Partnership) -> Mapping[int, list[WorkFacts]]:
    """Read once for all panels of the tab; one query."""
    return once(request, f"work:{partnership.pk}", lambda: work_of([partnership.pk]))


def reviews(request: Any, partnership: Partnership) -> Mapping[str, Any]:
    """One query."""
    found = reviewed(partnership)
    return {
        "partnership": partnership,
        "reviews": [told(row, found.history.get(row.public_id, [])) for row in found.reviews],
        # What a decision leads to goes by what binds now, not on the day it was made from.
        "bound": found.agreement,
        "in_notice": found.agreement and found.agreement.state == AgreementState.IN_NOTICE,
    }


def told(review: ContinuationReview, history: list[Any] | None = None) -> dict[str, Any]:
    """A review with its evidence in words."""
    evidence = review.evidence
    today = today_of(review.partnership, timezone.now())
    return {
        "row": review,
        "name": occasion_name(review),
        "waits": max((today - review.due_on).days, 0),
        "open": not review.decision and review.dropped_at is None,
        "reasons": [
            {
                "text": proposed(one),
                "asks": Decision(one["asks"]).label,
                "tone": _TONES[one["asks"]],
            }
            for one in evidence.get("reasons", [])
        ],
        "kpis": [_kpi(one) for one in evidence.get("kpis", [])],
        "markets": [_market(key, one) for key, one in evidence.get("markets", {}).items()],
        "learnings": [
            (_LEARNED.get(kind, kind), text) for kind, text in evidence.get("learnings", [])
        ],
        "pace": evidence.get("pace"),
        "fatigue": evidence.get("fatigue"),
        "cost": _monies(evidence.get("cost", [])),
        "revenue": _monies(evidence.get("revenue", [])),
        "campaigns": evidence.get("campaigns", []),
        "agreement": evidence.get("agreement", ""),
        "tone": _TONES[review.decision or review.proposal],
        "history": history or [],
        # With one entry the row itself says it all.
        "changed": sum(1 for one in history or [] if one.verb == "review.reopened"),
    }


_TONES = {"extend": "good", "adjust": "warn", "stop": "bad"}
_VERDICTS = {
    "continue": (_("continue"), "good"),
    "discuss": (_("discuss"), "warn"),
    "end": (_("end"), "bad"),
    "unknown": (_("not measured"), ""),
}
_LEARNED = {
    "worked": _("Worked"),
    "did_not": _("Did not"),
    "next_time": _("Next time"),
}


def _kpi(one: Mapping[str, Any]) -> dict[str, Any]:
    word, tone = _VERDICTS[one["verdict"]]
    metric, currency = one["metric"], one["currency"]
    return {
        "market": Market(one["market"]).label,
        "metric": Metric(metric).label,
        "value": figure(metric, one["value"], currency),
        "goal": figure(metric, one["goal"], currency),
        "floor": figure(metric, one["floor"], currency),
        "n": one["n"],
        "verdict": word,
        "tone": tone,
    }


def _market(key: str, one: Mapping[str, Any]) -> dict[str, Any]:
    name = Market(key).label if key in Market.values else key
    engagement = figure(Metric.ENGAGEMENT_RATE, one["engagement"])
    return {**one, "name": name, "engagement": engagement, "revenue": _monies(one["revenue"])}


def _monies(pairs: list[list[str]]) -> list[Money]:
    return [Money(Decimal(amount), currency) for amount, currency in pairs]


def audit(request: Any, partnership: Partnership) -> Mapping[str, Any]:
    """The three lights with their reasons; two queries beside the work."""
    work = _work(request, partnership)
    found = audits([partnership], timezone.now(), work=work)[partnership.pk]
    older = marks_of(partnership)
    return {
        "partnership": partnership,
        "items": [_item(item, older) for item in found.items],
    }


def _item(item: Item, marks: list[Any]) -> dict[str, Any]:
    of_item = [mark for mark in marks if mark.item == item.item]
    return {
        "item": item,
        "because": [{"text": judged(one), "light": one.weighs} for one in item.because],
        "tone": LIGHT_TONES[item.light],
        "computed_tone": LIGHT_TONES[item.computed],
        "earlier": of_item[1:],
    }


LIGHT_TONES = {"green": "good", "amber": "warn", "red": "bad", "": ""}


def register() -> None:
    folder = "partnerships/panels"
    register_panel(
        Panel("partnerships.detail.head", "undecided", "", f"{folder}/nothing.html", head, order=20)
    )
    for order, (key, title, load) in enumerate(
        (
            ("opening", _("The first three months"), opening),
            ("reviews", _("Decisions"), reviews),
            ("audit", _("Mutual value"), audit),
        )
    ):
        register_panel(
            Panel(
                "partnerships.detail", key, title, f"{folder}/{key}.html", load,
                order=10 + order, tab="reviews",
            )
        )  # fmt: skip
