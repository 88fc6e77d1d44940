"""Promised, booked and delivered of many partnerships at once, and how their guarantees stand."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from partnerships.bookings import Booking, bookings
from partnerships.enums import AmendmentState
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
    # Whether some finished year delivered less than was guaranteed.
    missed: tuple[Pace, ...] = ()

    @property
    def behind(self) -> bool:
        return self.shortfall is not None and self.shortfall.alert


# The promise may change within a year: for all of it holds what was agreed last for it, so a past
# year is judged by the terms of its last day and the current one by those of today.
Promise = tuple[int, int | None]


def paces(partnership_ids: Iterable[int], at: datetime) -> dict[int, PaceFacts]:
    """Every id asked for is in the answer. Three queries: agreements, amendments, bookings."""
    ids = list(partnership_ids)
    agreements = _binding(ids)
    amended = _amended([row.pk for row in agreements.values()])
    booked = bookings(agreements) if agreements else {}
    return {
        pk: _facts(agreements[pk], amended[agreements[pk].pk], booked[pk], at)
        if pk in agreements
        else PaceFacts()
        for pk in ids
    }


def _binding(ids: list[int]) -> dict[int, Agreement]:
    found: dict[int, list[Agreement]] = defaultdict(list)
    rows = Agreement.objects.filter(partnership__in=ids, state__in=BINDING_STATES)
    rows = rows.select_related("partnership__creator")
    for row in rows.only(
        "public_id", "partnership", "state", "starts_on", "ends_on", "campaigns_a_year",
        "guaranteed_a_year", "partnership__creator__zone", "partnership__creator__lead_days",
    ):  # fmt: skip
        found[row.partnership_id].append(row)
    return {pk: first for pk, rows in found.items() if (first := leading(rows))}


def _amended(agreement_ids: list[int]) -> Mapping[int, list[tuple[date, Mapping[str, Any]]]]:
    """Agreement id → (day, terms before it) of the amendments written into it, oldest first."""
    found: dict[int, list[tuple[date, Mapping[str, Any]]]] = defaultdict(list)
    if not agreement_ids:
        return found
    rows = Amendment.objects.filter(agreement__in=agreement_ids, state=AmendmentState.IN_FORCE)
    told = ("agreement_id", "effective_on", "before")
    for pk, day, before in rows.order_by("effective_on", "number").values_list(*told):
        found[pk].append((day, before))
    return found


def _promise(
    agreement: Agreement, amended: Sequence[tuple[date, Mapping[str, Any]]], day: date
) -> Promise:
    """What was promised and guaranteed a year on `day`."""
    for effective_on, before in amended:
        if effective_on > day:
            return before.get("campaigns_a_year", agreement.campaigns_a_year), before.get(
                "guaranteed_a_year"
            )
    return agreement.campaigns_a_year, agreement.guaranteed_a_year


def _facts(
    agreement: Agreement,
    amended: Sequence[tuple[date, Mapping[str, Any]]],
    booked: list[Booking],
    at: datetime,
) -> PaceFacts:
    creator = agreement.partnership.creator
    today = at.astimezone(creator.zone).date()

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
    lengths = [(one.last - one.first) // timedelta(days=1) + 1 for one in booked]
    short = None
    if current is not None:
        short = shortfall(
            pace=current,
            today=today,
            lead_days=creator.lead_days,
            length_days=usual_length(lengths),
        )
    return PaceFacts(
        years=years,
        current=current,
        shortfall=short,
        agreement_id=agreement.public_id,
        missed=tuple(one for one in years if one.year.last < today and one.undelivered),
    )
