"""How a file is to be read: guessed once, shown, kept with the import."""

from dataclasses import asdict, dataclass
from typing import Any

# The kind of a dialect that reads an address book.
CARDS = "cards"


@dataclass(frozen=True)
class Dialect:
    """How the file is to be read. `header_row` counts from 1; 0: the file has no header.

    `header_lines`: 2 when groups stand above the names. `last_row`: where the table ends; 0: with
    the file. `tables`: all tables of a file that has several, [header row, last row, rows, names].
    """

    encoding: str = ""
    delimiter: str = ""
    header_row: int = 1
    sheet: str = ""
    kind: str = ""
    header_lines: int = 1
    last_row: int = 0
    tables: tuple[tuple[int, int, int, str], ...] = ()
    # Each line stands in one cell, quoted once more.
    twice: bool = False

    def as_json(self) -> dict[str, Any]:
        told = {**asdict(self), "tables": [list(table) for table in self.tables]}
        return {name: value for name, value in told.items() if name != "twice" or value}
