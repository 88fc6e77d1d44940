"""The importer of creators, as core/imports knows it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.imports.jobs import SAMPLE_ROWS
from core.imports.lines import open_table
from core.imports.mapping import Text, plain_header, suggest
from core.imports.refusals import ImportRefused
from core.imports.registry import Guess, Importer, Line, Verdict
from core.imports.tables import CARDS, Table
from core.models import ImportJob, ImportRow
from creators.enums import Market, Platform
from creators.imports.applying import Occasion
from creators.imports.batch import Batch
from creators.imports.contacts import refine, telling_more
from creators.imports.fields import FIELDS, platform_in
from creators.imports.matching import Known, get_known, in_per_cent
from creators.imports.names import HEADERS, words_of
from creators.imports.undoing import undo_rows
from creators.imports.wishes import Options
from creators.rules.handles import HandleError, parse_handle

KIND = "creators"
# A row is somebody by any of these.
_NAMING = {"name", "first_name", "last_name", "links", "email"}
_HANDLES = {plain_header(word): True for word in words_of(HEADERS["handle"])}


class CreatorsImporter(Importer):
    """A list of creators: who they are, their channel and audience on a day, their prices."""

    kind = KIND
    title = gettext_lazy("Creators")
    fields = FIELDS
    fresh_options = frozenset({"taken_on"})

    def guess(self, job: ImportJob, table: Table, sample: Sequence[Sequence[str]]) -> Guess:
        mapping = suggest(self.fields, table.header)
        refine(mapping, cards=table.dialect.kind == CARDS)
        telling_more(mapping, table.header, sample, _HANDLES)
        _by_content(mapping, table.header, sample)
        _by_platform(mapping, table.header, sample)
        russian = _mostly_russian([*table.header, *(cell for row in sample for cell in row)])
        placed = {"market", "city"} & set(mapping.values())
        market = Market.RU if russian else Market.OTHER if placed else Market.US
        return Guess(
            mapping=mapping,
            options={
                "market": str(market),
                "platform": platform_in(job.file_name)
                or platform_in(" ".join(table.header), least=2),
                "currency": "RUB" if russian else str(job.workspace.currency),
                "taken_on": timezone.localdate(timezone=job.workspace.zone).isoformat(),
            },
        )

    def missing(self, mapping: Mapping[str, str]) -> list[Text]:
        keys = set(mapping.values())
        named = bool(_NAMING & keys) or any(key.split(":")[0] == "handle" for key in keys)
        problems = [] if named else [_("Say which column is the name, or the channel.")]
        prices = {key.partition(".")[2] for key in keys if key.startswith("price.")}
        formats = {key.partition(".")[2] for key in keys if key.startswith("format.")}
        problems += [
            _("Format %(number)s has no price beside it.") % {"number": number}
            for number in sorted(formats - prices)
        ]
        return list(problems)

    def unclear(
        self, job: ImportJob, mapping: Mapping[str, str], options: Mapping[str, Any]
    ) -> list[Text]:
        """Bare names of accounts without any word of their platform."""
        handles = [name for name, key in mapping.items() if key == "handle"]
        if not handles or "platform" in mapping.values() or options.get("platform"):
            return []
        place = job.header.index(handles[0])
        try:
            rows = open_table(job).sample(SAMPLE_ROWS)
        except (ImportRefused, OSError):
            # The check tells it.
            return []
        cells = [cell for row in rows if (cell := row[place].strip()) and " " not in cell]
        if not cells or any(map(_says_where, cells)):
            return []
        return [
            _("The handles do not say their platform. Choose it under “%(field)s”.")
            % {"field": _("Platform of handles without one")}
        ]

    def prepare(self, job: ImportJob, lines: Callable[[], Iterator[Line]]) -> Known:
        percent = in_per_cent(line.cells.get("engagement", "") for line in lines())
        return get_known(job, options_of(job, percent=percent), lines)

    def check(self, job: ImportJob, known: Known, lines: Sequence[Line]) -> list[Verdict]:
        return Batch(known, occasion_of(job), dry=True).run(lines)

    def apply(self, job: ImportJob, known: Known, lines: Sequence[Line]) -> list[Verdict]:
        return Batch(known, occasion_of(job), dry=False).run(lines)

    def undo(self, job: ImportJob, rows: Sequence[ImportRow]) -> list[str]:
        return undo_rows(rows)

    def name_of(self, raw: Mapping[str, str], mapping: Mapping[str, str]) -> str:
        by_key = {key: header for header, key in mapping.items()}
        if name := raw.get(by_key.get("name", "")):
            return name
        parts = [raw.get(by_key.get(key, ""), "") for key in ("first_name", "last_name")]
        if whole := " ".join(filter(None, parts)):
            return whole
        columns = ["handle", *(k for k in by_key if k.startswith("handle:")), "email", "company"]
        return next((raw[by_key[k]] for k in columns if raw.get(by_key.get(k, ""))), "")


def options_of(job: ImportJob, *, percent: bool) -> Options:
    chosen: dict[str, Any] = job.options
    return Options(
        market=chosen.get("market") or Market.OTHER,
        platform=chosen.get("platform", ""),
        currency=chosen.get("currency", ""),
        zone=str(job.workspace.zone),
        percent=percent,
    )


def occasion_of(job: ImportJob) -> Occasion:
    return Occasion(
        workspace=job.workspace,
        day=date.fromisoformat(job.options["taken_on"]),
        at=timezone.now(),
        source=job.file_name[:60],
    )


def _by_content(
    mapping: dict[str, str], header: Sequence[str], sample: Sequence[Sequence[str]]
) -> None:
    """Addresses give themselves away whatever their column is called."""
    for key, telling in (("email", _is_email), ("handle", _is_address)):
        if any(k.split(":")[0] == key for k in mapping.values()):
            continue
        for place, name in enumerate(header):
            cells = [row[place] for row in sample if row[place].strip()]
            if name not in mapping and cells and sum(map(telling, cells)) * 2 > len(cells):
                mapping[name] = key
                break


def _by_platform(
    mapping: dict[str, str], header: Sequence[str], sample: Sequence[Sequence[str]]
) -> None:
    """A column that speaks of a platform and holds @names, whatever else it is called."""
    for place, name in enumerate(header):
        platform = "" if name in mapping else platform_in(name, least=2)
        if not platform or f"handle:{platform}" in mapping.values():
            continue
        cells = [row[place] for row in sample if row[place].strip()]
        found = sum(1 for cell in cells if _is_account(cell, platform))
        if cells and found * 2 > len(cells):
            mapping[name] = f"handle:{platform}"


def _is_account(cell: str, platform: str) -> bool:
    text = cell.strip()
    if not text.startswith("@") and "/" not in text:
        return False
    try:
        parse_handle(text, platform)
    except HandleError:
        return False
    return True


def _is_email(cell: str) -> bool:
    before, at, domain = cell.strip().partition("@")
    return bool(before and at and "." in domain and " " not in cell.strip())


def _says_where(cell: str) -> bool:
    try:
        return bool(parse_handle(cell))
    except HandleError:
        return False


def _is_address(cell: str) -> bool:
    try:
        return parse_handle(cell).platform != Platform.OTHER
    except HandleError:
        return False


def _mostly_russian(cells: Sequence[str]) -> bool:
    letters = [char for cell in cells for char in plain_header(cell)[:80] if char.isalpha()]
    russian = sum("а" <= char <= "я" for char in letters)
    return russian * 2 > len(letters) > 0
