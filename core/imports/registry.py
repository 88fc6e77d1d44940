"""What can be imported: each room registers its Importer in `ready()`; core knows none by name.

An importer works on batches of lines, so that it can look things up and write by the hundred.
The engine (core/imports/engine.py) reads the file, keeps the ImportRows, resumes after a kill.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from core.imports.mapping import Field, Text, knows, missing_fields, suggest

if TYPE_CHECKING:
    from core.imports.shape import Knows
    from core.imports.streams import NumberedRow
    from core.imports.tables import Table
    from core.models import ImportJob, ImportRow


@dataclass(frozen=True)
class Line:
    """One row of the file. `raw`: header → cell; `cells`: mapped key → cell that is not empty."""

    number: int
    raw: dict[str, str]
    cells: dict[str, str]
    # Cells beyond the last header: a sign of a delimiter inside a cell.
    surplus: bool = False
    # A card of an address book without its end.
    broken: bool = False


@dataclass
class Verdict:
    """What will become (check) or has become (apply) of a line. `outcome` is a RowOutcome.

    `object_type`/`object_id` (label_lower, public id) name the row made or changed. `before` is
    None for a new one; `before` and `after` are whatever `undo` of the same importer needs.
    """

    outcome: str
    reason: str = ""
    object_type: str = ""
    object_id: str = ""
    before: Any = None
    after: Any = None


@dataclass
class Guess:
    """What the mapping page opens with: header → mapped key, and the importer's own options."""

    mapping: dict[str, str] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)


class Staged(NamedTuple):
    """A line that may be merged. `text`: its cells as the importer's own staging table takes them
    (staging.py); `why`: what its ImportRow will say, "" for nothing worth one."""

    number: int
    text: str
    row: list[str]
    why: str = ""


@dataclass
class Part:
    """What reading has made of some lines of a large file: `told` is decided already."""

    staged: list[Staged] = field(default_factory=list)
    told: list[tuple[int, list[str], Verdict]] = field(default_factory=list)


class Reader(Protocol):
    """Reads a large file from its first line on; remembers what the file itself repeats."""

    def read(self, rows: Sequence["NumberedRow"]) -> Part: ...


class LargeWay:
    """How an importer takes files of very many lines (core/imports/large.py): reading makes texts,
    merging is a few statements for thousands of them. `known` is what `prepare` has made."""

    def reader(self, job: "ImportJob", known: Any) -> Reader:
        raise NotImplementedError

    def check(self, job: "ImportJob", known: Any, staged: Sequence[Staged]) -> list[Verdict]:
        """The dry run, one verdict for each; inside a transaction. A CREATE without a reason is
        counted and not told."""
        raise NotImplementedError

    def apply(self, job: "ImportJob", known: Any, staged: Sequence[Staged]) -> list[Verdict]:
        """The same, done. What was made must know `job` and the number of its line."""
        raise NotImplementedError

    def undo_made(self, job: "ImportJob", after: int, upto: int) -> list[tuple[int, Verdict]]:
        """Delete what lines `after` < number ≤ `upto` have made, as far as nobody changed it since:
        what was kept, and why. Lines that updated were undone before, by `Importer.undo`."""
        raise NotImplementedError

    def taken_over(self, job: "ImportJob") -> Iterator[tuple[int, Verdict]]:
        """What it has made and a later import made its own, by the number of the line."""
        raise NotImplementedError


class Importer:
    """Subclass, set `kind`, `title` and `fields`, register in `ready()`.

    `check`, `apply` and `undo` are called inside the workspace's scope and with the language of
    the person who imports, `apply` and `undo` also inside a transaction that the ImportRows share.
    They answer one item per line, in order, and never raise for what a file may contain. Batches
    come in the order of the file (`undo`: in reverse).
    """

    kind: str = ""
    title: Text = ""
    fields: Sequence[Field] = ()
    # Options that are guessed anew for each file; the others are remembered with the mapping.
    fresh_options: frozenset[str] = frozenset()
    # For files of very many lines, where that is another way; None: the one below.
    large: LargeWay | None = None

    def guess(self, job: "ImportJob", table: "Table", sample: Sequence[Sequence[str]]) -> Guess:
        """Mapping and options for a new file; the default suggests by aliases alone."""
        return Guess(mapping=suggest(self.fields, table.header))

    def knows(self) -> "Knows":
        """Whether a cell is the name of a column, for finding the header."""
        return knows(self.fields)

    def stacks(self, names: Sequence[str]) -> bool:
        """Whether tables with these columns are told apart by their titles alone (stacks.py)."""
        return False

    def missing(self, mapping: Mapping[str, str]) -> list[Text]:
        """Why this mapping cannot work yet, for the mapping page; empty when it can."""
        return missing_fields(self.fields, mapping)

    def unclear(
        self, job: "ImportJob", mapping: Mapping[str, str], options: Mapping[str, Any]
    ) -> list[Text]:
        """What must be chosen first, or every row would be left out; may look into the file."""
        return []

    def prepare(self, job: "ImportJob", lines: Callable[[], Iterator[Line]]) -> Any:
        """What must be known of the whole file or workspace first; handed on as `known`.

        Called at the start of each check and run, also of a resumed one.
        """
        return None

    def check(self, job: "ImportJob", known: Any, lines: Sequence[Line]) -> list[Verdict]:
        """The dry run: what `apply` would do. Writes nothing."""
        raise NotImplementedError

    def apply(self, job: "ImportJob", known: Any, lines: Sequence[Line]) -> list[Verdict]:
        raise NotImplementedError

    def undo(self, job: "ImportJob", rows: Sequence["ImportRow"]) -> list[str]:
        """Take the effects of `rows` back: "" where it was done, else why the row was kept."""
        raise NotImplementedError

    def name_of(self, raw: Mapping[str, str], mapping: Mapping[str, str]) -> str:
        """What the report calls a line; the default is its first cell."""
        return next((cell for cell in raw.values() if cell), "")


_importers: dict[str, Importer] = {}


def register_importer(importer: Importer) -> None:
    _importers[importer.kind] = importer


def importer_of(kind: str) -> Importer:
    """Raises KeyError for a kind that no room registered."""
    return _importers[kind]
