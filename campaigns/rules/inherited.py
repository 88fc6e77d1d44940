"""What a brief inherits (product.md, rows 18, 19, 35, 37): deliverables with their days, the fee,
and prices, rights and exclusivity of the agreement. Kept with each shared version as data, so that
it reads in either language later."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from core.money import Money
from creators.enums import ContentFormat, Platform
from partnerships.rules.term_words import InWords, Section
from partnerships.rules.terms import Terms

# Lines of an agreement (term_words) that concern one brief; other prices, goals and notice do not.
_LINES = (
    "payment", "uses", "usage", "markets", "territory", "platforms", "rights", "exclusive:",
    "exclusivity",
)  # fmt: skip


@dataclass(frozen=True)
class Piece:
    """A deliverable as it was planned."""

    title: str
    platform: str
    format: str
    due_on: date

    @property
    def kind(self) -> str:
        """Where and what, in the language of whoever reads."""
        return f"{Platform(self.platform).label}, {ContentFormat(self.format).label}"


@dataclass(frozen=True)
class Inherited:
    """`terms` None: no agreement holds on the campaign's days. They read as on `day`, whose
    contract year counts. `paid_within` days, where no agreement says it, is the creator's own.
    `also`: other creators of the same campaign by name, as far as the creator may know."""

    pieces: tuple[Piece, ...] = ()
    first: date | None = None
    last: date | None = None
    fee: Money | None = None
    terms: Terms | None = None
    day: date | None = None
    paid_within: int | None = None
    also: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.terms is not None:
            object.__setattr__(self, "terms", narrowed(self.terms, self.pieces))

    @property
    def sections(self) -> list[Section]:
        """The agreement's lines that concern this work, in the language of whoever reads."""
        if self.terms is None or self.day is None:
            return []
        keys = (*_LINES, "rate:")
        found = [
            Section(section.title, [line for line in section.lines if line.key.startswith(keys)])
            for section in InWords(self.terms, self.day).sections
        ]
        return [section for section in found if section.lines]

    @property
    def ends_early(self) -> bool:
        """The agreement ends before the campaign does."""
        ends_on = self.terms.ends_on if self.terms else None
        return bool(ends_on and self.last and ends_on < self.last)

    def to_json(self) -> dict[str, Any]:
        return {
            "pieces": [
                {**vars(piece), "due_on": piece.due_on.isoformat()} for piece in self.pieces
            ],
            "first": _iso(self.first),
            "last": _iso(self.last),
            "fee": [str(self.fee.amount), self.fee.currency] if self.fee else None,
            "terms": self.terms.to_json() if self.terms else None,
            "day": _iso(self.day),
            "paid_within": self.paid_within,
            "also": list(self.also),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Inherited | None":
        """The inverse of `to_json`; None for a version of the time before anything was kept."""
        if not kept:
            return None
        pieces = [
            Piece(**{**row, "due_on": date.fromisoformat(row["due_on"])}) for row in kept["pieces"]
        ]
        fee = kept["fee"]
        return cls(
            pieces=tuple(pieces),
            first=_date(kept["first"]),
            last=_date(kept["last"]),
            fee=Money(Decimal(fee[0]), fee[1]) if fee else None,
            terms=Terms.from_json(kept["terms"]) if kept["terms"] else None,
            day=_date(kept["day"]),
            paid_within=kept["paid_within"],
            also=tuple(kept.get("also", ())),
        )


def narrowed(terms: Terms, pieces: Sequence[Piece]) -> Terms:
    """Without what is nobody's business in a brief (budget, retainers, goals), and of the prices
    only those of the formats that are planned."""
    formats = {piece.format for piece in pieces}
    return replace(
        terms,
        rates=[rate for rate in terms.rates if rate[0] in formats],
        budget_from=None,
        budget_to=None,
        terms="",
        retainers=(),
        performance_terms=(),
        kpis=(),
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
