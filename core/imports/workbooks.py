"""XLSX: refuse what would not fit into memory before it is unpacked, then read rows as text."""

import re
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import IO, Any
from zipfile import BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from core.imports.refusals import ImportRefused, refuse_many_columns

# Bytes all parts may unpack to, and the most a part may be packed (usual sheets: 5 to 40 times).
MOST_UNPACKED = 300 * 2**20
MOST_PACKED = 200
_SMALL = 2**20
# The reader keeps a full rectangle in memory, about 32 bytes a cell.
MOST_CELLS = 6_000_000
# Cells that hold something; one with a style alone is closed at once (`<c r="A1" s="3"/>`).
_OPEN = re.compile(rb"<(?:\w+:)?c(?:\s(?:[^<>]*[^/<>])?)?>")
_PLACED = re.compile(
    rb"""<(?:\w+:)?c\s(?:[^<>]*\s)?r=["']([A-Z]{1,3})(\d{1,7})["'](?:[^<>]*[^/<>])?>"""
)
_ROW = re.compile(rb"""<(?:\w+:)?row\s(?:[^<>]*\s)?r=["'](\d{1,7})["']""")
_PIECE = 2**20
# A spreadsheet keeps 15 digits of a number: those behind are not what was typed.
_MOST_TRUSTED = 10**15


def check_workbook(file: IO[bytes]) -> None:
    """Raise ImportRefused for a zip that is no XLSX or would unpack to too much."""
    try:
        with ZipFile(file) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            if "xl/workbook.xml" not in names:
                raise ImportRefused(_not_a_workbook(names))
            if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
                raise _too_large()
            left = MOST_UNPACKED
            for entry in entries:
                left -= _unpacked(archive, entry, left)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise _broken() from error
    finally:
        file.seek(0)


def open_workbook(file: IO[bytes]) -> CalamineWorkbook:
    file.seek(0)
    try:
        return CalamineWorkbook.from_filelike(file)
    except CalamineError as error:
        raise _broken() from error


def sheet_names(book: CalamineWorkbook) -> list[str]:
    """Visible work sheets; charts and macros left out."""
    return [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    ]


def sheet_rows(book: CalamineWorkbook, name: str) -> Iterator[list[str]]:
    """The rows of a sheet from its first one, also the empty ones, as text."""
    try:
        sheet = book.get_sheet_by_name(name)
        refuse_many_columns(sheet.width)
        # The reader counts rows from the top of the sheet, columns from the first filled one.
        for row in sheet.iter_rows():
            yield [cell_text(cell) for cell in row]
    except CalamineError as error:
        raise _broken() from error


def cell_text(cell: Any) -> str:
    """What a person sees in the cell, near enough: whole numbers without a point, ISO dates."""
    if isinstance(cell, str):
        return cell.replace("\x00", "")
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        number = Decimal(repr(cell))
        if abs(number) >= _MOST_TRUSTED:
            return f"{number.normalize():E}"
        return str(int(number)) if number == number.to_integral_value() else format(number, "f")
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    if isinstance(cell, timedelta | date | time | int):
        return str(cell)
    return ""


def _unpacked(archive: ZipFile, entry: ZipInfo, left: int) -> int:
    """The true size of a part: the directory of a bomb may lie about it."""
    # Past the allowance, so that reading ends by our count and not by what the directory says.
    entry.file_size = left + 2 * _PIECE
    size, rectangle = 0, _Rectangle()
    sheet = entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml")
    with archive.open(entry) as part:
        while piece := part.read(_PIECE):
            size += len(piece)
            if size > left or (size > _SMALL and size > MOST_PACKED * entry.compress_size):
                raise _too_large()
            if sheet:
                rectangle.see(piece)
    return size


class _Rectangle:
    """How far the cells of a sheet reach: two far corners alone would fill the memory."""

    def __init__(self) -> None:
        self.rest = b""
        self.columns = self.rows = 0

    def see(self, piece: bytes) -> None:
        text = self.rest + piece
        placed = _PLACED.findall(text)
        for letters, digits in placed:
            self.columns = max(self.columns, _column(letters))
            self.rows = max(self.rows, int(digits))
        if len(placed) < len(_OPEN.findall(text)):
            self._count_unplaced(text)
        # A cell cut in two by the pieces is seen whole with the next one.
        self.rest = text[-500:]
        refuse_many_columns(self.columns)
        if self.columns * self.rows > MOST_CELLS:
            raise _too_large()

    def _count_unplaced(self, text: bytes) -> None:
        """Cells that do not say where they are stand side by side in their row."""
        self.rows = max([self.rows, *map(int, _ROW.findall(text))])
        widths = (len(_OPEN.findall(row)) for row in re.split(rb"</(?:\w+:)?row>", text))
        self.columns = max(self.columns, *widths)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _not_a_workbook(names: set[str]) -> str:
    if "xl/workbook.bin" in names or "mimetype" in names or "content.xml" in names:
        return _("This kind of spreadsheet is not read here. Save it as .xlsx or as CSV.")
    return _("This is an archive. Unpack it and upload the CSV or XLSX file inside.")


def _too_large() -> ImportRefused:
    return ImportRefused(
        _("The spreadsheet unpacks to more than can be read. Save the sheet as CSV instead.")
    )


def _broken() -> ImportRefused:
    return ImportRefused(
        _("The spreadsheet is damaged. Open it, save it again as XLSX or CSV, and upload that.")
    )
