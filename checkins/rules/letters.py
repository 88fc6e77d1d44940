"""Letters to many: their variables, who gets a copy and who does not, and why (row 48)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from string import Formatter
from typing import Any

from django.utils.translation import gettext as _

from checkins.enums import NotSent
from checkins.rules.wording import BRAND, NAME, SENDER

VARIABLES = (NAME, SENDER, BRAND)
LANGUAGES = ("en", "ru")
# What the page proposes: no work for so long is a slow period, and so long without a letter.
SLOW_DAYS, UNWRITTEN_DAYS = 60, 60
# At most so many days count; what is longer is a slip of the finger.
MOST_DAYS = 3650
DEFAULT_A_MONTH = 1


def problems(subject: str, body: str, context: str = "") -> list[tuple[str, str]]:
    """(field, what is wrong in words) of one language's text; empty if it may be saved and sent."""
    found = [
        (name, words)
        for name, text in (("subject", subject), ("body", body), ("context", context))
        for words in _broken(text)
    ]
    if not subject.strip():
        found.append(("subject", _("Write a subject.")))
    if not body.strip():
        found.append(("body", _("Write the text.")))
    return found


def _broken(text: str) -> list[str]:
    try:
        fields = list(Formatter().parse(text))
    except ValueError:
        return [_("A curly bracket is open or closed alone.")]
    known = ", ".join(f"{{{name}}}" for name in VARIABLES)
    return [
        _("{%(name)s} is not a variable. There are: %(known)s") % {"name": name, "known": known}
        for _literal, name, spec, conversion in fields
        if name is not None and (name not in VARIABLES or spec or conversion)
    ]


@dataclass(frozen=True)
class Audience:
    """Whom a letter is meant for; an empty part narrows nothing. Ids are public ids.

    `slow_days`: no work for so many days; `unwritten_days`: no letter for so many. `people`:
    partnerships, chosen one by one among the rest.
    """

    brands: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    markets: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    slow_days: int = 0
    unwritten_days: int = 0
    people: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Audience":
        """What is no list or no number of days is not there."""
        lists = {name: _words(kept.get(name)) for name in _LISTS}
        days = {name: _days(kept.get(name)) for name in _DAYS}
        return cls(**lists, **days)  # type: ignore[arg-type]

    def to_json(self) -> dict[str, Any]:
        """Without the parts that narrow nothing."""
        lists = {name: sorted(set(getattr(self, name))) for name in _LISTS}
        days = {name: getattr(self, name) for name in _DAYS}
        return {name: value for name, value in {**lists, **days}.items() if value}


_LISTS = ("brands", "tiers", "markets", "languages", "people")
_DAYS = ("slow_days", "unwritten_days")


def _words(value: Any) -> tuple[str, ...]:
    return tuple(str(each) for each in value) if isinstance(value, list | tuple) else ()


def _days(value: Any) -> int:
    try:
        days = int(value or 0)
    except (TypeError, ValueError):
        return 0
    return days if 0 < days <= MOST_DAYS else 0


@dataclass(frozen=True)
class Known:
    """What decides over one person's copy. `had_on`: days of their calendar on which a letter
    reached them or is on its way; `on`: the day this one would."""

    language: str
    has_address: bool
    opted_out: bool = False
    suppressed: bool = False
    away: bool = False
    on: date = date.min
    had_on: tuple[date, ...] = field(default=())


def verdict(known: Known, *, languages: Iterable[str], a_month: int) -> NotSent | None:
    """Why they get no copy, the reason that is theirs before ours; None: they get it."""
    if known.opted_out:
        return NotSent.OPTED_OUT
    if known.away:
        return NotSent.AWAY
    if not known.has_address:
        return NotSent.NO_ADDRESS
    if known.suppressed:
        return NotSent.SUPPRESSED
    if known.language not in languages:
        return NotSent.NO_WORDS
    if len(in_month(known.had_on, known.on)) >= a_month:
        return NotSent.OVER_LIMIT
    return None


def in_month(days: Iterable[date], of: date) -> list[date]:
    """Those of `days` in the month of `of`, in order."""
    return sorted(day for day in days if (day.year, day.month) == (of.year, of.month))


def first_choice(
    resting: bool, two_way_at: datetime | None, started_on: date, pk: int
) -> tuple[bool, float, date, int]:
    """Sorts the partnerships of one creator: the letter comes from the first. One that does not
    rest, then the warmest (the newest word from both sides), then the oldest."""
    return resting, -two_way_at.timestamp() if two_way_at else 0.0, started_on, pk
