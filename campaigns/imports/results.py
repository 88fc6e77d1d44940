"""The importer of results into one campaign (product.md, rows 56, 61): every figure knows its
file and line, the same file again changes nothing, a newer one updates, each can be undone."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import pgettext_lazy

from campaigns.imports.attribution import People, people_of
from campaigns.imports.fields import FIELDS
from campaigns.imports.guessing import FRESH, guess_results, missing_in, stacks, unclear_in
from campaigns.imports.large import LargeResults
from campaigns.imports.options import Options, options_of
from campaigns.imports.rows import COLUMNS, Key, Wish, compose, tells_nothing_new
from campaigns.imports.saying import RESULT, again, campaign_of, changes, double, tell_changed
from campaigns.imports.undoing import noted, take_back
from campaigns.models import Campaign, Result
from campaigns.models.result import TYPED
from core.imports.mapping import Text
from core.imports.registry import Guess, Importer, Line, Verdict
from core.imports.sentences import joined
from core.imports.tables import Table
from core.models import ImportJob, ImportRow
from core.models.imports import RowOutcome

KIND = "results"


@dataclass
class Known:
    """What is known of the campaign; `seen` grows with the file: key → (line, its numbers)."""

    campaign: Campaign
    people: People
    options: Options
    seen: dict[Key, tuple[int, int]] = field(default_factory=dict)
    # Of a large file: the metrics in the order of its columns; whether the campaign had no row.
    order: Sequence[str] = ()
    is_empty: bool | None = None


class ResultsImporter(Importer):
    kind = KIND
    title = pgettext_lazy("campaign", "Results")
    fields = FIELDS
    # What the file says of itself is seen anew in each file.
    fresh_options = FRESH
    large = LargeResults()

    def guess(self, job: ImportJob, table: Table, sample: Sequence[Sequence[str]]) -> Guess:
        return guess_results(job, table, sample)

    def missing(self, mapping: Mapping[str, str]) -> list[Text]:
        return [*super().missing(mapping), *missing_in(mapping)]

    def unclear(
        self, job: ImportJob, mapping: Mapping[str, str], options: Mapping[str, Any]
    ) -> list[Text]:
        return unclear_in(mapping, options)

    def stacks(self, names: Sequence[str]) -> bool:
        return stacks(names)

    def prepare(self, job: ImportJob, lines: Callable[[], Iterator[Line]]) -> Known:
        campaign = Campaign.objects.get(public_id=job.target_id)
        options = options_of(job, lines)
        return Known(campaign, people_of(campaign, options.part), options)

    def check(self, job: ImportJob, known: Known, lines: Sequence[Line]) -> list[Verdict]:
        return _Batch(job, known, dry=True).run(lines)

    def apply(self, job: ImportJob, known: Known, lines: Sequence[Line]) -> list[Verdict]:
        # Two files at once wait for each other, so that neither doubles a row.
        Campaign.objects.select_for_update().get(pk=known.campaign.pk)
        tell_changed(job, known.campaign.pk)
        return _Batch(job, known, dry=False).run(lines)

    def undo(self, job: ImportJob, rows: Sequence[ImportRow]) -> list[str]:
        tell_changed(job, campaign_of(job))
        return take_back(rows)

    def name_of(self, raw: Mapping[str, str], mapping: Mapping[str, str]) -> str:
        """Whose row, as the file says it: handle, else link, else the first cell."""
        by_key = {key: name for name, key in mapping.items()}
        named = (raw.get(by_key.get(key, ""), "") for key in ("handle", "link"))
        return next(filter(None, named), "") or super().name_of(raw, mapping)


@dataclass
class _Batch:
    job: ImportJob
    known: Known
    dry: bool
    new: list[Result] = field(default_factory=list)
    changed: list[Result] = field(default_factory=list)
    # (collaboration id, day, market) of numbers that a person typed.
    typed: set[tuple[int, date, str]] = field(default_factory=set)

    def run(self, lines: Sequence[Line]) -> list[Verdict]:
        wishes = [
            compose(line, self.known.campaign, self.known.people, self.known.options)
            for line in lines
        ]
        fit = [wish for wish in wishes if _is_fit(wish)]
        stored = _stored(fit, lock=not self.dry)
        self.typed = _typed(fit)
        verdicts = [self._one(wish, stored) for wish in wishes]
        if not self.dry:
            Result.objects.bulk_create(self.new)
            columns = [*COLUMNS, "deliverable", "job", "source_row", "by", "updated_at"]
            Result.objects.bulk_update(self.changed, columns)
        return verdicts

    def _one(self, wish: Wish, stored: dict[Key, Result]) -> Verdict:
        if wish.skipped:
            return Verdict(RowOutcome.SKIP, wish.skipped)
        if wish.problems:
            return Verdict(RowOutcome.ERROR, joined(wish.problems))
        self._remark(wish)
        # Of the text: -1 and -2 have one hash.
        numbers = hash(repr(wish.columns))
        line, before = self.known.seen.setdefault(wish.key, (wish.line.number, numbers))
        result = stored.get(wish.key)
        if line != wish.line.number:
            return again(line, same=before == numbers)
        if result is None:
            return self._create(wish, stored)
        if result.job_id == self.job.pk and result.source_row != wish.line.number:
            # The run was killed and goes on: the earlier line is in the database.
            same = tells_nothing_new(wish, result)
            return again(result.source_row or 0, same=same)
        if tells_nothing_new(wish, result):
            return self._verdict(RowOutcome.SAME, wish, result)
        return self._update(wish, result)

    def _remark(self, wish: Wish) -> None:
        """Whose row it was found to be; and a word where a day would count twice."""
        assert wish.owner is not None
        wish.remarks.insert(0, f"{wish.owner.part.partnership.creator}.")
        if wish.key[:3] in self.typed:
            wish.remarks.append(double())

    def _create(self, wish: Wish, stored: dict[Key, Result]) -> Verdict:
        assert wish.owner is not None
        assert wish.day is not None
        result = Result(
            workspace_id=self.job.workspace_id,
            collaboration=wish.owner.part,
            deliverable=wish.owner.deliverable,
            day=wish.day,
            market=wish.market,
            source_key=wish.owner.source_key,
            created_at=timezone.now(),
        )
        self._fill(result, wish)
        self.new.append(result)
        return self._verdict(RowOutcome.CREATE, wish, result)

    def _update(self, wish: Wish, result: Result) -> Verdict:
        assert wish.owner is not None
        before = noted(result)
        names = [name for name, value in wish.columns.items() if getattr(result, name) != value]
        wish.remarks.append(changes(names))
        if not self.dry:
            result.deliverable = wish.owner.deliverable or result.deliverable
            self._fill(result, wish)
            self.changed.append(result)
        verdict = self._verdict(RowOutcome.UPDATE, wish, result)
        verdict.before = before
        return verdict

    def _fill(self, result: Result, wish: Wish) -> None:
        for name, value in wish.columns.items():
            setattr(result, name, value)
        result.job, result.source_row = self.job, wish.line.number
        result.by, result.updated_at = self.job.created_by, timezone.now()

    def _verdict(self, outcome: RowOutcome, wish: Wish, result: Result) -> Verdict:
        verdict = Verdict(outcome, joined(wish.remarks))
        if not (self.dry and result.pk is None):
            verdict.object_type, verdict.object_id = RESULT, result.public_id
        if not self.dry and outcome != RowOutcome.SAME:
            verdict.after = noted(result)
        return verdict


def _is_fit(wish: Wish) -> bool:
    return not wish.problems and not wish.skipped


def _stored(wishes: Sequence[Wish], *, lock: bool) -> dict[Key, Result]:
    """The rows of the database that these lines are about; one query."""
    if not wishes:
        return {}
    keys = [wish.key for wish in wishes]
    rows = Result.objects.filter(
        collaboration__in={key[0] for key in keys},
        day__in={key[1] for key in keys},
        source_key__in={key[3] for key in keys},
    )
    if lock:
        rows = rows.select_for_update()
    return {(row.collaboration_id, row.day, row.market, row.source_key): row for row in rows}


def _typed(wishes: Sequence[Wish]) -> set[tuple[int, date, str]]:
    if not wishes:
        return set()
    rows = Result.objects.filter(
        collaboration__in={wish.key[0] for wish in wishes},
        day__in={wish.key[1] for wish in wishes},
        source_key__startswith=TYPED,
    )
    return set(rows.values_list("collaboration", "day", "market"))
