"""How long a line of Today takes, so that its load in hours can be shown (product.md, row 43)."""

from collections.abc import Iterable

# Minutes of a manager, by kind of line. 6 T1 and 15 T2 partners stay under four hours a week.
MINUTES = {
    "answer": 5,
    "survey": 15,
    "check_in": 5,
    "checkpoint": 25,
    "undelivered": 5,
    "away": 5,
    "win": 10,
    "warmth": 15,
    "deliverable": 5,
    "review": 15,
    "remark": 5,
    "idea": 10,
    "ideas_untold": 5,
    "outreach": 5,
    "payment": 5,
    "agreement": 30,
    "signature": 5,
    "campaign": 30,
    "summary": 15,
    "correction": 10,
    "debrief": 20,
    "budget": 10,
    "inbox": 5,
    "introduction": 10,
    "session": 15,
    "business_review": 45,
    "concern": 20,
    "shortfall": 20,
    "objectives": 15,
    "window": 20,
    "close_out": 15,
    "afterwards": 15,
    "decision": 20,
    "opening": 15,
    "suggestions": 15,
    "sync": 20,
    "advice": 10,
}
_OTHERS = 10


def minutes_for(kind: str) -> int:
    return MINUTES.get(kind, _OTHERS)


def hours_of(minutes: Iterable[int]) -> float:
    """The sum in hours, to the half hour that people plan in; above nothing, never zero."""
    total = sum(minutes)
    return max((total + 15) // 30 / 2, 0.5) if total else 0.0
