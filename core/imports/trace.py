"""From a number back to the line of the file it came from."""

from collections.abc import Iterable

from core.imports.lines import open_table, raw_row
from core.imports.refusals import ImportRefused
from core.models import ImportJob


def raw_lines(job: ImportJob, numbers: Iterable[int]) -> dict[int, dict[str, str]]:
    """Number of a line → header → cell, read from the stored file; nothing if it is gone."""
    wanted = set(numbers)
    found: dict[int, dict[str, str]] = {}
    if not wanted:
        return found
    last = max(wanted)
    try:
        with job.file.open("rb"):
            for number, row in open_table(job).numbered:
                if number > last:
                    break
                if number in wanted:
                    found[number] = raw_row(job.header, row)
    except (OSError, ImportRefused):
        return {}
    return found


def line_of(job: ImportJob, number: int) -> list[tuple[str, str]]:
    """(column, cell) of one line as the file has it, cells that are not empty; [] for none.

    The report keeps lines of small files; those of a large one are read again.
    """
    row = job.rows.filter(number=number).first()
    raw = row.raw if row is not None else raw_lines(job, [number]).get(number, {})
    return [(name.strip() or "…", cell) for name, cell in raw.items()]
