"""One partnership, as its page shows it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from core.models import AuditEntry
from partnerships.bookings import booked_days
from partnerships.enums import AgreementState, Cadence
from partnerships.models import Agreement, Partnership, TierChange
from partnerships.queries.agreements import leading
from partnerships.queries.policies import capacity_of, policies_of
from partnerships.rules.agreements import BINDING_STATES
from partnerships.rules.capacity import Capacity
from partnerships.rules.pace import Pace, contract_year, pace
from partnerships.rules.policies import effective_cadence

# What the history tells besides the changes of tier.
_TOLD = (
    "partnership.handed_over",
    "partnership.activated",
    "partnership.paused",
    "partnership.resumed",
    "partnership.ended",
)


@dataclass(frozen=True)
class Detail:
    partnership: Partnership
    agreement: Agreement | None
    other_agreements: list[Agreement]
    pace: Pace | None
    cadence: Cadence
    policy_cadence: Cadence
    places: Capacity
    history: list["Event"]


@dataclass(frozen=True)
class Event:
    """A line of the history. `kind` is "tier" (with `change`) or the verb's last word."""

    at: datetime
    by: str
    kind: str
    change: TierChange | None
    told: dict[str, Any]


def detail(partnership: Partnership, today: date) -> Detail:
    """`today`: the creator's date. Five queries, and one for each source of bookings."""
    policies = policies_of(partnership.brand)
    policy = policies[partnership.tier]
    agreements = list(Agreement.objects.filter(partnership=partnership))
    for agreement in agreements:
        agreement.partnership = partnership
    first = leading(agreements)
    return Detail(
        partnership=partnership,
        agreement=first,
        other_agreements=[agreement for agreement in agreements if agreement is not first],
        pace=pace_of(first, today),
        cadence=effective_cadence(partnership.cadence_override, policy.cadence),
        policy_cadence=Cadence(policy.cadence),
        places=capacity_of(policy, _taken(partnership)),
        history=history(partnership),
    )


def pace_of(agreement: Agreement | None, today: date) -> Pace | None:
    """Promised and booked of the contract year that holds `today`; before its first day, of the
    first year. None where no agreement binds. One query for each source of bookings."""
    if agreement is None or AgreementState(agreement.state) not in BINDING_STATES:
        return None
    day = max(today, agreement.starts_on)
    year = contract_year(agreement.starts_on, agreement.ends_on, day)
    if year is None:
        return None
    return pace(
        year=year,
        a_year=agreement.campaigns_a_year,
        guaranteed_a_year=agreement.guaranteed_a_year,
        booked_days=booked_days([agreement.partnership_id])[agreement.partnership_id],
    )


def history(partnership: Partnership) -> list[Event]:
    """Changes of tier, handovers, pauses and the end, newest first; two queries."""
    changes = TierChange.objects.filter(partnership=partnership).select_related("by")
    events = [Event(c.at, str(c.by), "tier", c, {}) for c in changes]
    entries = AuditEntry.objects.filter(
        object_type=partnership._meta.label_lower,
        object_id=partnership.public_id,
        verb__in=_TOLD,
    ).select_related("by")
    events += [
        Event(e.at, str(e.by or ""), e.verb.rpartition(".")[2], None, e.changes) for e in entries
    ]
    return sorted(events, key=lambda event: event.at, reverse=True)


def _taken(partnership: Partnership) -> int:
    return (
        Partnership.objects.living()
        .filter(brand_id=partnership.brand_id, tier=partnership.tier)
        .count()
    )
