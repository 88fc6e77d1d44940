"""What people expect of a year of check-ins, written down once more from the words of product.md
alone: no line of the planner is used here, so that the two can be held against each other."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import holidays

from checkins.models import Absence
from creators.models import Creator
from partnerships.models import Partnership

DAY = timedelta(days=1)
MONTHS = {"T1": 1, "T2": 3, "T3": 0}
_KNOWN: dict[tuple[str, int], object] = {}


def is_free(day: date, market: str) -> bool:
    """A Saturday, a Sunday, or a public holiday of the market."""
    if day.weekday() >= 5:
        return True
    if market not in ("RU", "US"):
        return False
    key = (market, day.year)
    if key not in _KNOWN:
        _KNOWN[key] = holidays.country_holidays(market, years=day.year)
    return day in _KNOWN[key]  # type: ignore[operator]


def later(day: date, months: int) -> date:
    month = day.month + months
    year, month = (day.year + 1, month - 12) if month > 12 else (day.year, month)
    for number in range(day.day, 0, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    raise AssertionError


@dataclass
class Life:
    """One partnership, and what was done to it."""

    partnership: Partnership
    creator: Creator
    zone: ZoneInfo
    market: str
    tier: str
    started_on: date
    quiet: tuple[int, int] | None = None  # hours, "from" after "until": over night
    contacts: list[datetime] = field(default_factory=list)
    left_out: tuple[date, datetime] | None = None
    absences: list[Absence] = field(default_factory=list)
    paused: bool = False
    paused_until: date | None = None
    resumed_on: date | None = None
    # The day of the newest thing that moves a date besides contact.
    upset_on: date = date.min
    # Days of the creator on which a mail of a check-in left, and the slot it was for.
    sent: list[tuple[datetime, date]] = field(default_factory=list)
    talks: list[date] = field(default_factory=list)

    def day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def is_away(self, day: date) -> bool:
        return any(a.first <= day and (a.until is None or day <= a.until) for a in self.absences)

    def is_back_after(self, day: date) -> bool:
        """Whether the absence that covers `day` has an end."""
        return all(a.until is not None or a.first > day for a in self.absences)

    def rests(self, day: date) -> bool:
        return self.paused and (self.paused_until is None or day <= self.paused_until)

    def expected(self) -> date | None:
        """The day of the next check-in; None: there is to be none."""
        months = MONTHS[self.tier]
        if not months or (self.paused and self.paused_until is None):
            return None
        basis = self.started_on
        if self.contacts:
            basis = self.day(max(self.contacts))
        if self.left_out and (not self.contacts or self.left_out[1] > max(self.contacts)):
            basis = max(self.left_out[0], self.day(self.left_out[1]))
        day = later(basis, months)
        if self.paused and self.paused_until:
            day = max(day, self.paused_until + DAY)
        elif not self.paused and self.resumed_on:
            day = max(day, self.resumed_on)
        while is_free(day, self.market) or self.is_away(day):
            if not self.is_back_after(day):
                return None
            day += DAY
        return day

    def checkpoint(self, year: int, quarter: int) -> date | None:
        """Their own Tuesday, one of the first six as their key has it, or the first working day
        after it; within the quarter."""
        day = date(year, 3 * quarter - 2, 1)
        tuesdays = 0
        while day.weekday() != 1 or tuesdays < self.partnership.pk % 6:
            tuesdays += day.weekday() == 1
            day += DAY
        while is_free(day, self.market) or self.is_away(day):
            if not self.is_back_after(day):
                return None
            day += DAY
        return day if (day.month + 2) // 3 == quarter and day.year == year else None

    def suits(self, moment: datetime) -> list[str]:
        """What is wrong with writing to them at `moment`."""
        local = moment.astimezone(self.zone)
        wrong = []
        if is_free(local.date(), self.market):
            wrong.append("a day off")
        if self.is_away(local.date()):
            wrong.append("away")
        if self.rests(local.date()):
            wrong.append("paused")
        if not 9 <= local.hour < 18:
            wrong.append("outside working hours")
        if self.quiet and (local.hour >= self.quiet[0] or local.hour < self.quiet[1]):
            wrong.append("quiet hours")
        return wrong
