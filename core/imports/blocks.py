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
    """Which row of the run is the header of a new table; titles above it are passed over."""
    for place, (_number, row) in enumerate(run[:4]):
        if trimmed_width(row) < 2:
            continue
        below = [other for _n, other in run[place + 1 :]]
        is_one = below and looks_like_names(row) and _says_so(row, below, above, knows)
        return place if is_one else None
    return None


def _says_so(row: Row, below: Sequence[Row], above: Block, knows: Knows | None) -> bool:
    names = [cell.strip() for cell in row]
    if list(filter(None, names)) == [cell.strip() for cell in above.header if cell.strip()]:
        # The same header again, as on every printed page.
        return False
    known = sum(1 for name in names if name and knows and knows(name))
    if known >= 2:
        return True
    over_values = sum(
        1
        for place, name in enumerate(names)
        if name and not is_value(name) and is_over_values(place, below)
    )
    return over_values >= 2 or (over_values == 1 and trimmed_width(row) != above.width)
