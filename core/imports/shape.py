"""The shape of a table of text: its delimiter, and the row that holds the names of the columns."""

import csv
import re
from collections import Counter
from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

DELIMITERS = (",", ";", "\t", "|")
# Enough rows to see through a preamble; all guesses are made on these.
SAMPLE_ROWS = 60
_LONGEST_NAME = 80
# In a table as narrow as this one known name is enough.
_FEW = 4
Knows = Callable[[str], bool]
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


def guess_header_row(rows: Sequence[Sequence[str]], knows: Knows | None = None) -> int:
    """The number (from 1) of the row with the names of the columns; 0 if no row looks like it.

    `knows` tells the names that an importer has heard of: the row with most of them. Otherwise it
    is the first row of mostly distinct short texts with rows of the same width below; junk, titles
    and `#` comments above it are passed over.
    """
    if knows is not None:
        known = _most_known(rows, knows)
        return known or _unheard_of(rows)
    return _by_looks(rows)


def guess_header_lines(rows: Sequence[Sequence[str]], header_row: int) -> tuple[int, int]:
    """(header row, lines of it): groups stand above the names, in cells that were one (`Instagram`
    over `Handle`, `Followers`). The lower row counts as the header row."""
    for upper in (header_row, header_row - 1):
        if 0 < upper < len(rows) and _is_group(rows[upper - 1], rows[upper], rows[upper + 1 :]):
            return upper + 1, 2
    return header_row, 1


def grouped_names(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """`Instagram`, ``, over `Handle`, `Followers` → `Instagram Handle`, `Instagram Followers`."""
    names: list[str] = []
    group = ""
    for place in range(max(len(upper), len(lower))):
        above = upper[place].strip() if place < len(upper) else ""
        below = lower[place].strip() if place < len(lower) else ""
        # A name that fills both lines ends the group before it.
        group = above or (group if below else "")
        names.append(" ".join(dict.fromkeys(filter(None, (group, below)))))
    return names


def _is_group(upper: Sequence[str], lower: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    over = [cell.strip() for cell in upper]
    under = [cell.strip() for cell in lower]
    filled = [name for name in under if name]
    if len(filled) < 2 or sum(map(bool, over)) < 1 or any(map(is_value, [*over, *filled])):
        return False
    gaps = [
        place for place, name in enumerate(under)
        if name and (place >= len(over) or not over[place])
    ]  # fmt: skip
    first = next((place for place, name in enumerate(over) if name), 0)
    if not any(place > first for place in gaps) or len(set(over) - {""}) < 2:
        return False
    return any(name and is_over_values(place, below[:8]) for place, name in enumerate(under))


def first_header_row(rows: Sequence[Sequence[str]], knows: Knows | None) -> int:
    """The first row with two names that are known, for the first of several tables; else the row
    that guess_header_row finds."""
    if knows is not None:
        for number, row in enumerate(rows, start=1):
            if len(_known_places(row, rows, knows)) > 1:
                return number
    return guess_header_row(rows, knows)


def _most_known(rows: Sequence[Sequence[str]], knows: Knows) -> int:
    """The row with most of the names that are known; 0 if none has a telling number of them."""
    best, most = 0, 0
    for number, row in enumerate(rows, start=1):
        known = len(_known_places(row, rows, knows))
        if known > most and (known > 1 or trimmed_width(row) <= _FEW):
            best, most = number, known
    return best


def _known_places(row: Sequence[str], rows: Sequence[Sequence[str]], knows: Knows) -> list[int]:
    if _is_comment(row) or not looks_like_names(row, 1):
        return []
    known = [place for place, cell in enumerate(row) if cell.strip() and knows(cell)]
    # A word that comes again in other rows is a value: Instagram, Instagram, YouTube.
    others = [other for other in rows if other is not row and list(other) != list(row)]
    return [
        place for place in known
        if not any(place < len(o) and o[place] == row[place] and not _is_known_row(o, knows)
                   for o in others)
    ]  # fmt: skip


def _is_known_row(row: Sequence[str], knows: Knows) -> bool:
    """A header of another table may share names with this one."""
    filled = [cell for cell in row if cell.strip()]
    return len(filled) > 1 and 2 * sum(map(knows, filled)) >= len(filled)


def _unheard_of(rows: Sequence[Sequence[str]]) -> int:
    """A header in words nobody knows is believed where it stands over values: rather a row too
    many, which is seen, than a person taken for the name of a column."""
    number = _by_looks(rows)
    if not number:
        return 0
    row, below = rows[number - 1], rows[number : number + 8]
    over_values = any(
        cell.strip() and not is_value(cell) and is_over_values(place, below)
        for place, cell in enumerate(row)
    )
    return number if over_values or not below else 0


def is_over_values(place: int, below: Sequence[Sequence[str]]) -> bool:
    """Whether most of the rows below have a number, a date or an address in that column."""
    values = sum(1 for row in below if place < len(row) and is_value(row[place]))
    return 2 * values > len(below) > 0


def is_value(cell: str) -> bool:
    return bool(cell.strip()) and _VALUE.fullmatch(cell.strip()) is not None


def _by_looks(rows: Sequence[Sequence[str]]) -> int:
    filled = [(number, row) for number, row in enumerate(rows, start=1) if any(map(str.strip, row))]
    widths = Counter(trimmed_width(row) for _number, row in filled if not _is_comment(row))
    if not widths:
        return 0
    usual = max(widths.items(), key=lambda item: (item[1], item[0]))[0]
    for place, (number, row) in enumerate(filled):
        if stated_delimiter(",".join(row)):
            continue
        if looks_like_names(row, usual) and _carried_on(row, filled[place + 1 :]):
            return number
    # A lone row of names is a header still, and the file has nothing but it.
    lone = len(filled) == 1 and looks_like_names(filled[0][1], usual)
    return filled[0][0] if lone else 0


def row_of_names_above(rows: Sequence[Sequence[str]], number: int) -> int:
    """The nearest row above that may be a header of row `number`; else `number` itself."""
    width = len(rows[number - 1]) if number else 0
    for above in range(number - 1, 0, -1):
        if len(rows[above - 1]) == width and looks_like_names(rows[above - 1]):
            return above
    return number


def looks_like_names(row: Sequence[str], usual: int = 2) -> bool:
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
    return bool(row) and row[0].lstrip().startswith("#") and trimmed_width(row) == 1


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
    width = len(row)
    while width and not row[width - 1].strip():
        width -= 1
    return width


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
