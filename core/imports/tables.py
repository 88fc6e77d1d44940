"""Files in: CSV, TSV, TXT and XLSX as one kind of table, read row by row.

`read_table` guesses what the person did not say (encoding, delimiter, header row, sheet); the
guess is shown on the mapping page and handed back as `dialect`, so that every later reading of
the same file is the same.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import IO, Any

from django.utils.translation import gettext as _

from core.imports.encodings import guess_encoding, known_encoding
from core.imports.refusals import ImportRefused, refuse_by_first_look, refuse_many_columns
from core.imports.shape import (
    DELIMITERS,
    SAMPLE_ROWS,
    column_names,
    guess_delimiter,
    guess_header_row,
    trimmed_width,
)
from core.imports.workbooks import check_workbook, open_workbook, sheet_names, sheet_rows

# A line longer than this, or parted more often, is no row of a table.
_LONGEST_LINE = 2_000_000
_MOST_PARTS = 100_000
csv.field_size_limit(_LONGEST_LINE)

# (row number in the file from 1, cells)
NumberedRow = tuple[int, list[str]]


@dataclass(frozen=True)
class Dialect:
    """How the file is to be read. `header_row` counts from 1; 0: the file has no header."""

    encoding: str = ""
    delimiter: str = ""
    header_row: int = 1
    sheet: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "encoding": self.encoding,
            "delimiter": self.delimiter,
            "header_row": self.header_row,
            "sheet": self.sheet,
        }


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


def read_table(file: IO[bytes], file_name: str, dialect: Mapping[str, Any] | None = None) -> Table:
    """The table in `file` (binary, seekable). `dialect` overrides the guess, key by key.

    Rows stream: memory does not grow with a text file. Raises ImportRefused, also while rows are
    being read; refuses a table that has no row under its header.
    """
    given = {key: value for key, value in (dialect or {}).items() if value not in (None, "")}
    if refuse_by_first_look(file, file_name):
        return _workbook(file, given)
    return _text(file, given)


def _text(file: IO[bytes], given: Mapping[str, Any]) -> Table:
    encoding = str(given.get("encoding") or guess_encoding(file))
    if not known_encoding(encoding):
        encoding = "utf-8"
    delimiter = str(given.get("delimiter") or guess_delimiter(_first_lines(file, encoding)))
    if len(delimiter) != 1 or delimiter in '"\r\n':
        delimiter = DELIMITERS[0]

    def records() -> Iterator[NumberedRow]:
        return _records(file, encoding, delimiter)

    chosen = _header_row(given)
    sample = list(islice(records(), SAMPLE_ROWS))
    header_row = guess_header_row([row for _n, row in sample]) if chosen is None else chosen
    found = Dialect(encoding=encoding, delimiter=delimiter, header_row=header_row)
    return _table(found, records(), sample, sheets=[])


def _workbook(file: IO[bytes], given: Mapping[str, Any]) -> Table:
    check_workbook(file)
    book = open_workbook(file)
    sheets = sheet_names(book)
    wanted = given.get("sheet")
    chosen = [wanted] if wanted in sheets else sheets
    for name in chosen:
        rows = enumerate(sheet_rows(book, name), start=1)
        sample = list(islice(rows, SAMPLE_ROWS))
        if any(trimmed_width(row) for _n, row in sample):
            break
    else:
        raise ImportRefused(_("The spreadsheet has no rows. Export it again."))
    header_row = _header_row(given)
    if header_row is None:
        header_row = guess_header_row([row for _n, row in sample])
    dialect = Dialect(header_row=header_row, sheet=name)
    again = enumerate(sheet_rows(book, name), start=1)
    return _table(dialect, again, sample, sheets=sheets)


def _header_row(given: Mapping[str, Any]) -> int | None:
    value = given.get("header_row")
    return value if isinstance(value, int) and value >= 0 else None


def _table(
    dialect: Dialect, records: Iterator[NumberedRow], sample: list[NumberedRow], sheets: list[str]
) -> Table:
    names = _row_at(sample, dialect.header_row)
    below = [row for number, row in sample if number > dialect.header_row]
    # Columns without a name count as far as somebody wrote into them.
    usual = max((trimmed_width(row) for row in below), default=0) if not names else 0
    nameless = [trimmed_width(row) for row in below if len(row) <= len(names)]
    width = max(trimmed_width(names), usual, *nameless, 0)
    refuse_many_columns(width)
    rows = _rows(records, dialect.header_row, width)
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


def _rows(records: Iterator[NumberedRow], header_row: int, width: int) -> Iterator[NumberedRow]:
    for number, row in records:
        if number <= header_row:
            continue
        filled = trimmed_width(row)
        if filled:
            yield number, row[: max(width, filled)] + [""] * (width - len(row))


def _records(file: IO[bytes], encoding: str, delimiter: str) -> Iterator[NumberedRow]:
    reader = csv.reader(_lines(file, encoding, delimiter), delimiter=delimiter)
    number = 0
    try:
        for number, row in enumerate(reader, start=1):
            yield number, row
    except csv.Error as error:
        raise ImportRefused(
            _("Row %(row)s cannot be read: a quotation mark may be missing. Mend it, or choose "
              "another delimiter.") % {"row": number + 1}
        ) from error  # fmt: skip


def _lines(file: IO[bytes], encoding: str, delimiter: str) -> Iterator[str]:
    file.seek(0)
    text = io.TextIOWrapper(
        io.BufferedReader(_Unclosed(file)), encoding=encoding, errors="replace", newline=""
    )
    for line in iter(lambda: text.readline(_LONGEST_LINE), ""):
        if len(line) >= _LONGEST_LINE or line.count(delimiter) > _MOST_PARTS:
            raise ImportRefused(_("This is not a table: one of its lines never ends."))
        yield line.replace("\x00", "") if "\x00" in line else line


def _first_lines(file: IO[bytes], encoding: str) -> list[str]:
    return list(islice(_lines(file, encoding, ","), SAMPLE_ROWS))


class _Unclosed(io.RawIOBase):
    """The file for a text wrapper that must not close it when it goes."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self.file.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)
