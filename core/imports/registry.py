"""What can be imported: each room registers its Importer in `ready()`; core knows none by name.

An importer works on batches of lines, so that it can look things up and write by the hundred.
The engine (core/imports/engine.py) reads the file, keeps the ImportRows, resumes after a kill.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from core.imports.mapping import Field, Text, missing_fields, suggest

if TYPE_CHECKING:
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

    def guess(self, job: "ImportJob", table: "Table", sample: Sequence[Sequence[str]]) -> Guess:
        """Mapping and options for a new file; the default suggests by aliases alone."""
        return Guess(mapping=suggest(self.fields, table.header))

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
