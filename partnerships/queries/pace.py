"""Promised, booked and delivered of many partnerships at once, and how their guarantees stand."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from core.together import read_together
from partnerships.bookings import Booking, bookings
from partnerships.enums import AmendmentState, Stage
from partnerships.models import Agreement, Amendment
from partnerships.queries.agreements import leading
from partnerships.rules.agreements import BINDING_STATES
from partnerships.rules.pace import ContractYear, Pace, contract_years, pace
from partnerships.rules.shortfall import Shortfall, shortfall, usual_length


@dataclass(frozen=True)
class PaceFacts:
    """Of the agreement that binds: all its contract years so far, the oldest first. `current` is
    the year that holds today (before the first day: the first); None without an agreement that
    binds. `shortfall` is that of the current year, None where nothing is missing."""

    years: tuple[Pace, ...] = ()
    current: Pace | None = None
    shortfall: Shortfall | None = None
    agreement_id: str = ""
    # Years that are over and delivered less than was guaranteed.
    missed: tuple[Pace, ...] = ()

    @property
    def behind(self) -> bool:
        return self.shortfall is not None and self.shortfall.alert


@dataclass(frozen=True)
class Amended:
    """An amendment of the promise: what held before its day and what holds since. `written`: the
    row of the agreement says so already."""

    effective_on: date
    written: bool
    before: Mapping[str, Any]
    after: Mapping[str, Any]


_COUNTING = (AmendmentState.SIGNED, AmendmentState.IN_FORCE)
_OF_AGREEMENT = ("public_id", "partnership", "state", "starts_on", "ends_on", "campaigns_a_year",
                 "guaranteed_a_year", "partnership__creator__zone",
                 "partnership__creator__lead_days")  # fmt: skip


def paces(partnership_ids: Iterable[int], at: datetime) -> dict[int, PaceFacts]:
    """Every id asked for is in the answer. Two queries: agreements with their amendments, and
    bookings."""
    ids = list(partnership_ids)
    agreements, amended = read_together(promises(ids))
    booked = bookings({row.partnership_id for row in agreements}) if agreements else {}
    return paces_from(ids, agreements, amended, booked, at)


def promises(ids: Sequence[int]) -> "list[QuerySet[Any, Any]]":
    """The two questions of which `paces_from` takes the answers, beside those of a page."""
    rows = Agreement.objects.filter(partnership__in=ids, state__in=BINDING_STATES)
    amended = amendments().filter(
        agreement__partnership__in=ids, agreement__state__in=BINDING_STATES
    )
    return [rows.select_related("partnership__creator").only(*_OF_AGREEMENT), amended]


def paces_from(
    ids: Iterable[int],
    agreements: Iterable[Agreement],
    amended: Iterable[Amendment],
    booked: Mapping[int, Sequence[Booking]],
    at: datetime,
) -> dict[int, PaceFacts]:
    """No query."""
    binding = _leading(agreements)
    changes: dict[int, list[Amendment]] = defaultdict(list)
    for row in amended:
        changes[row.agreement_id].append(row)
    found = {}
    for pk in ids:
        agreement = binding.get(pk)
        if agreement is None:
            found[pk] = PaceFacts()
            continue
        creator = agreement.partnership.creator
        found[pk] = pace_facts(
            agreement,
            told_of(changes[agreement.pk]),
            booked.get(pk, ()),
            today=at.astimezone(creator.zone).date(),
            lead_days=creator.lead_days,
        )
    return found


def _leading(rows: Iterable[Agreement]) -> dict[int, Agreement]:
    found: dict[int, list[Agreement]] = defaultdict(list)
    for row in rows:
        found[row.partnership_id].append(row)
    return {pk: first for pk, rows in found.items() if (first := leading(rows))}


def amendments() -> "QuerySet[Amendment]":
    """Those that change what holds on some day, in order; narrowed by whoever asks."""
    rows = Amendment.objects.filter(state__in=_COUNTING).order_by("number")
    return rows.only("agreement", "effective_on", "state", "before", "after")


def told_of(rows: Iterable[Amendment]) -> list[Amended]:
    return [
        Amended(row.effective_on, row.state == AmendmentState.IN_FORCE, row.before, row.after)
        for row in rows
    ]


def _promise(agreement: Agreement, amended: Sequence[Amended], day: date) -> tuple[int, int | None]:
    """What was promised and guaranteed a year on `day`, as `terms_on` reads it back."""
    later = [one for one in amended if one.effective_on > day and one.written]
    reached = [one for one in amended if one.effective_on <= day]
    if later:
        terms = later[0].before
    elif reached and not reached[-1].written:
        terms = reached[-1].after
    else:
        return agreement.campaigns_a_year, agreement.guaranteed_a_year
    return terms["campaigns_a_year"], terms.get("guaranteed_a_year")


def pace_facts(
    agreement: Agreement,
    amended: Sequence[Amended],
    booked: Sequence[Booking],
    *,
    today: date,
    lead_days: int | None,
) -> PaceFacts:
    """The promise may change within a year: for all of that year holds what was agreed last for
    it, so a past year is judged by the terms of its last day and the current one by today's."""

    def counted(year: ContractYear) -> Pace:
        a_year, guaranteed = _promise(agreement, amended, min(year.last, today))
        return pace(
            year=year,
            a_year=a_year,
            guaranteed_a_year=guaranteed,
            booked_days=[one.first for one in booked],
            delivered_days=[one.first for one in booked if one.delivered],
        )

    years = tuple(map(counted, contract_years(agreement.starts_on, agreement.ends_on, today)))
    current = years[-1] if years and years[-1].year.last >= today else None
    lengths = [(one.last - one.first).days + 1 for one in booked]
    short = None
    if current is not None:
        short = shortfall(
            pace=current, today=today, lead_days=lead_days, length_days=usual_length(lengths)
        )
    return PaceFacts(
        years=years,
        current=current,
        shortfall=short,
        agreement_id=agreement.public_id,
        missed=tuple(one for one in years if one.year.last < today and one.undelivered),
    )


def behind_guarantee(at: datetime) -> list[int]:
    """Living partnerships that fall behind their guarantee; three queries."""
    ids = _guaranteed().values_list("partnership_id", flat=True)
    return [pk for pk, facts in paces(set(ids), at).items() if facts.behind]


def _guaranteed() -> "QuerySet[Agreement]":
    rows = Agreement.objects.filter(state__in=BINDING_STATES, guaranteed_a_year__gt=0)
    return rows.exclude(partnership__stage=Stage.ENDED)
