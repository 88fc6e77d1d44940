"""Rows of a file as the importer sees them: cells by field, values by field, in batches."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from core.imports.mapping import Field, base_key
from core.imports.registry import Line
from core.imports.tables import Table, read_table
from core.models import ImportJob

BATCH = 500
# Cells beyond the last header are kept under these keys, which no header can have.
SURPLUS = "\t"
# First signs by which spreadsheets take a cell for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")

T = TypeVar("T")


def batched(items: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def open_table(job: ImportJob) -> Table:
    """The job's file by its stored dialect. Raises ImportRefused, or OSError if it is gone."""
    return read_table(job.file.open("rb"), job.file_name, job.dialect)


def raw_row(header: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    """Header → cell, empty cells left out."""
    raw = {name: readable(cell) for name, cell in zip(header, row, strict=False) if cell.strip()}
    for place, cell in enumerate(row[len(header) :], start=1):
        raw[f"{SURPLUS}{place}"] = readable(cell)
    return raw


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula (`readable` takes the mark off again)."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def readable(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def surplus_cells(raw: Mapping[str, str]) -> list[str]:
    return [cell for name, cell in raw.items() if name.startswith(SURPLUS)]


class Mapper:
    """Makes Lines of raw rows by one mapping."""

    def __init__(self, fields: Sequence[Field], header: Sequence[str], mapping: Mapping[str, str]):
        known = {field.key: field for field in fields}
        self.columns = [
            (name, mapping[name], known[base_key(mapping[name])].many)
            for name in header
            if base_key(mapping.get(name, "")) in known
        ]

    def line(self, number: int, raw: dict[str, str]) -> Line:
        cells: dict[str, str] = {}
        for name, key, many in self.columns:
            cell = raw.get(name, "").strip()
            if not cell:
                continue
            if many:
                cell = "\n".join(filter(None, [cells.get(key), f"{name}: {cell}"]))
            cells[key] = cell
        surplus = any(name.startswith(SURPLUS) for name in raw)
        return Line(number=number, raw=raw, cells=cells, surplus=surplus)


def read_values(fields: Sequence[Field], line: Line) -> tuple[dict[str, Any], list[str]]:
    """(values by mapped key, sentences about what cannot be read). Unknown cells have no value."""
    known = {field.key: field for field in fields}
    values: dict[str, Any] = {}
    problems: list[str] = []
    if line.surplus:
        problems.append(
            _("There are more cells than columns. A delimiter inside a cell needs quotation marks.")
        )
    for key, cell in line.cells.items():
        field = known[base_key(key)]
        try:
            value = field.parse(cell)
        except ValueError as error:
            problems.append(f"{field.label}: {error}")
            continue
        if value is not None and value != "":
            values[key] = value
    problems += [
        _("%(field)s is missing.") % {"field": field.label}
        for field in fields
        if field.required and field.key not in values and field.key not in line.cells
    ]
    return values, problems
