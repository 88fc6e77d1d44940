"""Lines of a large file, cheaply: what `compose` (rows.py) has said of an owner and of a day is
remembered, and a line of known ones with plain digits is put together from that.

Everything else goes through `compose`. So does each line that teaches something; where the cheap
way would have said something else of it, it is given up for the rest of the file.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from operator import itemgetter
from typing import Any, NamedTuple

import structlog

from campaigns.imports.fields import FIELDS
from campaigns.imports.measures import is_total
from campaigns.imports.rows import Wish, compose
from campaigns.models import METRICS
from core.formulas import readable
from core.imports.lines import Mapper, raw_row
from core.imports.registry import Line
from core.imports.staging import escaped
from core.models import ImportJob

log = structlog.get_logger(__name__)

_COUNT = "(?:0|[1-9][0-9]{0,14})?"
_AMOUNT = re.compile(r"(0|[1-9][0-9]{0,10})(?:\.([0-9]{1,2}))?", re.ASCII)
# Days that say all of themselves: not by their place in the file, nor by an option.
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[ T][0-9]{2}:[0-9]{2}[0-9:.Z+-]*)?|[0-9]{8}")
_MOST_OWNERS, _MOST_DAYS = 100_000, 20_000


class Numbered(NamedTuple):
    """What a line wants to be. `key`: a number that no other row has; `place`: collaboration,
    deliverable, market, source key and day, `numbers`: METRICS in `Quick.order`, amount and
    currency; both as staging.py takes them. `remarks` as in a Wish."""

    key: int
    place: str
    numbers: str
    remarks: tuple[str, ...] = ()


@dataclass
class _Owner:
    """`key` without the day, `place` without it. `currency` is "" until a line has told it."""

    key: int
    place: str
    currency: str = ""


class Quick:
    """Reads lines of one file; `known` is that of the importer (campaign, people, options)."""

    def __init__(self, job: ImportJob, known: Any) -> None:
        self.job, self.known = job, known
        self.mapper = Mapper(FIELDS, job.header, job.mapping)
        places = {key: job.header.index(name) for name, key, _field in self.mapper.columns}
        parsers = {field.key: field.parse for _name, _key, field in self.mapper.columns}
        metrics = [m for m in METRICS if m in places and _reads_digits(parsers[m])]
        self.order = [*metrics, *(m for m in METRICS if m not in metrics)]
        self.width = len(job.header)
        self.day, self.revenue = places.get("day"), places.get("revenue")
        apart = {*(places[m] for m in metrics), self.day, self.revenue}
        # By their place and not by their key: a column may be mapped to anything.
        self.context = [p for p in places.values() if p not in apart]
        self.context_of = itemgetter(*self.context) if self.context else None
        self.metrics_of = itemgetter(*(places[m] for m in metrics)) if metrics else None
        self.one = len(metrics) == 1
        self.whole = known.options.decimal == ","
        self.counts = re.compile("\t".join([_COUNT] * len(metrics)), re.ASCII)
        self.rest = "\t" * (len(METRICS) - len(metrics))
        self.owners: dict[Any, _Owner] = {}
        self.days: dict[str, tuple[int, str, tuple[str, ...]]] = {}
        twice = len(places) < len(self.mapper.columns)
        self.off = self.day is None or self.metrics_of is None or twice

    def quick(self, row: Sequence[str]) -> Numbered | None:
        """The line, if all that it says is known and plain."""
        if self.off or len(row) != self.width:
            return None
        owner = self.owners.get(self.context_of(row) if self.context_of else ())
        day = self.days.get(row[self.day])  # type: ignore[index]
        if owner is None:
            return None
        if day is None and (day := self._stamped(row)) is None:
            return None
        said = self.metrics_of(row)  # type: ignore[misc]
        counts = said if self.one else "\t".join(said)
        if not self.counts.fullmatch(counts):
            return None
        money = "\t"
        if self.revenue is not None and (cell := row[self.revenue]):
            found = _amount(cell, self.whole) if owner.currency else ""
            if not found:
                return None
            money = f"{found}\t{owner.currency}"
        elif not counts.strip("\t"):
            return None
        if _adds_up(row):
            return None
        numbers = f"{counts}{self.rest}\t{money}"
        return Numbered(owner.key + day[0], f"{owner.place}\t{day[1]}", numbers, day[2])

    def careful(self, number: int, row: Sequence[str]) -> Numbered | Wish:
        """The line by `compose`; a Wish that has problems or is skipped as it gives it."""
        known = self.known
        line = self.mapper.line(number, raw_row(self.job.header, row))
        wish = compose(line, known.campaign, known.people, known.options)
        if wish.problems or wish.skipped:
            return wish
        found = self.written(wish)
        if not self.off and len(row) == self.width:
            self._learn(row, wish)
            if self.quick(row) not in (None, found):
                log.warning("import.quick_way_left", job=self.job.public_id, line=number)
                self.off = True
        return found

    def written(self, wish: Wish) -> Numbered:
        key, place = _place(wish)
        assert wish.day is not None
        counts = "\t".join([_text(wish.columns.get(name)) for name in self.order])
        amount = wish.columns.get("revenue_amount")
        money = f"{_text(amount)}\t{wish.columns.get('revenue_currency', '')}"
        return Numbered(
            key + wish.day.toordinal(),
            f"{place}\t{wish.day.isoformat()}",
            f"{counts}\t{money}",
            tuple(wish.remarks),
        )

    def _learn(self, row: Sequence[str], wish: Wish) -> None:
        """An owner from a line without remarks, so that those of a day are known to be its own."""
        assert wish.day is not None
        context = self.context_of(row) if self.context_of else ()
        if context not in self.owners:
            if wish.remarks:
                return
            if len(self.owners) >= _MOST_OWNERS:
                self.owners.clear()
            self.owners[context] = _Owner(*_place(wish))
        owner = self.owners[context]
        cell = row[self.day]  # type: ignore[index]
        if (match := _DAY.fullmatch(cell)) and (match[1] or cell) not in self.days:
            if len(self.days) >= _MOST_DAYS:
                self.days.clear()
            told = (wish.day.toordinal(), wish.day.isoformat(), tuple(wish.remarks))
            self.days[match[1] or cell] = told
        if self.revenue is not None and _amount(row[self.revenue], self.whole):
            owner.currency = wish.columns.get("revenue_currency", "")

    def _stamped(self, row: Sequence[str]) -> tuple[int, str, tuple[str, ...]] | None:
        """A known day with a time beside it."""
        cell = row[self.day]  # type: ignore[index]
        match = _DAY.fullmatch(cell) if len(cell) > 10 else None
        return self.days.get(match[1]) if match else None


def _reads_digits(parse: Any) -> bool:
    """Whether plain digits are the number itself in this column."""
    return all(parse(str(n)) == n for n in (0, 7, 1234, 999_999_999_999_999))


def _amount(cell: str, whole: bool) -> str:
    """`12`, `12.5`, `12.50` → `12.50`; "" for anything else. `whole`: a point is not before a
    fraction in this file."""
    match = _AMOUNT.fullmatch(cell)
    if match is None or (whole and match[2]):
        return ""
    return f"{match[1]}.{match[2] or '':0<2}"


def _adds_up(row: Sequence[str]) -> bool:
    """Whether one of the cells at its edges says that the row is a total."""
    for cells in (row, reversed(row)):
        cell = next(filter(None, cells), "")
        # Numbers and days need no look.
        if cell and not cell[0].isdigit() and (cell.isspace() or _says_total(cell)):
            return True
    return False


@lru_cache(maxsize=4096)
def _says_total(cell: str) -> bool:
    return is_total(Line(0, {"": readable(cell)}, {}))


def _place(wish: Wish) -> tuple[int, str]:
    """(number of the owner and market that leaves room for a day, their cells)."""
    assert wish.owner is not None
    owner = wish.owner
    said = f"{owner.part.pk}\t{wish.market}\t{owner.source_key}"
    number = int.from_bytes(blake2b(said.encode(), digest_size=12).digest(), "big") << 24
    deliverable = "" if owner.deliverable is None else owner.deliverable.pk
    return number, f"{owner.part.pk}\t{deliverable}\t{wish.market}\t{escaped(owner.source_key)}"


def _text(value: Any) -> str:
    return "" if value is None else str(value)
