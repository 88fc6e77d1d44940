"""What a results file is and what it adds up to, without a campaign and without the database."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import IO, Any

from campaigns.imports.fields import FIELDS, WATCH
from campaigns.imports.guessing import Seen, look, stacks, unclear_in
from campaigns.imports.measures import Measured, is_total, measure
from campaigns.imports.options import Options, with_years
from campaigns.models import METRICS
from core.imports.lines import Mapper, raw_row, read_values
from core.imports.mapping import knows
from core.imports.registry import Line
from core.imports.sentences import Sentence
from core.imports.stacks import STACK
from core.imports.tables import Table, read_table
from core.imports.values import parse_number

# Stands for a currency that nothing in the file says.
UNSAID = "?"
_SAMPLE = 200
_LINES_SHOWN = 5


@dataclass
class Sums:
    """Of a block or of the whole file: rows that count, their numbers, money by currency."""

    rows: int = 0
    numbers: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    money: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    first: date | None = None
    last: date | None = None

    def take(self, measured: Measured) -> None:
        self.rows += 1
        for name in METRICS:
            if name in measured.columns:
                self.numbers[name] += measured.columns[name]
        if "revenue_amount" in measured.columns:
            self.money[measured.columns["revenue_currency"]] += measured.columns["revenue_amount"]
        if measured.day is not None:
            self.first = min(filter(None, (self.first, measured.day)))
            self.last = max(filter(None, (self.last, measured.day)))


@dataclass
class Same:
    """Lines of which the same is said, but for what they hold; `text` is that of the first."""

    text: str
    lines: list[int] = field(default_factory=list)

    def add(self, line: Line) -> None:
        self.lines.append(line.number)


@dataclass
class Dry:
    """`blocks`: title of a table, or platform of a series → its sums. `skipped` and `problems`:
    by their kind. `own_totals`: (line, what the file's own row of totals says). `beside`:
    columns that are not taken → their sums."""

    table: Table
    seen: Seen
    unclear: list[str]
    sums: Sums = field(default_factory=Sums)
    blocks: dict[str, Sums] = field(default_factory=lambda: defaultdict(Sums))
    skipped: dict[str, Same] = field(default_factory=dict)
    problems: dict[str, Same] = field(default_factory=dict)
    own_totals: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    beside: dict[str, Decimal] = field(default_factory=dict)

    @property
    def is_recognised(self) -> bool:
        """Whether it is a report that is known, or any table that rows could be made of."""
        found = self.seen.found
        return found is not None and (self.sums.rows > 0 or found.format.key not in ("any", "long"))


def dry_run(file: IO[bytes], file_name: str, said: Mapping[str, str], today: date) -> Dry:
    """Reads the file two or three times; raises ImportRefused. `said`: options that were chosen
    and not guessed, as on the mapping page."""
    table = _read(file, file_name, {})
    seen = look(table, table.sample(_SAMPLE), file_name)
    chosen = {**seen.options, **{name: text for name, text in said.items() if text}}
    # Whose the rows are is no question here; money without a currency is added up all the same.
    options = Options.of({**chosen, "part": ""}, today)
    options = replace(options, currency=options.currency or UNSAID)
    how = {**table.dialect.as_json(), "columns": table.header}
    mapper = Mapper(FIELDS, table.header, seen.mapping)

    def lines() -> Iterator[Line]:
        for number, row in _read(file, file_name, how).numbered:
            yield mapper.line(number, raw_row(table.header, row))

    year = chosen.get("year", "")
    options = with_years(options, lines, today, int(year) if year else None)
    dry = Dry(table, seen, [str(why) for why in unclear_in(seen.mapping, {**chosen, "part": "-"})])
    beside = _Beside(table.header, seen.mapping)
    for line in lines():
        _take(dry, line, options, beside.take)
    dry.beside = beside.sums
    return dry


def _read(file: IO[bytes], file_name: str, how: Mapping[str, Any]) -> Table:
    return read_table(file, file_name, how, knows(FIELDS), stacks)


def _take(dry: Dry, line: Line, options: Options, beside: Callable[[Line], None]) -> None:
    if is_total(line):
        values, _problems = read_values(FIELDS, line)
        dry.own_totals.append((line.number, _of_totals(values)))
    else:
        beside(line)
    measured = measure(line, options)
    if measured.skipped:
        dry.skipped.setdefault(_kind(measured.skipped), Same(measured.skipped)).add(line)
    elif measured.problems:
        for problem in measured.problems:
            dry.problems.setdefault(_kind(problem), Same(problem)).add(line)
    else:
        dry.sums.take(measured)
        dry.blocks[_block(dry, line, measured)].take(measured)


def _block(dry: Dry, line: Line, measured: Measured) -> str:
    if dry.table.dialect.kind == STACK:
        return line.cells.get("metric", "")
    return measured.platform


def _kind(text: str) -> str:
    """The sentence without what was put into it."""
    if not isinstance(text, Sentence):
        return text
    parts = [part for part in text.origin.get("parts", []) if isinstance(part, dict)]
    return " ".join(str(part.get("say", "")) for part in [text.origin, *parts]) or text


def _of_totals(values: Mapping[str, Any]) -> dict[str, Any]:
    told = {name: values[name] for name in METRICS if name in values}
    for name, parse in WATCH.items():
        if name in values:
            try:
                told["watch_seconds"] = parse(values[name])
            except ValueError:
                continue
    return told


@dataclass
class _Beside:
    """Columns that are no part of a result, as far as all their cells are numbers."""

    header: list[str]
    mapping: Mapping[str, str]
    sums: dict[str, Decimal] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)

    def take(self, line: Line) -> None:
        for name in self.header:
            cell = line.raw.get(name, "")
            taken = self.mapping.get(name, "value") != "value" or _is_id(cell)
            if not cell or name in self.broken or taken:
                continue
            try:
                number = parse_number(cell)
            except ValueError:
                self.broken.add(name)
                self.sums.pop(name, None)
                continue
            if number is not None:
                self.sums[name] = self.sums.get(name, Decimal(0)) + number


def shown_lines(lines: list[int]) -> str:
    """`lines 3, 4, 9 and 12 more`"""
    head = ", ".join(map(str, lines[:_LINES_SHOWN]))
    more = len(lines) - _LINES_SHOWN
    return f"{head} and {more} more" if more > 0 else head


def _is_id(cell: str) -> bool:
    return cell.isdecimal() and len(cell) > 11
