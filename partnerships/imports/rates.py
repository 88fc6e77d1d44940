"""The importer of exchange rates: a table of currency, against, day and rate, or the one of the
Bank of Russia, where so many units (the nominal) cost a sum of roubles (product.md, row 30)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy

from core.imports.dates import guess_day_first, parse_date
from core.imports.lines import read_values
from core.imports.mapping import Field, Text, suggest
from core.imports.registry import Guess, Importer, Line, Verdict
from core.imports.sentences import gettext as _
from core.imports.sentences import joined
from core.imports.tables import Table
from core.imports.values import clean_text, guess_number, shown
from core.models import ExchangeRate, ImportJob, ImportRow
from core.models.imports import RowOutcome
from core.money import Currency
from partnerships.actions.commitments import freeze_missing
from partnerships.rules.rates import FIRST_DAY, rate_of

KIND = "exchange_rates"
RATE = ExchangeRate._meta.label_lower
_NAMES = {
    "доллар сша": Currency.USD, "us dollar": Currency.USD, "$": Currency.USD, "840": Currency.USD,
    "евро": Currency.EUR, "euro": Currency.EUR, "€": Currency.EUR, "978": Currency.EUR,
    "российский рубль": Currency.RUB, "рубль": Currency.RUB, "russian rouble": Currency.RUB,
    "russian ruble": Currency.RUB, "₽": Currency.RUB, "643": Currency.RUB, "rur": Currency.RUB,
}  # fmt: skip

Key = tuple[str, str, date]


class OtherCurrency(ValueError):
    """A currency that is not kept here."""


def parse_currency(text: str) -> str:
    """A code, a number of the standard or a name in either language. Raises OtherCurrency."""
    plain = clean_text(text)
    if plain.upper() in Currency.values:
        return plain.upper()
    found = _NAMES.get(plain.casefold())
    if found is None:
        raise OtherCurrency(_("“%(cell)s” is not a currency kept here.") % {"cell": shown(text)})
    return str(found)


FIELDS = (
    Field(
        "currency",
        gettext_lazy("Currency"),
        aliases=("currency", "from", "base", "буквенный код", "букв код", "валюта", "cdx",
                 "код валюты", "charcode", "code"),
    ),
    Field(
        "against",
        gettext_lazy("In"),
        aliases=("against", "in", "to", "quote", "target", "в валюте", "к валюте"),
    ),
    Field(
        "day",
        gettext_lazy("Day"),
        aliases=("day", "date", "data", "дата", "день"),
    ),
    Field(
        "rate",
        gettext_lazy("Exchange rate"),
        aliases=("rate", "curs", "курс", "value", "exchange rate", "price"),
        required=True,
        parse=guess_number,
    ),
    Field(
        "nominal",
        gettext_lazy("Nominal: the rate is of so many units"),
        aliases=("nominal", "номинал", "единиц", "units"),
        parse=guess_number,
    ),
)  # fmt: skip


@dataclass
class Known:
    """`seen` grows with the file: key → (line, rate)."""

    options: Mapping[str, Any]
    today: date
    seen: dict[Key, tuple[int, Decimal]] = field(default_factory=dict)


@dataclass
class Wish:
    line: Line
    key: Key | None = None
    rate: Decimal = Decimal(0)
    problems: list[str] = field(default_factory=list)
    # Not ours: a currency that nobody here is paid in.
    other: str = ""


class RatesImporter(Importer):
    kind = KIND
    title = gettext_lazy("Exchange rates")
    fields = FIELDS
    fresh_options = frozenset({"currency", "against", "day", "day_first"})

    def guess(self, job: ImportJob, table: Table, sample: Sequence[Sequence[str]]) -> Guess:
        mapping = suggest(self.fields, table.header)
        places = {key: table.header.index(name) for name, key in mapping.items()}
        days = [row[places["day"]] for row in sample] if "day" in places else []
        # The Bank of Russia gives roubles for so many units, and does not say so in a column.
        against = Currency.RUB if "nominal" in places else job.workspace.currency
        day_first = guess_day_first(days)
        return Guess(
            mapping=mapping,
            options={
                "currency": "",
                "against": "" if "against" in places else str(against),
                "day": "",
                "day_first": {True: "day", False: "month", None: ""}[day_first],
            },
        )

    def unclear(
        self, job: ImportJob, mapping: Mapping[str, str], options: Mapping[str, Any]
    ) -> list[Text]:
        said = set(mapping.values())
        asked = (
            ("currency", _("Say which currency the rates are of: a column, or a choice below.")),
            ("against", _("Say in which currency the rates are: a column, or a choice below.")),
            ("day", _("Say of which day the rates are: a column, or a choice below.")),
        )
        return [words for key, words in asked if key not in said and not options.get(key)]

    def prepare(self, job: ImportJob, lines: Callable[[], Iterator[Line]]) -> Known:
        return Known(job.options, timezone.now().astimezone(job.workspace.zone).date())

    def check(self, job: ImportJob, known: Known, lines: Sequence[Line]) -> list[Verdict]:
        return _run(job, known, lines, dry=True)

    def apply(self, job: ImportJob, known: Known, lines: Sequence[Line]) -> list[Verdict]:
        verdicts = _run(job, known, lines, dry=False)
        freeze_missing(by=job.created_by, at=timezone.now())
        return verdicts

    def undo(self, job: ImportJob, rows: Sequence[ImportRow]) -> list[str]:
        ids = [row.object_id for row in rows]
        found = ExchangeRate.objects.select_for_update().in_bulk(ids, field_name="public_id")
        return [_take_back(found.get(row.object_id), row) for row in rows]

    def name_of(self, raw: Mapping[str, str], mapping: Mapping[str, str]) -> str:
        by_key = {key: name for name, key in mapping.items()}
        said = (raw.get(by_key.get(key, ""), "") for key in ("currency", "against", "day"))
        return " · ".join(filter(None, said)) or super().name_of(raw, mapping)


def compose(line: Line, known: Known) -> Wish:
    """The rate that a line says, with the options of the file for what it leaves out."""
    wish = Wish(line)
    values, wish.problems = read_values(FIELDS, line)
    try:
        pair = [
            parse_currency(values.get(key) or known.options.get(key, ""))
            for key in ("currency", "against")
        ]
        day = _day(values, known)
        if not wish.problems:
            wish.rate = rate_of(values["rate"], values.get("nominal") or Decimal(1))
        if pair[0] == pair[1]:
            wish.problems.append(_("A rate is between two different currencies."))
    except OtherCurrency as error:
        wish.other = str(error)
    except ArithmeticError:
        wish.problems.append(_("A rate is above zero and below a billion."))
    except ValueError as error:
        plain = isinstance(error.args[0], Decimal)
        above = _("A rate is above zero and below a billion.")
        wish.problems.append(above if plain else error.args[0])
    else:
        wish.key = (pair[0], pair[1], day)
    return wish


def _day(values: Mapping[str, Any], known: Known) -> date:
    text = values.get("day") or known.options.get("day", "")
    order = {"day": True, "month": False}.get(known.options.get("day_first", ""))
    day = parse_date(text, day_first=order, before=known.today)
    if day is None:
        raise ValueError(_("The date is not known."))
    if day > known.today:
        raise ValueError(_("“%(cell)s” is still to come.") % {"cell": shown(text)})
    if day < FIRST_DAY:
        raise ValueError(_("“%(cell)s” is before the year 2000.") % {"cell": shown(text)})
    return day


def _run(job: ImportJob, known: Known, lines: Sequence[Line], *, dry: bool) -> list[Verdict]:
    wishes = [compose(line, known) for line in lines]
    keys = [wish.key for wish in wishes if wish.key and not wish.problems]
    rows = ExchangeRate.objects.filter(day__in={key[2] for key in keys})
    if not dry:
        rows = rows.select_for_update()
    stored = {(row.currency, row.against, row.day): row for row in rows}
    return [_one(job, known, wish, stored, dry=dry) for wish in wishes]


def _one(
    job: ImportJob, known: Known, wish: Wish, stored: dict[Key, ExchangeRate], *, dry: bool
) -> Verdict:
    if wish.other:
        return Verdict(RowOutcome.SKIP, wish.other)
    if wish.problems or wish.key is None:
        return Verdict(RowOutcome.ERROR, joined(wish.problems))
    line, rate = known.seen.setdefault(wish.key, (wish.line.number, wish.rate))
    if line != wish.line.number:
        if rate == wish.rate:
            return Verdict(RowOutcome.SAME, _("The same as line %(line)s.") % {"line": line})
        words = _("Line %(line)s has another rate for the same day. Keep one of them.")
        return Verdict(RowOutcome.ERROR, words % {"line": line})
    row = stored.get(wish.key)
    if row is not None and row.rate == wish.rate:
        return Verdict(RowOutcome.SAME, "", RATE, row.public_id)
    before = None if row is None else told(row)
    outcome = RowOutcome.CREATE if row is None else RowOutcome.UPDATE
    said = "" if row is None else _("Was %(rate)s.") % {"rate": f"{row.rate.normalize():f}"}
    if dry:
        return Verdict(outcome, said, RATE, row.public_id if row else "", before)
    if row is None:
        currency, against, day = wish.key
        row = ExchangeRate(
            workspace_id=job.workspace_id, currency=currency, against=against, day=day,
            created_at=timezone.now(),
        )  # fmt: skip
    row.rate, row.job, row.by = wish.rate, job, job.created_by
    row.save()
    stored[wish.key] = row
    return Verdict(outcome, said, RATE, row.public_id, before, told(row))


def told(row: ExchangeRate) -> dict[str, Any]:
    """What undoing needs."""
    return {"rate": f"{row.rate:.8f}", "by": row.by_id, "job": row.job_id}


def _take_back(row: ExchangeRate | None, kept: ImportRow) -> str:
    if row is None:
        return ""
    if told(row) != kept.after:
        return _("Kept: a later import or a person has changed it since.")
    if kept.before is None:
        row.delete()
    else:
        row.rate = Decimal(kept.before["rate"])
        row.by_id, row.job_id = kept.before["by"], kept.before["job"]
        row.save()
    return ""
