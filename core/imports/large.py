"""Large files: a line that is simply taken costs no ImportRow.

What is worth telling has one: an error, an update with what was there before, examples of remarks.
Rows that a file has made know their file and line themselves, and trace.py reads the line again.
Lines go through in chunks; a chunk is one transaction with its effects, the ImportRows that tell of
them, the counts and the number of its last line, so that whoever comes after a kill goes on there.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from core.imports.claims import Claim
from core.imports.halving import halving
from core.imports.lines import Mapper, batched, open_table, raw_row
from core.imports.registry import Importer, LargeWay, Line, Verdict
from core.imports.sentences import Sentence, recorded
from core.imports.streams import NumberedRow
from core.imports.telling import LARGE, LAST, broken, last_done, let_others_write, tell
from core.models import ImportJob, ImportRow
from core.models.imports import ImportState, RowOutcome

# A file with more lines than this is a large one.
LARGE_ROWS = 20_000
CHUNK = 10_000
# So many lines of each kind are told of where all would be too many.
EXAMPLES = 100


def is_large(importer: Importer, total: int) -> bool:
    return importer.large is not None and total > LARGE_ROWS


def runs_large(job: ImportJob) -> bool:
    """Whether its check found it large: a run and an undoing go the same way."""
    return bool(job.counts.get(LARGE))


@dataclass
class Telling:
    """Which lines get an ImportRow. `sparing`: of errors and updates, too, only examples."""

    job: ImportJob
    sparing: bool
    counts: Counter[str] = field(default_factory=Counter)
    shown: Counter[str] = field(default_factory=Counter)
    rows: list[ImportRow] = field(default_factory=list)

    def take(self, number: int, row: Sequence[str], verdict: Verdict) -> None:
        self.counts[str(verdict.outcome)] += 1
        if verdict.reason and self._is_worth_it(verdict):
            raw = raw_row(self.job.header, row)
            told = ImportRow(workspace=self.job.workspace, job=self.job, number=number, raw=raw)
            self.rows.append(tell(told, verdict))

    def write(self) -> None:
        ImportRow.objects.bulk_create(self.rows, batch_size=2000)
        self.rows = []

    def _is_worth_it(self, verdict: Verdict) -> bool:
        if not self.sparing and verdict.outcome in (RowOutcome.ERROR, RowOutcome.UPDATE):
            return True
        kind = f"{verdict.outcome} {_kind_of(verdict.reason)}"
        self.shown[kind] += 1
        return self.shown[kind] <= EXAMPLES


def check_large(claim: Claim, importer: Importer) -> None:
    """The dry run: counts are exact, ImportRows are examples."""
    job, telling = claim.job, Telling(claim.job, sparing=True)
    way, known = _prepared(claim, importer)
    reader = way.reader(job, known)
    for chunk in batched(_numbered(claim), CHUNK):
        part = reader.read(chunk)
        verdicts = halving(
            part.staged,
            lambda staged: way.check(job, known, staged),
            lambda: Verdict(*broken()),
            guard=transaction.atomic,
        )
        _take(telling, part, verdicts)
        with transaction.atomic():
            done = job.rows_done + len(chunk)
            claim.step(rows_done=done, rows_total=max(job.rows_total, done))
            telling.write()
    counts = {**telling.counts, LARGE: 1}
    claim.release(state=ImportState.CHECKED, counts=counts, rows_total=job.rows_done)


def apply_large(claim: Claim, importer: Importer) -> None:
    """The run. Lines of chunks that are done are read again, so that what the file itself repeats
    is known, and nothing is made of them."""
    job, last = claim.job, last_done(claim.job)
    if not last:
        # The run tells anew what becomes of each line.
        job.rows.all().delete()
    telling = Telling(job, sparing=False)
    telling.counts.update({k: n for k, n in job.counts.items() if not k.startswith("_") and last})
    way, known = _prepared(claim, importer)
    reader = way.reader(job, known)
    for chunk in batched(_numbered(claim), CHUNK):
        fresh = [row for row in chunk if row[0] > last]
        if len(fresh) < len(chunk):
            reader.read([row for row in chunk if row[0] <= last])
            claim.pulse()
        if fresh:
            part = reader.read(fresh)
            with transaction.atomic():
                claim.step(rows_done=job.rows_done + len(fresh))
                verdicts = halving(
                    part.staged,
                    lambda staged: way.apply(job, known, staged),
                    lambda: Verdict(*broken()),
                )
                _take(telling, part, verdicts)
                telling.write()
                counts = {**telling.counts, LARGE: 1, LAST: fresh[-1][0]}
                claim.step(counts=counts)
            let_others_write()


def _prepared(claim: Claim, importer: Importer) -> tuple[LargeWay, Any]:
    job = claim.job
    mapper = Mapper(importer.fields, job.header, job.mapping)

    def lines() -> Iterator[Line]:
        for number, row in _numbered(claim):
            yield mapper.line(number, raw_row(job.header, row))

    assert importer.large is not None
    return importer.large, importer.prepare(job, lines)


def _numbered(claim: Claim) -> Iterator[NumberedRow]:
    for place, numbered in enumerate(open_table(claim.job).numbered):
        if place % 1000 == 0:
            claim.pulse()
        yield numbered


def _take(telling: Telling, part: Any, verdicts: Sequence[Verdict]) -> None:
    for number, row, verdict in part.told:
        telling.take(number, row, verdict)
    plain = 0
    for staged, verdict in zip(part.staged, verdicts, strict=True):
        if verdict.outcome == RowOutcome.CREATE and not verdict.reason:
            plain += 1
        else:
            telling.take(staged.number, staged.row, verdict)
    if plain:
        telling.counts[str(RowOutcome.CREATE)] += plain


def _kind_of(reason: str) -> str:
    """The sentences without what was put into them."""
    kept = recorded(reason) if isinstance(reason, Sentence) else ""
    return " ".join(_says(kept))


def _says(kept: Any) -> Iterator[str]:
    if isinstance(kept, dict) and "say" in kept:
        yield kept["say"]
    for part in kept.get("parts", ()) if isinstance(kept, dict) else ():
        yield from _says(part)
