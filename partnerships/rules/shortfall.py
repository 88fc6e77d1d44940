"""Whether a guarantee can still be met, and until when to book for that (product.md, row 28)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.rules.pace import Pace

# When so much of the year has passed, so much of the guarantee should be booked.
CHECKPOINTS = (Fraction(1, 3), Fraction(1, 2), Fraction(2, 3))
# Behind or not: so long before the last day to book somebody is told.
WARN_DAYS = 30
# Where the creator has not said, and where nothing was done together yet.
USUAL_LEAD_DAYS = 14
USUAL_LENGTH_DAYS = 28


class Standing(StrEnum):
    """The order is from well to worst."""

    FINE = "fine"
    # Fewer are booked than the year's line says, or the last day to book is near.
    BEHIND = "behind"
    # Not all of them fit into the year any more.
    TOO_LATE = "too_late"

    @property
    def rank(self) -> int:
        return list(Standing).index(self)


@dataclass(frozen=True)
class Shortfall:
    """`missing` guaranteed campaigns are not booked; `fits` of them still find room, one after
    the other, each after `lead_days` of notice for `length_days`. `book_by` is the last day on
    which all missing ones can be booked; None if it is past. `line`: what should be booked by now.
    """

    standing: Standing
    missing: int
    fits: int
    book_by: date | None
    line: int
    days_left: int
    lead_days: int
    length_days: int

    @property
    def words(self) -> str:
        return told(self)

    @property
    def basis(self) -> str:
        return reckoned(self)

    @property
    def alert(self) -> bool:
        return self.standing != Standing.FINE


def usual_length(lengths: Sequence[int]) -> int:
    """Days that a campaign with this creator takes: the middle one of those so far."""
    known = sorted(length for length in lengths if length > 0)
    return known[len(known) // 2] if known else USUAL_LENGTH_DAYS


def line_at(*, pace: Pace, today: date) -> int:
    """Campaigns that should be booked by `today`: the guarantee's share at the last checkpoint
    of the year that has passed, whole ones only."""
    whole = (pace.year.last - pace.year.first).days + 1
    passed = Fraction(max((today - pace.year.first).days, 0), whole)
    reached = [point for point in CHECKPOINTS if point <= passed]
    return int((pace.guaranteed or 0) * reached[-1]) if reached else 0


def shortfall(
    *, pace: Pace, today: date, lead_days: int | None = None, length_days: int = USUAL_LENGTH_DAYS
) -> Shortfall | None:
    """None where nothing is guaranteed, all of it is booked, or the year is over."""
    missing = pace.guarantee_left
    if not missing or today > pace.year.last:
        return None
    lead = USUAL_LEAD_DAYS if lead_days is None else lead_days
    length = max(length_days, 1)
    first = max(today + timedelta(days=lead), pace.year.first)
    room = max((pace.year.last - first).days + 1, 0)
    fits = min(room // length, missing)
    last_start = pace.year.last - timedelta(days=missing * length - 1)
    # In a year too short for them the guarantee never fitted.
    book_by = last_start - timedelta(days=lead) if fits == missing else None
    line = line_at(pace=pace, today=today)
    near = book_by is not None and (book_by - today).days <= WARN_DAYS
    if book_by is None:
        standing = Standing.TOO_LATE
    elif pace.booked < line or near:
        standing = Standing.BEHIND
    else:
        standing = Standing.FINE
    return Shortfall(
        standing=standing,
        missing=missing,
        fits=fits,
        book_by=book_by,
        line=line,
        days_left=(pace.year.last - today).days,
        lead_days=lead,
        length_days=length,
    )


def told(short: Shortfall) -> str:
    """In words, for a page, a line of Today and a list: what is missing and what can be done."""
    missing = ngettext(
        "%(n)d guaranteed campaign of this year is not booked.",
        "%(n)d guaranteed campaigns of this year are not booked.",
        short.missing,
    ) % {"n": short.missing}
    if short.book_by is not None:
        by = {"day": date_format(short.book_by, "j E Y")}
        until = ngettext("Book it by %(day)s.", "Book them by %(day)s.", short.missing)
        return f"{missing} {until % by}"
    if not short.fits:
        none = _("None of this fits into the year any more.")
        return f"{missing} {none}"
    fits = ngettext(
        "Only %(n)d still fits into the year.", "Only %(n)d still fit into the year.", short.fits
    )
    return f"{missing} {fits % {'n': short.fits}}"


def reckoned(short: Shortfall) -> str:
    """What the days are counted from."""
    notice = ngettext("%(n)d day of notice", "%(n)d days of notice", short.lead_days)
    length = ngettext("%(n)d day for a campaign", "%(n)d days for a campaign", short.length_days)
    left = ngettext(
        "%(n)d day of the year is left", "%(n)d days of the year are left", short.days_left
    )
    return _("Reckoned with %(notice)s and %(length)s; %(left)s.") % {
        "notice": notice % {"n": short.lead_days},
        "length": length % {"n": short.length_days},
        "left": left % {"n": short.days_left},
    }
