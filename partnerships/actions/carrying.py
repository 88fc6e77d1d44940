"""What hangs on a partnership, and how two partnerships' worth of it become one."""

from typing import Any

from creators.merging import Carried, Ledger, register_carried
from partnerships.models import BudgetLine, BusinessReview, ContinuationReview, Opening

PARTNERSHIP = "partnerships.partnership"
# Any number of them hang side by side.
_PLAIN = (
    "objective",
    "opportunity",
    "roadmapitem",
    "support",
    "rolechange",
    "acquisitioncost",
    "concern",
    "commitment",
    "auditmark",
)
_OPENING = ("story", "success", "vision", "resonated", "questions", "excited_about", "next_steps")
_BUSINESS = ("challenges", "market", "focus", "adjustments")
# So that undo may put the old version back, and a form opened in between still does not fit.
AHEAD = 1_000


def register() -> None:
    of_partnership: dict[str, Any] = {"of": PARTNERSHIP, "via": "creator"}
    plain = [
        Carried(f"partnerships.{name}.partnership", order=213 + place, **of_partnership)
        for place, name in enumerate(_PLAIN)
    ]
    register_carried(
        *plain,
        Carried(
            "partnerships.opening.partnership", settle=_one_opening, order=230, **of_partnership
        ),
        Carried(
            "partnerships.continuationreview.partnership",
            settle=_keep_both_decisions,
            order=231,
            **of_partnership,
        ),
        Carried(
            "partnerships.businessreview.partnership",
            settle=_one_business_review,
            order=232,
            **of_partnership,
        ),
        Carried(
            "partnerships.budgetline.partnership",
            settle=_one_budget_line,
            order=233,
            **of_partnership,
        ),
    )


def _one_opening(ledger: Ledger, better: Any, other: Any) -> None:
    ours = Opening.objects.filter(partnership=better).first()
    theirs = Opening.objects.filter(partnership=other).first()
    if ours is None or theirs is None:
        return
    platforms = [*ours.platforms, *(p for p in theirs.platforms if p not in ours.platforms)]
    ledger.change([ours], platforms=platforms, **_joined(ours, theirs, _OPENING))
    ledger.delete([theirs])


def _keep_both_decisions(ledger: Ledger, better: Any, other: Any) -> None:
    """Two decisions of one occasion were both made: the other one's gets a name of its own."""
    mine = set(
        ContinuationReview.objects.filter(partnership=better).values_list("occasion", flat=True)
    )
    for theirs in ContinuationReview.objects.filter(partnership=other):
        number, occasion = 2, theirs.occasion
        while occasion in mine:
            occasion, number = f"{theirs.occasion}-{number}", number + 1
        if occasion != theirs.occasion:
            ledger.change([theirs], occasion=occasion)
        mine.add(occasion)


def _one_business_review(ledger: Ledger, better: Any, other: Any) -> None:
    mine = {row.quarter: row for row in BusinessReview.objects.filter(partnership=better)}
    for theirs in BusinessReview.objects.filter(partnership=other):
        if ours := mine.get(theirs.quarter):
            ledger.change([ours], **_joined(ours, theirs, _BUSINESS))
            ledger.delete([theirs])


def _one_budget_line(ledger: Ledger, better: Any, other: Any) -> None:
    """Both were planned for: so many times together, at the price of the one that stays."""
    mine = {row.plan_id: row for row in BudgetLine.objects.filter(partnership=better)}
    for theirs in BudgetLine.objects.filter(partnership=other):
        if ours := mine.get(theirs.plan_id):
            ledger.change([ours], times=ours.times + theirs.times)
            ledger.delete([theirs])


def _joined(ours: Any, theirs: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """The words of both, and a version that no open form has."""
    said = {
        name: "\n\n".join(filter(None, dict.fromkeys([getattr(ours, name), getattr(theirs, name)])))
        for name in names
    }
    return {**said, "version": ours.version + AHEAD}
