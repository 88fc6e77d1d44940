"""Lines that were quoted twice: each is one cell, which holds the line as it should be.

A spreadsheet makes them of a file it has read with the wrong delimiter:
`"Date,""Video, long"",Views"` is `Date`, `Video, long`, `Views`.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from core.imports.shape import DELIMITERS


def wrapped_by(lines: Sequence[str]) -> str:
    """The delimiter inside the cells, or an empty string if the lines are not of this kind."""
    filled = [line.strip() for line in lines if line.strip()]
    quoted = [line for line in filled if line.startswith('"') and line.endswith('"')]
    rows = [row for row in csv.reader(lines) if any(cell.strip() for cell in row)]
    lone = [row[0] for row in rows if len(row) == 1]
    if 2 * len(quoted) < len(filled) or len(lone) < 2 or len(lone) < 0.8 * (len(rows) - 1):
        return ""
    counts = {sign: _agreeing(lone, sign) for sign in DELIMITERS}
    best = max(DELIMITERS, key=lambda sign: counts[sign])
    return best if counts[best][0] >= 0.8 * len(lone) else ""


def unwrapped(
    records: Iterable[tuple[int, list[str]]], delimiter: str
) -> Iterator[tuple[int, list[str]]]:
    for number, row in records:
        inner = _inside(row[0], delimiter) if len(row) == 1 else row
        yield number, inner


def _agreeing(cells: Sequence[str], delimiter: str) -> tuple[int, int]:
    """(how many cells are lines of the most usual number of columns, that number: two at least)"""
    widths = Counter(len(_inside(cell, delimiter)) for cell in cells)
    return max(((count, width) for width, count in widths.items() if width > 1), default=(0, 0))


def _inside(cell: str, delimiter: str) -> list[str]:
    try:
        rows = list(csv.reader(cell.splitlines(keepends=True), delimiter=delimiter))
    except csv.Error:
        return [cell]
    return rows[0] if len(rows) == 1 else [cell]
