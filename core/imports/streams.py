"""Bytes → lines → records, in bounded memory: no line is taken whole whose end is not in sight."""

import codecs
import csv
import io
from collections.abc import Iterator
from itertools import islice
from typing import IO, Any

from django.utils.translation import gettext as _

from core.imports.refusals import ImportRefused
from core.imports.shape import SAMPLE_ROWS

# A line longer than this, or parted more often, is no row of a table.
_LONGEST_LINE = 2_000_000
_MOST_PARTS = 100_000
_PIECE = 200_000
_BYTE_ORDERS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
csv.field_size_limit(_LONGEST_LINE)

# (row number in the file from 1, cells)
NumberedRow = tuple[int, list[str]]


def text_records(file: IO[bytes], encoding: str, delimiter: str) -> Iterator[NumberedRow]:
    reader = csv.reader(lines_of(file, encoding, delimiter), delimiter=delimiter)
    number = 0
    try:
        for number, row in enumerate(reader, start=1):
            yield number, row
    except csv.Error as error:
        raise ImportRefused(
            _("Row %(row)s cannot be read: a quotation mark may be missing. Mend it, or choose "
              "another delimiter.") % {"row": number + 1}
        ) from error  # fmt: skip


def lines_of(file: IO[bytes], encoding: str, delimiter: str) -> Iterator[str]:
    text = _text(file, encoding)
    for line in iter(lambda: text.readline(_LONGEST_LINE), ""):
        if len(line) >= _LONGEST_LINE or line.count(delimiter) > _MOST_PARTS:
            raise ImportRefused(_("This is not a table: one of its lines never ends."))
        yield line.replace("\x00", "") if "\x00" in line else line


def first_lines(file: IO[bytes], encoding: str) -> list[str]:
    return list(islice(lines_of(file, encoding, ","), SAMPLE_ROWS))


def card_lines(file: IO[bytes], encoding: str) -> Iterator[str]:
    """Lines of an address book. A picture may stand in one line of megabytes: its beginning is
    enough to know that it is one."""
    text = _text(file, encoding)
    goes_on = False
    for line in iter(lambda: text.readline(_PIECE), ""):
        if not goes_on:
            yield line.replace("\x00", "")
        goes_on = not line.endswith(("\n", "\r"))


def _text(file: IO[bytes], encoding: str) -> io.TextIOWrapper:
    """The file as text: in the wrong encoding it is wrong letters, never an error."""
    file.seek(0)
    # UTF-16 that does not say in which order its bytes stand cannot be decoded as such.
    if codecs.lookup(encoding).name == "utf-16" and file.read(2) not in _BYTE_ORDERS:
        encoding = "utf-16-le"
    file.seek(0)
    return io.TextIOWrapper(
        io.BufferedReader(_Unclosed(file)), encoding=encoding, errors="replace", newline=""
    )


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
