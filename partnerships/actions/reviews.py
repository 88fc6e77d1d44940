"""Continuation reviews: asked for by the clock, decided by people (product.md, rows 17 and 60)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from core.audit import jsonable, record
from core.versions import EditConflict, save_version
from core.workdays import working_day_from
from partnerships.enums import AgreementState, ReviewKind, Stage, Tier
from partnerships.models import ContinuationReview, Partnership
from partnerships.queries.continuation import Ground, Occasion, made, occasion_of
from partnerships.rules.continuation import (
    DECIDE_WITHIN,
    FIRST,
    quarter_after,
    quarter_before,
    quarter_named,
)


def keep_reviews(*, partnerships: Iterable[Partnership], at: datetime) -> int:
    """Asks what is to be asked, renews the evidence of what is undecided, drops what has lost its
    occasion. Gives how many reviews were written to; again at once it is none.

    A fixed number of reads; the rows carry creator and brand, and ended ones are among them.
    """
    ground = Ground(partnerships, at)
    known = _reviews(ground.rows)
    return sum(_keep(row, known.get(row.pk, []), ground) for row in ground.rows)


def _reviews(partnerships: list[Partnership]) -> dict[int, list[ContinuationReview]]:
    found: dict[int, list[ContinuationReview]] = {}
    for row in ContinuationReview.objects.filter(partnership__in=partnerships):
        found.setdefault(row.partnership_id, []).append(row)
    return found


def _keep(partnership: Partnership, reviews: list[ContinuationReview], ground: Ground) -> int:
    written = 0
    for review in reviews:
        review.partnership = partnership
        if not review.decision:
            written += _renew(review, ground)
    there = {review.occasion for review in reviews}
    for one, due_on in _wanted(partnership, ground):
        if one.occasion not in there:
            written += _ask(one, due_on, ground)
    return written


def _wanted(partnership: Partnership, ground: Ground) -> list[tuple[Occasion, date]]:
    """What should have been asked by now, with the working day it is due on."""
    if partnership.stage == Stage.ENDED:
        return []
    market = partnership.creator.market
    found = []
    first = occasion_of(partnership, ReviewKind.FIRST_CAMPAIGN, FIRST, ground)
    if first is not None:
        found.append((first, working_day_from(first.last + timedelta(days=DECIDE_WITHIN), market)))
    quarter = _quarter(partnership, ground)
    if quarter is not None:
        found.append((quarter, working_day_from(quarter_after(quarter.first), market)))
    return found


def _quarter(partnership: Partnership, ground: Ground) -> Occasion | None:
    """T1 and T2 whose agreement was in force when the quarter ended and is still: without notice,
    since then the decision is made. Who joined in its second half is asked a quarter later."""
    today = ground.today(partnership)
    first, last = quarter_before(today)
    if partnership.tier not in (Tier.T1, Tier.T2):
        return None
    if partnership.started_on > first + (last - first) / 2:
        return None
    agreed, now = ground.in_force(partnership, last), ground.in_force(partnership, today)
    if agreed is None or now is None or now.state == AgreementState.IN_NOTICE:
        return None
    return Occasion(partnership, ReviewKind.QUARTERLY, quarter_named(first), first, last)


def _ask(one: Occasion, due_on: date, ground: Ground) -> int:
    result = made(one, ground)
    row = ContinuationReview(
        workspace_id=one.partnership.workspace_id,
        partnership=one.partnership,
        kind=one.kind,
        occasion=one.occasion,
        due_on=due_on,
        evidence=result.evidence,
        evidence_at=ground.at,
        proposal=result.proposal.decision,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            told = {"occasion": one.occasion, "proposal": row.proposal}
            record(verb="review.asked", obj=row, by=None, at=ground.at, changes=told)
    except IntegrityError:
        # Another worker was faster.
        return 0
    return 1


def _renew(review: ContinuationReview, ground: Ground) -> int:
    one = occasion_of(review.partnership, review.kind, review.occasion, ground)
    if one is None or review.partnership.stage == Stage.ENDED:
        if review.dropped_at is not None:
            return 0
        return _save(review, "review.dropped", {"dropped_at": ground.at}, ground.at)
    result = made(one, ground)
    new: dict[str, Any] = {
        "evidence": jsonable(result.evidence),
        "proposal": result.proposal.decision.value,
    }
    if review.dropped_at is not None:
        new["dropped_at"] = None
        return _save(review, "review.asked", {**new, "evidence_at": ground.at}, ground.at)
    if (review.evidence, review.proposal) == (new["evidence"], new["proposal"]):
        return 0
    # Renewed figures are no event of their own: the decision keeps those it was made from.
    verb = "review.proposal_changed" if review.proposal != new["proposal"] else ""
    return _save(review, verb, {**new, "evidence_at": ground.at}, ground.at)


def _save(review: ContinuationReview, verb: str, new: dict[str, Any], at: datetime) -> int:
    told = {"proposal": new.get("proposal", review.proposal), "occasion": review.occasion}
    try:
        with transaction.atomic():
            save_version(review, expected=review.version, changes=new)
            if verb:
                record(verb=verb, obj=review, by=None, at=at, changes=told)
    except EditConflict:
        # Somebody decided, or another worker was faster.
        return 0
    return 1
