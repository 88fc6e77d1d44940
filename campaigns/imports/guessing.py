"""What the mapping page of a results file opens with: which report it is, and what goes with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from campaigns.imports.fields import FIELDS, WATCH
from campaigns.imports.formats.ga4 import period
from campaigns.imports.formats.registry import FORMATS
from campaigns.imports.formats.shape import Found, recognised
from campaigns.imports.numbers import guess_decimal
from campaigns.models import METRICS, Collaboration
from core.imports.dates import guess_day_first
from core.imports.mapping import Text, plain_header, suggest
from core.imports.registry import Guess
from core.imports.sentences import gettext as _
from core.imports.stacks import STACK
from core.imports.tables import Table
from core.imports.values import is_unknown, parse_money
from core.models import ImportJob
from creators.enums import Platform

# Without one of these nobody is named: whose the rows are must be said.
NAMING = ("link", "post", "handle", "code")
NUMBERS = (*METRICS, *WATCH, "value", "revenue")
FRESH = frozenset(
    {"part", "day_first", "currency", "format", "language", "platform", "day", "decimal", "year"}
)
_HOSTS = {
    "instagram.com": Platform.INSTAGRAM, "youtube.com": Platform.YOUTUBE,
    "youtu.be": Platform.YOUTUBE, "tiktok.com": Platform.TIKTOK, "vk.com": Platform.VK,
    "t.me/": Platform.TELEGRAM, "rutube.ru": Platform.RUTUBE, "dzen.ru": Platform.DZEN,
}  # fmt: skip


@dataclass(frozen=True)
class Seen:
    """What a file turned out to be. `period`: the days that comments above the table name."""

    found: Found | None
    mapping: dict[str, str]
    options: dict[str, Any]
    period: tuple[date, date] | None = None


def guess_results(job: ImportJob, table: Table, sample: Sequence[Sequence[str]]) -> Guess:
    seen = look(table, sample, job.file_name)
    return Guess(
        mapping=seen.mapping, options={**seen.options, "part": _only_one(job, seen.mapping)}
    )


def look(table: Table, sample: Sequence[Sequence[str]], file_name: str = "") -> Seen:
    """Reads nothing but what it is given."""
    cells = {
        name: [row[place] for row in sample if place < len(row)]
        for place, name in enumerate(table.header)
    }
    above = [",".join(row).rstrip(",") for number, row in table.preamble
             if number < table.dialect.header_row]  # fmt: skip
    stack = table.dialect.kind == STACK
    found = recognised(FORMATS, table.header, cells, above, stack=stack)
    mapping = dict(found.mapping) if found else suggest(FIELDS, table.header)
    if stack:
        mapping = {**mapping, **_of_stack(table.header, mapping, cells)}
    days = _days(mapping, cells)
    span = period(above)
    return Seen(found, mapping, _options(found, mapping, cells, days, span), span)


def missing_in(mapping: Mapping[str, str]) -> list[Text]:
    """Why no row could have a number."""
    if {*NUMBERS} & set(mapping.values()):
        return []
    return [_("Say which column holds a number: views, reach, orders, revenue …")]


def unclear_in(mapping: Mapping[str, str], options: Mapping[str, Any]) -> list[Text]:
    """What every row would lack."""
    keys = set(mapping.values())
    problems: list[Text] = []
    if not keys & {"day", "published"} and not options.get("day"):
        problems.append(_("Say which column is the date, or of which day all rows are."))
    if not keys & set(NAMING) and not options.get("part"):
        problems.append(_("Nothing in this file says whose rows these are: choose the creator."))
    return problems


def _options(
    found: Found | None,
    mapping: Mapping[str, str],
    cells: Mapping[str, Sequence[str]],
    days: Sequence[str],
    span: tuple[date, date] | None,
) -> dict[str, Any]:
    name_of = {key: name for name, key in reversed(list(mapping.items()))}
    with_fraction = [key for key in (*WATCH, "revenue", "refunded") if key in name_of]
    fractions = [cell for key in with_fraction for cell in cells[name_of[key]] if ":" not in cell]
    day_first = guess_day_first(days)
    return {
        "part": "",
        "market": "",
        "currency": _currency_in(name_of.get("revenue", "")),
        "day_first": {True: "day", False: "month", None: ""}[day_first],
        "format": found.format.key if found else "",
        "language": found.language if found else "",
        "platform": _platform(found, cells[name_of["link"]] if "link" in name_of else ()),
        "day": "" if span is None or {"day", "published"} & set(name_of) else span[1].isoformat(),
        "decimal": guess_decimal(fractions) if found and found.language != "en" else "",
        "year": "",
        "outside": "",
    }


def _platform(found: Found | None, links: Sequence[str]) -> str:
    if found and found.format.platform:
        return found.format.platform
    hosts = {str(name) for link in links for host, name in _HOSTS.items() if host in link}
    return hosts.pop() if len(hosts) == 1 else ""


def _days(mapping: Mapping[str, str], cells: Mapping[str, Sequence[str]]) -> list[str]:
    return [
        cell
        for name, key in mapping.items()
        if key in ("day", "published")
        for cell in cells[name]
        if not is_unknown(cell)
    ]


def _of_stack(
    header: Sequence[str], mapping: Mapping[str, str], cells: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    """The title is the name of the number, the numbers stand in the column that has nothing else,
    whatever these columns are called."""
    more = {header[0]: "metric"}
    free = [name for name in header[1:] if mapping.get(name, "metric") in ("metric", "value")]
    if "day" not in mapping.values() and len(free) > 1:
        more[free.pop(0)] = "day"
    if free:
        more[free[0]] = "value"
    return more


def _only_one(job: ImportJob, mapping: Mapping[str, str]) -> str:
    """The one who takes part, where the file names nobody."""
    if set(mapping.values()) & set(NAMING):
        return ""
    parts = Collaboration.objects.taking_part().filter(campaign__public_id=job.target_id)[:2]
    found = [part.public_id for part in parts]
    return found[0] if len(found) == 1 else ""


def stacks(names: Sequence[str]) -> bool:
    """Date and one number that is named by the title above only: `Date`, `Primary`."""
    mapping = suggest(FIELDS, names)
    told = set(mapping.values()) - {"day", "value"}
    plain = [plain_header(name) for name in names if name.strip()]
    return 2 <= len(plain) <= 3 and not told and ("day" in mapping.values() or "primary" in plain)


def _currency_in(header: str) -> str:
    """`Выручка, ₽`, `Revenue (USD)`: the currency that the column's name says, or ""."""
    for word in header.replace("(", " ").replace(")", " ").replace(",", " ").split()[1:]:
        try:
            found = parse_money(f"0 {word}")
        except ValueError:
            continue
        if found is not None:
            return found.currency
    return ""
