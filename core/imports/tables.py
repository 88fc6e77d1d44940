"""Files in: CSV, TSV, TXT and XLSX as one kind of table, read row by row.

`read_table` guesses what the person did not say (encoding, delimiter, header row, sheet); the
guess is shown on the mapping page and handed back as `dialect`, so that every later reading of
the same file is the same.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import IO, Any

from django.utils.translation import gettext as _

from core.imports.blocks import Block, beside, biggest, find_blocks
from core.imports.card_columns import BROKEN, cells_of, columns_of
from core.imports.cards import Card, read_cards
from core.imports.dialects import CARDS as CARDS
from core.imports.dialects import Dialect as Dialect
from core.imports.encodings import guess_encoding, known_encoding
from core.imports.refusals import ImportRefused, refuse_by_first_look, refuse_many_columns
from core.imports.shape import (
    DELIMITERS,
    SAMPLE_ROWS,
    Knows,
    column_names,
    first_header_row,
    grouped_names,
    guess_delimiter,
    guess_header_lines,
    guess_header_row,
    row_of_names_above,
    trimmed_width,
)
from core.imports.stacks import STACK, Stacks, stacked, title_above
from core.imports.streams import NumberedRow, card_lines, first_lines, text_records
from core.imports.workbooks import check_workbook, open_workbook, sheet_names, sheet_rows
from core.imports.wrapped import unwrapped, wrapped_by


@dataclass
class Table:
    """`rows` gives each row below the header once, without blank ones, as wide as the header (a
    longer row keeps its surplus cells); `numbered` the same with the number of the row.

    `preamble` holds the first rows of the file as they stand, for choosing the header row.
    """

    dialect: Dialect
    header: list[str]
    numbered: Iterator[NumberedRow]
    sheets: list[str] = field(default_factory=list)
    preamble: list[NumberedRow] = field(default_factory=list)

    def sample(self, rows: int) -> list[list[str]]:
        """The first rows under the header; they are taken from the stream."""
        return list(islice(self.rows, rows))

    @property
    def rows(self) -> Iterator[list[str]]:
        return (row for _number, row in self.numbered)


def read_table(
    file: IO[bytes],
    file_name: str,
    dialect: Mapping[str, Any] | None = None,
    knows: Knows | None = None,
    stacks: Stacks | None = None,
) -> Table:
    """The table in `file` (binary, seekable). `dialect` overrides the guess, key by key; `knows`
    tells names of columns, `stacks` those of tables that their titles tell apart.

    Rows stream: memory does not grow with a text file. Raises ImportRefused, also while rows are
    being read; refuses a table that has no row under its header.
    """
    given = {key: value for key, value in (dialect or {}).items() if value not in (None, "")}
    look = refuse_by_first_look(file, file_name)
    if look.zipped:
        return _workbook(file, given, knows, stacks)
    return _cards(file, given) if look.cards else _text(file, given, knows, stacks)


def _text(
    file: IO[bytes], given: Mapping[str, Any], knows: Knows | None, stacks: Stacks | None
) -> Table:
    encoding = _encoding(file, given)
    delimiter = str(given.get("delimiter") or guess_delimiter(first_lines(file, encoding)))
    if len(delimiter) != 1 or delimiter in '"\r\n':
        delimiter = DELIMITERS[0]
    delimiter = (inner := wrapped_by(first_lines(file, encoding))) or delimiter

    def records() -> Iterator[NumberedRow]:
        plain = text_records(file, encoding, delimiter)
        return unwrapped(plain, inner) if inner else plain

    sample = list(islice(records(), SAMPLE_ROWS))
    found = _placed(given, sample, records, knows)
    found = replace(found, encoding=encoding, delimiter=delimiter, twice=bool(inner))
    return _table(_as_stack(found, given, sample, stacks), records(), sample, [])


def _workbook(
    file: IO[bytes], given: Mapping[str, Any], knows: Knows | None, stacks: Stacks | None
) -> Table:
    check_workbook(file)
    book = open_workbook(file)
    sheets = sheet_names(book)
    wanted = given.get("sheet")
    name = wanted if wanted in sheets else _best_sheet(book, sheets, knows)

    def records() -> Iterator[NumberedRow]:
        return enumerate(sheet_rows(book, name), start=1)

    sample = list(islice(records(), SAMPLE_ROWS))
    if not any(trimmed_width(row) for _n, row in sample):
        raise ImportRefused(_("The spreadsheet has no rows. Export it again."))
    found = _placed(given, sample, records, knows)
    found = _as_stack(replace(found, sheet=name), given, sample, stacks)
    return _table(found, records(), sample, sheets)


def _best_sheet(book: Any, sheets: Sequence[str], knows: Knows | None) -> str:
    """The first sheet whose header says most to us; a sheet without rows is none."""
    best, most = "", -1
    for name in sheets:
        head = list(islice(sheet_rows(book, name), SAMPLE_ROWS))
        if not any(trimmed_width(row) for row in head):
            continue
        number = guess_header_row(head, knows)
        names = head[number - 1] if number else []
        telling = min(3, sum(1 for cell in names if knows and cell.strip() and knows(cell)))
        if telling > most:
            best, most = name, telling
    if not best:
        raise ImportRefused(_("The spreadsheet has no rows. Export it again."))
    return best


def _placed(
    given: Mapping[str, Any],
    sample: list[NumberedRow],
    records: Callable[[], Iterator[NumberedRow]],
    knows: Knows | None,
) -> Dialect:
    """Where the table stands: header row, lines of it, last row."""
    head = [row for _n, row in sample]
    chosen = _whole(given, "header_row")
    lines = _whole(given, "header_lines") or 1
    if chosen is None:
        chosen, lines = guess_header_lines(head, guess_header_row(head, knows))
        if not any(map(trimmed_width, head[chosen:])) and len(head) < SAMPLE_ROWS:
            # A header in words nobody knows over a single row: the row is not the header.
            chosen, lines = row_of_names_above(head, chosen), 1
    if knows is not None and chosen and beside(head[chosen - 1], head[chosen:], knows):
        raise ImportRefused(
            _("There are two tables side by side. Put them one below the other, or into two files.")
        )
    tables: Sequence[Sequence[Any]] | None = given.get("tables")
    last = _whole(given, "last_row") or 0
    if tables is None:
        # Looked for from the first header on: the chosen one changes nothing.
        first = guess_header_lines(head, first_header_row(head, knows))[0]
        blocks = find_blocks(records(), min(first, chosen) if chosen else first, knows)
        tables = _told(blocks) if len(blocks) > 1 else []
        if tables and _whole(given, "header_row") is None and biggest(blocks).first != chosen:
            chosen, lines = biggest(blocks).first, 1
        last = next((end for start, end, *_rest in tables if start <= chosen <= end), 0)
    kept = tuple((int(a), int(b), int(c), str(d)) for a, b, c, d in tables)
    return Dialect(header_row=chosen, header_lines=lines, last_row=last, tables=kept)


def _as_stack(
    found: Dialect, given: Mapping[str, Any], sample: list[NumberedRow], stacks: Stacks | None
) -> Dialect:
    names = _row_at(sample, found.header_row)
    if given.get("kind") != STACK and not (
        stacks and stacks(names[: trimmed_width(names)]) and title_above(sample, found.header_row)
    ):
        return found
    return replace(found, kind=STACK, last_row=0, tables=(), header_lines=1)


def _told(blocks: Sequence[Block]) -> list[tuple[int, int, int, str]]:
    names = (" · ".join(filter(None, map(str.strip, block.header)))[:80] for block in blocks)
    return [
        (block.first, block.last, block.rows, name)
        for block, name in zip(blocks, names, strict=True)
    ]


def _cards(file: IO[bytes], given: Mapping[str, Any]) -> Table:
    encoding = _encoding(file, given)

    def cards() -> Iterator[Card]:
        return read_cards(card_lines(file, encoding), encoding)

    # Known from the first reading on: to find all columns, every card must be read.
    header = given.get("columns") or columns_of(cards())
    if not header:
        raise ImportRefused(_("There is no contact in this file. Export the contacts again."))

    def rows() -> Iterator[NumberedRow]:
        for card in cards():
            cells = cells_of(card)
            row = [cells.get(name, "") for name in header]
            yield card.number, [*row, BROKEN] if card.broken else row

    dialect = Dialect(encoding=encoding, header_row=1, kind=CARDS)
    return Table(dialect, header, rows())


def _encoding(file: IO[bytes], given: Mapping[str, Any]) -> str:
    encoding = str(given.get("encoding") or guess_encoding(file))
    return encoding if known_encoding(encoding) else "utf-8"


def _whole(given: Mapping[str, Any], name: str) -> int | None:
    value = given.get(name)
    return value if isinstance(value, int) and value >= 0 else None


def _table(
    dialect: Dialect, records: Iterator[NumberedRow], sample: list[NumberedRow], sheets: list[str]
) -> Table:
    top = _row_at(sample, dialect.header_row)
    names = top
    if dialect.header_lines == 2 and dialect.header_row > 1:
        names = grouped_names(_row_at(sample, dialect.header_row - 1), names)
    if not names and dialect.header_row > len(sample):
        # A table further down has its names where the sample does not reach.
        names = top = dict(islice(records, dialect.header_row)).get(dialect.header_row, [])
    below = [row for number, row in sample if number > dialect.header_row]
    # Columns without a name count as far as somebody wrote into them.
    usual = max((trimmed_width(row) for row in below), default=0) if not names else 0
    nameless = [trimmed_width(row) for row in below if len(row) <= len(names)]
    if dialect.tables and names:
        nameless = []
    width = max(trimmed_width(names), usual, *nameless, 0)
    refuse_many_columns(width)
    if dialect.kind == STACK:
        names, width = [_("Table"), *names[:width]], width + 1
        records = stacked(records, top, dialect.header_row)
    rows = _rows(records, dialect, width, top)
    first = next(rows, None)
    if first is None:
        raise ImportRefused(
            _("There is no row under the header. Export the file again, with its rows.")
        )
    header = column_names(names, width)
    return Table(dialect, header, _chain(first, rows), sheets=sheets, preamble=sample)


def _row_at(sample: list[NumberedRow], wanted: int) -> list[str]:
    return next((row for number, row in sample if number == wanted), [])


def _chain(first: NumberedRow, rest: Iterator[NumberedRow]) -> Iterator[NumberedRow]:
    yield first
    yield from rest


def _rows(
    records: Iterator[NumberedRow], dialect: Dialect, width: int, names: list[str]
) -> Iterator[NumberedRow]:
    header = [cell.strip() for cell in names[:width]]
    first = header[0] if any(header) else None
    for number, row in records:
        if number <= dialect.header_row:
            continue
        if dialect.last_row and number > dialect.last_row:
            return
        filled = trimmed_width(row)
        if not filled:
            continue
        # The same header again, as printed pages have it, is no row.
        if row[0].strip() == first and [cell.strip() for cell in row[:width]] == header:
            continue
        if len(row) != width:
            row = row[: max(width, filled)] + [""] * (width - len(row))  # noqa: PLW2901
        yield number, row
