"""What is left to do when an agreement was given notice to, and by when (product.md, row 23)."""

from calendar import monthrange
from datetime import date, timedelta

from partnerships.enums import CloseOut

# The last results are shared as those of any campaign are (row 57).
RESULTS_WITHIN = timedelta(hours=72)


def close_out_days(
    ends_on: date, *, payment_days: int, rights_months: int | None
) -> dict[CloseOut, date]:
    """Kind → the day it is due, counted from the last day in force.

    Work and farewell by that day; money by the agreed days of payment after it; results within 72
    hours; rights on the day they run out, and not at all where no length was agreed.
    """
    found = {
        CloseOut.FINISH_WORK: ends_on,
        CloseOut.FAREWELL: ends_on,
        CloseOut.RESULTS: ends_on + RESULTS_WITHIN,
        CloseOut.SETTLE: ends_on + timedelta(days=payment_days),
    }
    if rights_months is not None:
        found[CloseOut.RIGHTS] = _months_later(ends_on, rights_months)
    return found


def _months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last one."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
