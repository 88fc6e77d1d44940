"""What an agreement says, as a value: from a form to an action, from a row to a form, and as JSON
into an amendment, from which any day's terms are read back (product.md, rows 18, 22, 24 to 28, 60).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class ExclusivityTerm:
    """`markets` empty: everywhere. Days are counted from the campaign's first and last day."""

    category: str
    days_before: int = 0
    days_after: int = 0
    always: bool = False
    markets: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class RetainerTerm:
    """`amount` a month, before tenure; `ends_on` None: as long as the agreement."""

    amount: Decimal
    currency: str
    scope: str
    starts_on: date
    ends_on: date | None = None


@dataclass(frozen=True)
class PerformancePay:
    """`percent` of attributed revenue, or `amount` when `metric` reaches `threshold`; equity is
    the `note` alone. `market` empty: all together."""

    kind: str
    rhythm: str = "campaign"
    market: str = ""
    percent: Decimal | None = None
    metric: str = ""
    threshold: Decimal | None = None
    amount: Decimal | None = None
    currency: str = ""
    note: str = ""


@dataclass(frozen=True)
class KpiTerm:
    """Go on from `goal`, end below `floor`; rates are fractions, `currency` only for revenue."""

    market: str
    metric: str
    goal: Decimal
    floor: Decimal
    currency: str = ""


@dataclass(frozen=True)
class Terms:
    """What an agreement says. `ends_on` is the last day in force; None for an evergreen agreement
    and only for that.

    `rates`: (format, currency, amount before tenure), each pair of the first two once.
    `tenure_steps`: (from contract year, per cent above the first prices). Money that names no
    currency of its own (`budget_from`, `budget_to`: what a year may cost) is in `currency`.
    """

    kind: str
    starts_on: date
    ends_on: date | None
    campaigns_a_year: int
    currency: str
    rates: Sequence[tuple[str, str, Decimal]] = ()
    guaranteed_a_year: int | None = None
    payment_days: int = 30
    notice_days: int = 30
    uses: Sequence[str] = ()
    markets: Sequence[str] = ()
    platforms: Sequence[str] = ()
    usage: str = ""
    territory: str = ""
    exclusivity: str = ""
    rights_months: int | None = None
    budget_from: Decimal | None = None
    budget_to: Decimal | None = None
    window_days: int = 60
    terms: str = ""
    tenure_steps: Sequence[tuple[int, Decimal]] = ()
    exclusivities: Sequence[ExclusivityTerm] = ()
    retainers: Sequence[RetainerTerm] = ()
    performance_terms: Sequence[PerformancePay] = ()
    kpis: Sequence[KpiTerm] = ()

    def __post_init__(self) -> None:
        # Lists come from JSON columns and forms; equal terms have to compare equal.
        for name in (*LISTS, *ROWS):
            object.__setattr__(self, name, tuple(getattr(self, name)))

    def fields(self) -> dict[str, Any]:
        """What is stored on the agreement's own row; the rest has rows of its own."""
        return {
            one.name: _plain_list(getattr(self, one.name))
            for one in fields(self)
            if one.name not in ROWS
        }

    def to_json(self) -> dict[str, Any]:
        """Decimals as text, days as ISO dates: nothing is lost on the way back."""
        return {one.name: _plain(getattr(self, one.name)) for one in fields(self)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Terms":
        """The inverse of `to_json`. A term that is newer than the JSON has its default."""
        values = _values(cls, data)
        values["rates"] = [(name, code, Decimal(amount)) for name, code, amount in data["rates"]]
        steps = data.get("tenure_steps", ())
        values["tenure_steps"] = [(year, Decimal(percent)) for year, percent in steps]
        for name, made in _PARTS.items():
            values[name] = [made(**_values(made, row)) for row in data.get(name, ())]
        return cls(**values)


# JSON columns of the agreement, and the terms that come in any number.
LISTS = ("uses", "markets", "platforms")
ROWS = ("rates", "tenure_steps", "exclusivities", "retainers", "performance_terms", "kpis")
_PARTS: dict[str, type[Any]] = {
    "exclusivities": ExclusivityTerm,
    "retainers": RetainerTerm,
    "performance_terms": PerformancePay,
    "kpis": KpiTerm,
}
_DAYS = {"starts_on", "ends_on"}
_FIGURES = {"amount", "percent", "threshold", "goal", "floor", "budget_from", "budget_to"}


def _values(made: type[Any], data: Mapping[str, Any]) -> dict[str, Any]:
    names = [one.name for one in fields(made) if one.name in data]
    return {name: _read(name, data[name]) for name in names}


def _read(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in _DAYS:
        return date.fromisoformat(value)
    if name in _FIGURES:
        return Decimal(value)
    return tuple(value) if isinstance(value, list) else value


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if type(value) in _PARTS.values():
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    return value


def _plain_list(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
