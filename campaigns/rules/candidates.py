"""Whom to ask next: how long there was neither work nor contact (product.md, row 54)."""

from dataclasses import dataclass
from datetime import date

# Days of silence that a manager is told of.
GAPS = (90, 180)


@dataclass(frozen=True)
class Before:
    """One candidate until today. `worked_on`: last day of their newest campaign with the brand;
    `spoke_on`: of the last contact; `earlier`: campaigns with the brand that they did not decline;
    `answer`, `answered_on`: to the last question that was closed."""

    earlier: int = 0
    worked_on: date | None = None
    spoke_on: date | None = None
    answer: str = ""
    answered_on: date | None = None

    def days(self, today: date) -> int | None:
        """Since the last work or contact, whichever was later; None: there was neither. Work that
        is still to come is no silence."""
        known = [day for day in (self.worked_on, self.spoke_on) if day is not None]
        return max(0, (today - max(known)).days) if known else None


def gap(days: int | None) -> int:
    """The limit that was passed, 180 or 90; 0: none."""
    return max((limit for limit in GAPS if days is not None and days >= limit), default=0)
