"""The two kinds of file, row by row, in memory that does not grow with them.

Whatever people typed stays text: in CSV by an apostrophe (core/formulas.py), in XLSX by cells that
are text by their type, marked as such, so that the text itself is untouched. Numbers and dates are
real ones.
"""

import csv
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import TextIOWrapper
from typing import IO, Any

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from core.exports.registry import Cell
from core.formulas import runs, safe

CSV, XLSX = "csv", "xlsx"
TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# What a workbook can hold.
MOST_ROWS = 1_048_575
LONGEST = 32_767
_WIDTHS = (10, 48)
_TRIED = 100

Pulse = Callable[[int], None]


class TooLong(Exception):
    """More rows than this kind of file can hold; the words say so."""


def delimiter_of(language: str) -> str:
    """What a spreadsheet in that language takes for the end of a cell."""
    return ";" if language.startswith("ru") else ","


def write_csv(
    file: IO[bytes], heads: Sequence[str], rows: Iterable[Sequence[Cell]], *, language: str,
    pulse: Pulse,
) -> int:  # fmt: skip
    """UTF-8 with its mark, so that spreadsheets read the letters. Gives the rows written."""
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text, delimiter=delimiter_of(language))
    comma = language.startswith("ru")
    writer.writerow([safe(head) for head in heads])
    number = 0
    for number, row in enumerate(rows, start=1):
        writer.writerow([_as_text(cell, comma=comma) for cell in row])
        pulse(number)
    text.flush()
    text.detach()
    return number


def write_xlsx(
    file: IO[bytes], heads: Sequence[str], rows: Iterable[Sequence[Cell]], *, title: str,
    pulse: Pulse,
) -> int:  # fmt: skip
    """One sheet, its header frozen and with filters. Gives the rows written. Raises TooLong."""
    book = xlsxwriter.Workbook(
        file,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    sheet = book.add_worksheet(_sheet_name(title))
    put = _Cells(book, sheet)
    bold = book.add_format({"bold": True, "valign": "top", "bottom": 1})
    widths = [len(head) + 3 for head in heads]
    for place, head in enumerate(heads):
        sheet.write_string(0, place, head, bold)
    number = 0
    for number, row in enumerate(rows, start=1):
        if number > MOST_ROWS:
            raise TooLong(_("A workbook cannot hold so many rows. Choose CSV."))
        for place, cell in enumerate(row):
            length = put(number, place, cell)
            if number <= _TRIED:
                widths[place] = max(widths[place], length + 1)
        pulse(number)
    for place, width in enumerate(widths):
        sheet.set_column(place, place, min(max(width, _WIDTHS[0]), _WIDTHS[1]))
    sheet.freeze_panes(1, 1)
    if heads:
        sheet.autofilter(0, 0, number, len(heads) - 1)
    book.close()
    return number


class _Cells:
    """Writes each value as what it is; gives its length as shown."""

    def __init__(self, book: Any, sheet: Any) -> None:
        self.sheet = sheet
        self.marked = book.add_format({"quote_prefix": True})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self.whole = book.add_format({"num_format": "#,##0"})
        self.broken = book.add_format({"num_format": "#,##0.00##"})

    def __call__(self, row: int, place: int, cell: Cell) -> int:
        if cell is None or cell == "":
            return 0
        if isinstance(cell, datetime):
            local = timezone.localtime(cell) if timezone.is_aware(cell) else cell
            self.sheet.write_datetime(row, place, local.replace(tzinfo=None), self.moment)
            return 16
        if isinstance(cell, date):
            self.sheet.write_datetime(row, place, cell, self.day)
            return 10
        if isinstance(cell, int | Decimal | float):
            whole = cell == int(cell)
            self.sheet.write_number(row, place, cell, self.whole if whole else self.broken)
            return len(f"{cell:,}")
        text = _clean(str(cell))[:LONGEST]
        self.sheet.write_string(row, place, text, self.marked if runs(text) else None)
        return max(map(len, text.splitlines()), default=0)


def _as_text(cell: Cell, *, comma: bool) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        local = timezone.localtime(cell) if timezone.is_aware(cell) else cell
        return f"{local:%Y-%m-%d %H:%M}"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, Decimal | float):
        return f"{cell:f}".replace(".", ",") if comma else f"{cell:f}"
    return str(cell) if isinstance(cell, int) else safe(_clean(str(cell)))


def _clean(text: str) -> str:
    """Without what no file of text may hold."""
    return "".join(sign for sign in text if sign >= " " or sign in "\t\n\r")


def _sheet_name(title: str) -> str:
    return "".join(sign for sign in title if sign not in "[]:*?/\\'")[:31] or "1"
