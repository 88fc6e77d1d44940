"""The shape of a table of text: its delimiter, and the row that holds the names of the columns."""

import csv
import re
from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext as _

DELIMITERS = (",", ";", "\t", "|")
# Enough rows to see through a preamble; all guesses are made on these.
SAMPLE_ROWS = 60
_LONGEST_NAME = 80
_VALUE = re.compile(
    r"""[\d\s.,:/+\-−–%$€₽()'T]+Z?             # numbers, money, dates, times, phones
    | \S+@\S+\.\S+ | https?://\S+ | @\S+        # addresses, handles
    | [\d.,]+\s?[kкmмbтысlnрд]+\.?             # 475.8m, 51,8 тыс.
    | true | false | null | nan%? | n/a""",
    re.IGNORECASE | re.VERBOSE,
)
_SEP = re.compile(r"\ufeff?\"?sep=(.)\"?\s*", re.IGNORECASE | re.DOTALL)


def stated_delimiter(line: str) -> str:
    """What a first line `sep=;` says, or an empty string."""
    match = _SEP.fullmatch(line.rstrip("\r\n"))
    return match[1] if match else ""


def guess_delimiter(lines: Sequence[str]) -> str:
    """The sign that parts most rows into equally many cells, the more cells the better."""
    if lines and (stated := stated_delimiter(lines[0])):
        return stated
    return max(DELIMITERS, key=lambda sign: _evenness(lines, sign))


def _evenness(lines: Sequence[str], delimiter: str) -> tuple[float, int]:
    try:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if any(row)]
    except csv.Error:
        return (0, 0)
    wide = Counter(width for width in widths if width > 1)
    if not wide:
        return (0, 0)
    width, rows = max(wide.items(), key=lambda item: (item[1], item[0]))
    # Half of the rows is enough: the rest may be a preamble or a second block.
    return (round(rows / len(widths), 1), width)


def guess_header_row(rows: Sequence[Sequence[str]]) -> int:
    """The number (from 1) of the row with the names of the columns; 0 if no row looks like it.

    That is the first row of mostly distinct short texts with rows of the same width below; junk,
    titles and `#` comments above it are passed over.
    """
    filled = [(number, row) for number, row in enumerate(rows, start=1) if any(map(str.strip, row))]
    widths = Counter(trimmed_width(row) for _number, row in filled if not _is_comment(row))
    if not widths:
        return 0
    usual = max(widths.items(), key=lambda item: (item[1], item[0]))[0]
    for place, (number, row) in enumerate(filled):
        if stated_delimiter(",".join(row)):
            continue
        if _looks_like_names(row, usual) and _carried_on(row, filled[place + 1 :]):
            return number
    # A lone row of names is a header still, and the file has nothing but it.
    lone = len(filled) == 1 and _looks_like_names(filled[0][1], usual)
    return filled[0][0] if lone else 0


def _looks_like_names(row: Sequence[str], usual: int) -> bool:
    cells = [cell.strip() for cell in row if cell.strip()]
    if _is_comment(row) and usual > 1:
        return False
    if usual > 1 and len(cells) < 2:
        return False
    short = [c for c in cells if len(c) <= _LONGEST_NAME and not _VALUE.fullmatch(c)]
    distinct = len({cell.casefold() for cell in short})
    # Price, Format, Price, Format: half of the names of a header may be repetitions.
    return distinct >= len(cells) / 3 and len(short) >= 0.75 * len(cells)


def _is_comment(row: Sequence[str]) -> bool:
    return row[0].lstrip().startswith("#") and trimmed_width(row) == 1


def _carried_on(row: Sequence[str], below: Sequence[tuple[int, Sequence[str]]]) -> bool:
    """At least half of the next rows are as wide: filled up to the last names, and not beyond."""
    width = trimmed_width(row)
    fitting = [
        trimmed_width(other) <= max(width, len(row))
        and (trimmed_width(other) >= width / 2 or len(other) >= width)
        for _number, other in below[:8]
    ]
    return bool(fitting) and sum(fitting) * 2 >= len(fitting)


def trimmed_width(row: Sequence[str]) -> int:
    """The number of cells up to the last one that is filled."""
    return max((place for place, cell in enumerate(row, start=1) if cell.strip()), default=0)


def column_names(row: Sequence[str], width: int) -> list[str]:
    """Distinct names for `width` columns: empty ones are numbered, repeated ones get a suffix."""
    names: list[str] = []
    seen: set[str] = set()
    for place in range(width):
        name = " ".join(row[place].split()) if place < len(row) else ""
        name = name or _("Column %(number)s") % {"number": place + 1}
        candidate, copy = name, 1
        while candidate.casefold() in seen:
            copy += 1
            candidate = f"{name} ({copy})"
        seen.add(candidate.casefold())
        names.append(candidate)
    return names
