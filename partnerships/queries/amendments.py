"""The changes of an agreement, as its page tells them (product.md, rows 7, 22 and 24)."""

from dataclasses import dataclass

from partnerships.enums import AmendmentState
from partnerships.models import Agreement, Amendment
from partnerships.rules.term_words import Change, Changes
from partnerships.rules.terms import Terms

OPEN_STATES = frozenset({AmendmentState.DRAFT, AmendmentState.SENT, AmendmentState.SIGNED})


@dataclass(frozen=True)
class Told:
    """An amendment with what it changes; `open`: not in force and not withdrawn."""

    row: Amendment
    changes: list[Change]

    @property
    def open(self) -> bool:
        return self.row.state in OPEN_STATES


def told(row: Amendment) -> Told:
    before, after = Terms.from_json(row.before), Terms.from_json(row.after)
    return Told(row, list(Changes(before, after)))


def amendments_of(agreement: Agreement) -> list[Told]:
    """All of them, the newest first; one query."""
    return [told(row) for row in agreement.amendments.select_related("by")]


def due_amendments() -> list[Amendment]:
    """Signed ones, and open ones whose agreement is over: the calendar's, wherever the creator
    lives. One query."""
    rows = Amendment.objects.filter(state__in=OPEN_STATES).select_related(
        "agreement__partnership__creator",
        "agreement__partnership__brand",
        "agreement__partnership__owner",
        "agreement__partnership__workspace",
    )
    over = ("ended", "withdrawn")
    return [
        row
        for row in rows.order_by("agreement", "number")
        if row.state == AmendmentState.SIGNED or row.agreement.state in over
    ]
