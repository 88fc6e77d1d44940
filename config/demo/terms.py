"""Terms of the demo's agreements: the plain ones of everybody, the richer ones of strategic
partners."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from partnerships.rules.terms import ExclusivityTerm, PerformancePay, RetainerTerm, Terms


def enriched(terms: Terms, *, strategic: bool, advisor: bool) -> Terms:
    """Uses for everybody; tenure, exclusivity, a share, prices in a second currency for the
    strategic ones, and a retainer for `advisor`."""
    if not strategic:
        return replace(terms, uses=["organic", "site"])
    return replace(
        terms,
        uses=["organic", "paid", "site", "mail"],
        rates=[*terms.rates, *_abroad(terms)],
        tenure_steps=[(2, Decimal("5.00")), (3, Decimal("12.00"))],
        exclusivities=[ExclusivityTerm("Skin care and home", days_before=14, days_after=30)],
        exclusivity="",
        performance_terms=[
            PerformancePay("revenue_share", rhythm="quarter", percent=Decimal("4.00")),
        ],
        retainers=[_retainer(terms.starts_on, terms.currency)] if advisor else [],
        budget_from=_year(terms, 3),
        budget_to=_year(terms, 6),
    )


def _abroad(terms: Terms) -> list[tuple[str, str, Decimal]]:
    other = "RUB" if terms.currency == "USD" else "USD"
    name, _code, amount = terms.rates[0]
    price = amount * 90 if other == "RUB" else Decimal(round(amount / 90, -1))
    return [(name, other, price)]


def _retainer(first: date, currency: str) -> RetainerTerm:
    amount = Decimal(600) if currency == "USD" else Decimal(45000)
    scope = "Two calls a month about what the audience says, and a look at each brief"
    return RetainerTerm(amount, currency, scope, first + timedelta(days=30))


def _year(terms: Terms, times: int) -> Decimal:
    return terms.rates[0][2] * times
