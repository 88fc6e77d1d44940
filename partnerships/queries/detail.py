"""One partnership, as its page shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, QuerySet

from core.models import AuditEntry
from core.together import read_together
from partnerships.bookings import booked_days, bookings
from partnerships.enums import AgreementState, Cadence, EndKind
from partnerships.models import Agreement, Amendment, Handover, Partnership, TierChange, TierPolicy
from partnerships.queries.agreements import leading
from partnerships.queries.handovers import Keeping, keepers, keeping
from partnerships.queries.pace import PaceFacts, amendments, pace_facts, told_of
from partnerships.queries.policies import capacity_of, default_policy
from partnerships.rules.agreements import BINDING_STATES
from partnerships.rules.capacity import Capacity
from partnerships.rules.pace import Pace, contract_year, pace
from partnerships.rules.policies import effective_cadence

# What the history tells besides the changes of tier.
_TOLD = (
    "partnership.activated",
    "partnership.paused",
    "partnership.resumed",
    "partnership.ended",
    "partnership.updated",
)
# Of an edit the history tells who their contact was and is.
_CONTACT = ("contact_name", "contact_email")


@dataclass(frozen=True)
class Detail:
    partnership: Partnership
    agreement: Agreement | None
    other_agreements: list[Agreement]
    pace: PaceFacts
    cadence: Cadence
    policy_cadence: Cadence
    places: Capacity
    history: list["Event"]
    keepers: list[Keeping]


@dataclass(frozen=True)
class Event:
    """A line of the history. `kind` is "tier" (with `change`), "handed_over" (with `handover`) or
    the verb's last word."""

    at: datetime
    by: str
    kind: str
    change: TierChange | None
    told: dict[str, Any]
    handover: Handover | None = None

    @property
    def end_kind(self) -> str:
        """Why it ended, in words; "" of what is no end, or of one from before it was asked."""
        kind = self.told.get("end_kind", ["", ""])[1]
        return str(EndKind(kind).label) if kind in EndKind.values else ""


def detail(partnership: Partnership, today: date) -> Detail:
    """`today`: the creator's date. One query, and one for each source of bookings."""
    brand, tier = partnership.brand, partnership.tier
    policies, taken, agreements, handovers, changes, entries, amended = read_together(
        [
            TierPolicy.objects.filter(brand=brand, tier=tier),
            _living(partnership),
            Agreement.objects.filter(partnership=partnership),
            keeping(partnership),
            _changes(partnership),
            _told(partnership),
            amendments().filter(agreement__partnership=partnership),
        ]
    )
    policy = policies[0] if policies else default_policy(brand, tier)
    for agreement in agreements:
        agreement.partnership = partnership
    first = leading(agreements)
    return Detail(
        partnership=partnership,
        agreement=first,
        other_agreements=[agreement for agreement in agreements if agreement is not first],
        pace=_pace(first, amended, today),
        cadence=effective_cadence(partnership.cadence_override, policy.cadence),
        policy_cadence=Cadence(policy.cadence),
        places=capacity_of(policy, taken[0]["n"] if taken else 0),
        history=history(changes, handovers, entries),
        keepers=keepers(partnership, handovers),
    )


def _pace(agreement: Agreement | None, amended: Iterable[Amendment], today: date) -> PaceFacts:
    if agreement is None or AgreementState(agreement.state) not in BINDING_STATES:
        return PaceFacts()
    partnership = agreement.partnership
    return pace_facts(
        agreement,
        told_of(row for row in amended if row.agreement_id == agreement.pk),
        bookings([partnership.pk])[partnership.pk],
        today=today,
        lead_days=partnership.creator.lead_days,
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


def history(
    changes: Iterable[TierChange], handovers: Iterable[Handover], entries: Iterable[AuditEntry]
) -> list[Event]:
    """Changes of tier and contacts, pauses and the end, newest first."""
    events = [Event(c.at, str(c.by), "tier", c, {}) for c in changes]
    events += [Event(h.at, str(h.by or ""), "handed_over", None, {}, h) for h in handovers]
    events += [
        Event(e.at, str(e.by or ""), e.verb.rpartition(".")[2], None, e.changes)
        for e in entries
        if e.verb != "partnership.updated" or any(name in e.changes for name in _CONTACT)
    ]
    return sorted(events, key=lambda event: event.at, reverse=True)


def _changes(partnership: Partnership) -> QuerySet[TierChange]:
    rows = TierChange.objects.filter(partnership=partnership).select_related("by")
    return rows.only(
        "at", "from_tier", "to_tier", "reason", "override", "open_items", "short_of",
        "over_capacity", "over_capacity_reason", "by__name", "by__email",
    )  # fmt: skip


def _told(partnership: Partnership) -> QuerySet[AuditEntry]:
    rows = AuditEntry.objects.filter(
        object_type=partnership._meta.label_lower,
        object_id=partnership.public_id,
        verb__in=_TOLD,
    ).select_related("by")
    return rows.only("at", "verb", "changes", "by__name", "by__email")


def _living(partnership: Partnership) -> "QuerySet[Partnership, Any]":
    """How many take a place in its tier; no row where none does."""
    rows = Partnership.objects.living().filter(brand=partnership.brand_id, tier=partnership.tier)
    return rows.order_by().values("tier").annotate(n=Count("pk"))
