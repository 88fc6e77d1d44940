"""Results by the million: read cheaply (quick.py), merged by a few statements (merging_in.py)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import structlog
from django.utils import timezone

from campaigns.imports.merging_in import (
    There,
    delete_made,
    find_there,
    insert_new,
    stage_results,
    unstage_results,
    update_differing,
)
from campaigns.imports.quick import Numbered, Quick
from campaigns.imports.rows import COLUMNS
from campaigns.imports.saying import RESULT, again, campaign_of, changes, double, tell_changed
from campaigns.imports.undoing import kept_words, noted
from campaigns.models import Campaign, Result
from campaigns.models.result import TYPED
from core.imports.lines import batched
from core.imports.registry import LargeWay, Part, Staged, Verdict
from core.imports.sentences import joined
from core.imports.streams import NumberedRow
from core.imports.telling import broken
from core.models import ImportJob, ImportRow
from core.models.imports import RowOutcome

log = structlog.get_logger(__name__)

_PLAIN = Verdict(RowOutcome.CREATE)
_HASH = (1 << 64) - 1


@dataclass
class ResultsReader:
    """`seen`: the key of each row that a line has asked for → that line and a hash of its numbers.
    One number for each: a million of them take a hundred megabytes."""

    quick: Quick
    # (collaboration id, day, market) of numbers that a person typed.
    typed: set[tuple[str, str, str]]
    seen: dict[int, int] = field(default_factory=dict)

    def read(self, rows: Sequence[NumberedRow]) -> Part:
        part = Part()
        staged, seen, quick = part.staged, self.seen, self.quick.quick
        for number, row in rows:
            found = quick(row) or self._careful(number, row)
            if not isinstance(found, Numbered):
                part.told.append((number, row, found))
                continue
            asked = number << 64 | hash(found.numbers) & _HASH
            before = seen.setdefault(found.key, asked)
            if before is not asked:
                same = before & _HASH == asked & _HASH
                part.told.append((number, row, again(before >> 64, same=same)))
                continue
            why = self._why(found) if found.remarks or self.typed else ""
            staged.append(Staged(number, f"{found.place}\t{found.numbers}", row, why))
        return part

    def _careful(self, number: int, row: Sequence[str]) -> Numbered | Verdict:
        try:
            found = self.quick.careful(number, row)
        except Exception:
            log.exception("import.row_broke", line=number)
            return Verdict(*broken())
        return found if isinstance(found, Numbered) else _refused(found)

    def _why(self, found: Numbered) -> str:
        cells = found.place.split("\t")
        remarks = list(found.remarks)
        if (cells[0], cells[-1], cells[2]) in self.typed:
            remarks.append(double())
        if not remarks:
            return ""
        part = self.quick.known.people.parts[int(cells[0])]
        return joined([f"{part.partnership.creator}.", *remarks])


class LargeResults(LargeWay):
    def reader(self, job: ImportJob, known: Any) -> ResultsReader:
        quick = Quick(job, known)
        known.order = quick.order
        return ResultsReader(quick, _typed(known.campaign))

    def check(self, job: ImportJob, known: Any, staged: Sequence[Staged]) -> list[Verdict]:
        if known.is_empty is None:
            parts = list(known.people.parts)
            known.is_empty = not Result.objects.filter(collaboration__in=parts).exists()
        if known.is_empty:
            return [_created(one) for one in staged]
        stage_results(staged, known.order)
        there = {one.line: one for one in find_there()}
        unstage_results()
        return _Merged(job, known, staged, there).verdicts()

    def apply(self, job: ImportJob, known: Any, staged: Sequence[Staged]) -> list[Verdict]:
        if not staged:
            return []
        # Two files at once wait for each other, so that neither doubles a row.
        Campaign.objects.select_for_update().get(pk=known.campaign.pk)
        tell_changed(job, known.campaign.pk)
        at = timezone.now()
        stage_results(staged, known.order)
        if insert_new(job, at) == len(staged):
            verdicts = [_created(one) for one in staged]
        else:
            there = {one.line: one for one in find_there(job)}
            merged = _Merged(job, known, staged, there, at)
            verdicts = merged.verdicts()
            if merged.old:
                update_differing(job, at)
        unstage_results()
        return verdicts

    def undo_made(self, job: ImportJob, after: int, upto: int) -> list[tuple[int, Verdict]]:
        tell_changed(job, campaign_of(job))
        delete_made(job, after, upto)
        left = Result.objects.filter(job=job, source_row__gt=after, source_row__lte=upto)
        found = left.values_list("source_row", "public_id").order_by("source_row")
        return [(number, _kept(public_id)) for number, public_id in found if number]

    def taken_over(self, job: ImportJob) -> Iterator[tuple[int, Verdict]]:
        """By what later imports have noted of the rows they updated."""
        later = ImportRow.objects.filter(
            job__kind=job.kind,
            job__target_id=job.target_id,
            outcome=RowOutcome.UPDATE,
            before__job=job.pk,
        ).exclude(job=job)
        own = set(job.rows.filter(outcome=RowOutcome.UPDATE).values_list("object_id", flat=True))
        lines = {
            public_id: line
            for public_id, line in later.values_list("object_id", "before__source_row")
            if line and public_id not in own
        }
        for batch in batched(sorted(lines, key=lambda one: lines[one])):
            there = Result.objects.filter(public_id__in=batch).exclude(job=job)
            kept = set(there.values_list("public_id", flat=True))
            yield from ((lines[one], _kept(one)) for one in batch if one in kept)


@dataclass
class _Merged:
    """What becomes of staged lines, some of whose rows are there."""

    job: ImportJob
    known: Any
    staged: Sequence[Staged]
    there: dict[int, There]
    # None: the dry run.
    at: datetime | None = None
    old: dict[int, Result] = field(default_factory=dict)

    def verdicts(self) -> list[Verdict]:
        pks = [one.pk for one in self.there.values() if one.differs and one.job != self.job.pk]
        self.old = Result.objects.in_bulk(pks)
        return [self._one(staged) for staged in self.staged]

    def _one(self, staged: Staged) -> Verdict:
        found = self.there.get(staged.number)
        if found is None:
            return _created(staged)
        if found.job == self.job.pk and found.source_row != staged.number:
            return again(found.source_row or 0, same=not found.differs)
        if not found.differs:
            return Verdict(RowOutcome.SAME)
        return self._update(staged, self.old[found.pk])

    def _update(self, staged: Staged, result: Result) -> Verdict:
        cells = staged.text.split("\t")
        new = dict(zip(self.known.order, map(_count, cells[5:-2]), strict=True))
        before = noted(result)
        new |= {"revenue_amount": cells[-2], "revenue_currency": cells[-1]}
        known = {name: new[name] for name in COLUMNS if new[name] not in (None, "")}
        names = [name for name, value in known.items() if before[name] != value]
        part = self.known.people.parts[result.collaboration_id]
        why = joined([staged.why or f"{part.partnership.creator}.", changes(names)])
        verdict = Verdict(RowOutcome.UPDATE, why, RESULT, result.public_id, before)
        if self.at is not None:
            verdict.after = before | known | {
                "deliverable": _count(cells[1]) or result.deliverable_id,
                "job": self.job.pk, "source_row": staged.number, "by": self.job.created_by_id,
                "updated_at": self.at.isoformat(),
            }  # fmt: skip
        return verdict


def _created(staged: Staged) -> Verdict:
    return Verdict(RowOutcome.CREATE, staged.why) if staged.why else _PLAIN


def _refused(wish: Any) -> Verdict:
    if wish.skipped:
        return Verdict(RowOutcome.SKIP, wish.skipped)
    return Verdict(RowOutcome.ERROR, joined(wish.problems))


def _kept(public_id: str) -> Verdict:
    return Verdict(RowOutcome.CREATE, kept_words(), RESULT, public_id, after={})


def _count(cell: str) -> int | None:
    return int(cell) if cell else None


def _typed(campaign: Campaign) -> set[tuple[str, str, str]]:
    rows = Result.objects.filter(
        collaboration__campaign=campaign, source_key__startswith=TYPED, job=None
    )
    found: set[tuple[int, date, str]] = set(rows.values_list("collaboration", "day", "market"))
    return {(str(part), day.isoformat(), market) for part, day, market in found}
