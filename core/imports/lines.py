"""Rows of a file as the importer sees them: cells by field, values by field, in batches."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from core.formulas import readable as readable
from core.formulas import safe as safe
from core.imports.card_columns import BROKEN
from core.imports.mapping import Field, base_key
from core.imports.registry import Line
from core.imports.sentences import gettext as _
from core.imports.sentences import joined
from core.imports.tables import Table, read_table
from core.models import ImportJob

BATCH = 500
# Cells beyond the last header are kept under these keys, which no header can have.
SURPLUS = "\t"

T = TypeVar("T")


def batched(items: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def open_table(job: ImportJob) -> Table:
    """The job's file by its stored dialect. Raises ImportRefused, or OSError if it is gone."""
    how = {**job.dialect, "columns": job.header}
    return read_table(job.file.open("rb"), job.file_name, how)


def raw_row(header: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    """Header → cell, empty cells left out."""
    raw = {name: readable(cell) for name, cell in zip(header, row, strict=False) if cell.strip()}
    for place, cell in enumerate(row[len(header) :], start=1):
        if cell == BROKEN:
            raw[BROKEN] = "1"
            continue
        raw[f"{SURPLUS}{place}"] = readable(cell)
    return raw


def surplus_cells(raw: Mapping[str, str]) -> list[str]:
    return [cell for name, cell in raw.items() if name.startswith(SURPLUS) and name != BROKEN]


class Mapper:
    """Makes Lines of raw rows by one mapping."""

    def __init__(self, fields: Sequence[Field], header: Sequence[str], mapping: Mapping[str, str]):
        known = {field.key: field for field in fields}
        self.columns = [
            (name, mapping[name], known[base_key(mapping[name])])
            for name in header
            if base_key(mapping.get(name, "")) in known
        ]
        keys = [key for _name, key, _field in self.columns]
        # A column that is alone needs no name before what it says.
        self.named = {key for key in keys if keys.count(key) > 1}

    def line(self, number: int, raw: dict[str, str]) -> Line:
        cells: dict[str, str] = {}
        for name, key, field in self.columns:
            cell = raw.get(name, "").strip()
            if not cell:
                continue
            if field.takes_more:
                told = f"{name}: {cell}" if field.many and key in self.named else cell
                cell = "\n".join(filter(None, [cells.get(key), told]))
            cells[key] = cell
        broken = BROKEN in raw
        surplus = any(name.startswith(SURPLUS) and name != BROKEN for name in raw)
        return Line(number=number, raw=raw, cells=cells, surplus=surplus, broken=broken)


def read_values(fields: Sequence[Field], line: Line) -> tuple[dict[str, Any], list[str]]:
    """(values by mapped key, sentences about what cannot be read). Unknown cells have no value."""
    known = {field.key: field for field in fields}
    values: dict[str, Any] = {}
    problems: list[str] = []
    if line.broken:
        problems.append(_("The card breaks off: its end is missing."))
    if line.surplus:
        problems.append(
            _("There are more cells than columns. A delimiter inside a cell needs quotation marks.")
        )
    for key, cell in line.cells.items():
        field = known[base_key(key)]
        try:
            value = field.parse(cell)
        except ValueError as error:
            what = error.args[0] if error.args else error
            problems.append(joined([field.label, what], by=": "))
            continue
        if value is not None and value != "":
            values[key] = value
    problems += [
        _("%(field)s is missing.") % {"field": field.label}
        for field in fields
        if field.required and field.key not in values and field.key not in line.cells
    ]
    return values, problems
