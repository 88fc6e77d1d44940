"""`manage.py import_results FILE --dry-run`: what a results file is and what it adds up to.
Without --dry-run the file is brought into a campaign, as the pages do it."""

import os
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation
from django_scopes import scope, scopes_disabled

from campaigns.imports.dry import UNSAID, Dry, Sums, dry_run, shown_lines
from campaigns.imports.formats.words import NAMES_OF_LANGUAGES
from campaigns.imports.results import KIND
from campaigns.models import METRICS, Campaign
from campaigns.rules.days import latest_day
from core.imports import jobs
from core.imports.engine import check_job, run_job
from core.imports.refusals import ImportRefused
from core.imports.stacks import STACK
from core.models import ImportJob
from core.models.imports import ImportState

SAID = ("day_first", "currency", "market", "platform", "year", "day", "outside", "part")


class Command(BaseCommand):
    help = (
        "Brings a results file into a campaign; --dry-run only tells what it is and its totals. "
        "Fails if the file is not recognised."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file")
        parser.add_argument(
            "--dry-run", action="store_true", help="needs no campaign, saves nothing"
        )
        parser.add_argument("--campaign", help="id of the campaign, as in its address")
        parser.add_argument(
            "--part", default="", help="id of whoever rows without a name belong to"
        )
        parser.add_argument("--day-first", choices=["day", "month"], default="")
        parser.add_argument("--currency", default="", help="of money that does not say one")
        parser.add_argument("--market", default="", help="of rows that do not say one")
        parser.add_argument("--platform", default="", help="of rows that do not say one")
        parser.add_argument("--year", default="", help="of the last date, where dates have none")
        parser.add_argument("--day", default="", help="of rows without a date, as 2026-01-31")
        parser.add_argument("--outside", choices=["keep", "skip"], default="")

    def handle(self, *args: Any, **options: Any) -> None:
        said = {name: options[name] for name in SAID}
        try:
            if said["day"]:
                date.fromisoformat(said["day"])
            with translation.override("en"):
                if options["dry_run"]:
                    self._dry(options["file"], said)
                else:
                    self._import(options["file"], options["campaign"] or "", said)
        except ImportRefused as refused:
            raise CommandError(refused.message) from refused
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from error

    def _dry(self, path: str, said: dict[str, str]) -> None:
        with open(path, "rb") as file:
            dry = dry_run(file, os.path.basename(path), said, latest_day(timezone.now()))
        for line in told(dry, os.path.basename(path)):
            self.stdout.write(line)
        if not dry.is_recognised:
            raise CommandError("This file is not recognised: map its columns on the page.")

    def _import(self, path: str, campaign_id: str, said: dict[str, str]) -> None:
        with scopes_disabled():
            found = Campaign.objects.select_related("workspace", "owner")
            campaign = found.filter(public_id=campaign_id).first()
        if campaign is None:
            raise CommandError("Say --campaign ID: there is none of this id. Or --dry-run.")
        with scope(workspace=campaign.workspace), open(path, "rb") as file:
            job = jobs.upload_file(
                workspace=campaign.workspace, kind=KIND, target_id=campaign.public_id, file=file,
                file_name=os.path.basename(path), by=campaign.owner, at=timezone.now(),
            )  # fmt: skip
            chosen = {**job.options, **{name: text for name, text in said.items() if text}}
            if problems := jobs.start_check(job=job, mapping=job.mapping, options=chosen):
                raise CommandError(" ".join(problems))
            check_job(job.pk)
            if jobs.start_run(job=job, by=campaign.owner, at=timezone.now()):
                run_job(job.pk)
            self._tell(job)

    def _tell(self, job: ImportJob) -> None:
        job.refresh_from_db()
        for name, number in sorted(job.counts.items()):
            if not name.startswith("_"):
                self.stdout.write(f"{name} {number}")
        if job.state != ImportState.DONE:
            raise CommandError(job.problem or f"The import ended as {job.state}.")


def told(dry: Dry, file_name: str) -> Iterator[str]:
    found, dialect = dry.seen.found, dry.table.dialect
    yield f"File: {file_name}"
    title = str(found.format.title) if found else "not recognised"
    language = NAMES_OF_LANGUAGES.get(found.language, "unknown") if found else "unknown"
    yield f"Report: {title}" + (f" [{found.format.key}]" if found else "")
    yield f"Platform: {dry.seen.options['platform'] or 'as the rows say'}"
    yield f"Language: {language}"
    if dialect.sheet:
        yield f"Sheet: {dialect.sheet}"
    else:
        yield f"Encoding: {dialect.encoding}, delimiter: {dialect.delimiter!r}" + (
            ", lines quoted twice" if dialect.twice else ""
        )
    yield f"Header row: {dialect.header_row}"
    yield from _tables(dry)
    for name, key in dry.seen.mapping.items():
        yield f"Column: {name} = {key}"
    left = [name for name in dry.table.header if name not in dry.seen.mapping]
    if left:
        yield f"Columns left out: {', '.join(left)}"
    if dry.seen.period:
        yield f"Days the file names: {dry.seen.period[0]} to {dry.seen.period[1]}"
    yield from _rows(dry)
    yield from _totals(dry)


def _tables(dry: Dry) -> Iterator[str]:
    dialect = dry.table.dialect
    if dialect.kind == STACK:
        yield "Tables: one below the other, each with its title, read as one"
    for first, last, rows, names in dialect.tables:
        chosen = " (this one is read)" if first == dialect.header_row else ""
        yield f"Table: rows {first} to {last}, {rows} rows: {names}{chosen}"


def _rows(dry: Dry) -> Iterator[str]:
    yield f"Rows that count: {dry.sums.rows}"
    for word, found in (("Left out", dry.skipped), ("Problem", dry.problems)):
        for same in sorted(found.values(), key=lambda one: -len(one.lines)):
            count = len(same.lines)
            yield f"{word}: {count} rows: {same.text} (lines {shown_lines(same.lines)})"
    for why in dry.unclear:
        yield f"Unclear: {why}"
    if dry.sums.first:
        yield f"Days: {dry.sums.first} to {dry.sums.last}"


def _totals(dry: Dry) -> Iterator[str]:
    if len(dry.blocks) > 1 or dry.table.dialect.kind == STACK:
        for title, sums in dry.blocks.items():
            days = f"{sums.first} to {sums.last}"
            yield f"Block: {title or 'rows'}: {sums.rows} rows, {days}"
            yield from (f"  {line}" for line in _numbers(sums))
    yield "Totals:"
    yield from (f"  {line}" for line in _numbers(dry.sums))
    for line, said in dry.own_totals:
        for name, number in said.items():
            mine = dry.sums.numbers.get(name, 0)
            same = "the same" if number == mine else f"its rows add up to {mine}"
            yield f"The file's own total, line {line}: {name} {number}, {same}"
    for name, number in dry.beside.items():
        yield f"In the file: {name} adds up to {number.normalize():f}"


def _numbers(sums: Sums) -> Iterator[str]:
    for name in METRICS:
        if name in sums.numbers:
            yield f"{name} {sums.numbers[name]}"
    for currency, amount in sums.money.items():
        if currency == UNSAID and not amount:
            continue
        said = "revenue, currency not said" if currency == UNSAID else f"revenue {currency}"
        yield f"{said} {amount}"
