"""Tables one below the other that differ in their titles alone, read as one table.

Facebook reach          →   Table           | Date       | Primary
Date,Primary                Facebook reach  | 2025-01-01 | 5
2025-01-01,5                Instagram reach | 2025-01-01 | 9

Instagram reach
Date,Primary
2025-01-01,9
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from core.imports.shape import is_value, looks_like_names, stated_delimiter, trimmed_width

Row = Sequence[str]
# Whether tables with these names are told apart by their titles.
Stacks = Callable[[Sequence[str]], bool]
# The kind of a dialect that reads such a file.
STACK = "stack"


def title_above(rows: Iterable[tuple[int, Row]], header_row: int) -> str:
    """The title of the table whose header is in `header_row`, or an empty string."""
    title = ""
    for number, row in rows:
        if number >= header_row:
            break
        if any(cell.strip() for cell in row):
            title = _title(row)
    return title


def stacked(
    records: Iterable[tuple[int, Row]], header: Row, header_row: int
) -> Iterator[tuple[int, list[str]]]:
    """Rows of all tables, each with the title of its table in front; streams."""
    names = _trimmed(header)
    title = ""
    held: tuple[int, Row] | None = None
    for number, row in records:
        if not any(cell.strip() for cell in row):
            continue
        is_header = _trimmed(row) == names or (held is not None and looks_like_names(row))
        if is_header and number >= header_row:
            title = _title(held[1]) if held else title
            held = None
            continue
        if held is not None and held[0] > header_row:
            # A lone cell over no table is a row like any other: it will be told what it lacks.
            yield held[0], [title, *held[1]]
        held = (number, row) if _title(row) else None
        if held is None and number > header_row:
            yield number, [title, *row]
    if held is not None and held[0] > header_row:
        yield held[0], [title, *held[1]]


def _title(row: Row) -> str:
    filled = [cell.strip() for cell in row if cell.strip()]
    if len(filled) != 1 or is_value(filled[0]) or filled[0].startswith("#"):
        return ""
    return "" if stated_delimiter(filled[0]) or stated_delimiter(f"{filled[0]},") else filled[0]


def _trimmed(row: Row) -> list[str]:
    return [cell.strip() for cell in row[: trimmed_width(row)]]
