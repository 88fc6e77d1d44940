"""Several tables one below the other: where each begins and ends.

A table ends at a blank row when what follows has a header of its own. A blank row alone ends
nothing: people part a list with them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from core.imports.shape import Knows, is_over_values, is_value, looks_like_names, trimmed_width

Row = Sequence[str]
MOST_TABLES = 20
_HEAD = 8


@dataclass
class Block:
    """Rows `first` to `last` of the file; `first` holds the names of the columns, 0: not seen."""

    first: int
    last: int
    rows: int
    header: list[str] = field(default_factory=list)

    @property
    def width(self) -> int:
        return trimmed_width(self.header)


def find_blocks(
    records: Iterable[tuple[int, Row]], header_row: int, knows: Knows | None
) -> list[Block]:
    """The tables of a file whose first one has its header in `header_row`; streams."""
    blocks: list[Block] = []
    run: list[tuple[int, Row]] = []
    rest = last = 0
    for number, row in records:
        if number < header_row:
            continue
        if any(cell.strip() for cell in row):
            if len(run) < _HEAD:
                run.append((number, row))
            else:
                rest += 1
            last = number
        elif run:
            _add(blocks, run, rest, last, knows)
            run, rest = [], 0
    if run:
        _add(blocks, run, rest, last, knows)
    return blocks


def beside(header: Row, below: Sequence[Row], knows: Knows) -> bool:
    """Whether a second table stands to the right of the first: behind a column that is empty in
    every row, the first name of the header comes again."""
    names = [cell.strip().casefold() for cell in header]
    first = next(filter(None, names), "")
    if not first or not knows(first):
        return False
    again = [place for place, name in enumerate(names) if name == first][1:]
    return any(_is_gap(place - 1, [header, *below]) for place in again)


def _is_gap(place: int, rows: Sequence[Row]) -> bool:
    return not any(row[place].strip() for row in rows if place < len(row))


def biggest(blocks: Sequence[Block]) -> Block:
    return max(blocks, key=lambda block: block.rows)


def _add(
    blocks: list[Block], run: list[tuple[int, Row]], rest: int, last: int, knows: Knows | None
) -> None:
    if not blocks:
        blocks.append(Block(run[0][0], last, len(run) + rest - 1, list(run[0][1])))
        return
    start = _header_in(run, blocks[-1], knows) if len(blocks) < MOST_TABLES else None
    if start is None:
        blocks[-1].last = last
        blocks[-1].rows += len(run) + rest
        return
    number, row = run[start]
    blocks.append(Block(number, last, len(run) + rest - start - 1, list(row)))


def _header_in(run: Sequence[tuple[int, Row]], above: Block, knows: Knows | None) -> int | None:
    """Which row of the run is the header of a new table; titles above it are passed over.

    A row of known names outranks one that only stands over values, as a title in several cells may.
    """
    wide = [place for place, (_n, row) in enumerate(run[:4]) if trimmed_width(row) > 1]
    for needed in (True, False):
        for place in wide:
            row, below = run[place][1], [other for _n, other in run[place + 1 :]]
            if not below or not looks_like_names(row) or _is_again(row, above):
                continue
            if _is_known(row, knows) if needed else _stands_over_values(row, below, above):
                return place
            if not needed:
                break
    return None


def _is_again(row: Row, above: Block) -> bool:
    """The same header, as on every printed page."""
    return list(filter(str.strip, row)) == list(filter(str.strip, above.header))


def _is_known(row: Row, knows: Knows | None) -> bool:
    return knows is not None and sum(1 for name in row if name.strip() and knows(name)) > 1


def _stands_over_values(row: Row, below: Sequence[Row], above: Block) -> bool:
    over_values = sum(
        1
        for place, name in enumerate(row)
        if name.strip() and not is_value(name) and is_over_values(place, below)
    )
    return over_values >= 2 or (over_values == 1 and trimmed_width(row) != above.width)
