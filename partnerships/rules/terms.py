"""What an agreement says, as a value: from a form to an action, from a row to a form."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class Terms:
    """What an agreement says (row 18): frequency, prices, content rights, notice.

    `rates`: (format, amount) in `currency`, one for each format. `ends_on` is the last day in
    force; None for an evergreen agreement and only for that.
    """

    kind: str
    starts_on: date
    ends_on: date | None
    campaigns_a_year: int
    currency: str
    rates: Sequence[tuple[str, Decimal]] = ()
    guaranteed_a_year: int | None = None
    payment_days: int = 30
    notice_days: int = 30
    usage: str = ""
    territory: str = ""
    exclusivity: str = ""
    rights_months: int | None = None
    terms: str = ""

    def fields(self) -> dict[str, Any]:
        """What is stored on the agreement's own row."""
        return {key: value for key, value in asdict(self).items() if key != "rates"}
