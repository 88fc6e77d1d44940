"""Terms of the demo's agreements: the plain ones of everybody, the richer ones of strategic
partners."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from partnerships.rules.terms import ExclusivityTerm, PerformancePay, RetainerTerm, Terms


def enriched(terms: Terms, *, strategic: bool, key: str) -> Terms:
    """Uses for everybody; tenure, exclusivity, prices in a second currency for the strategic ones;
    pay beside fees for those who have it, by their `key`."""
    paid = replace(terms, retainers=_retainers(key, terms), performance_terms=_results(key, terms))
    if not strategic:
        return replace(paid, uses=["organic", "site"])
    return replace(
        paid,
        uses=["organic", "paid", "site", "mail"],
        rates=[*terms.rates, *_abroad(terms)],
        tenure_steps=[(2, Decimal("5.00")), (3, Decimal("12.00"))],
        exclusivities=[ExclusivityTerm("Skin care and home", days_before=14, days_after=30)],
        exclusivity="",
        budget_from=_year(terms, 3),
        budget_to=_year(terms, 6),
    )


def _abroad(terms: Terms) -> list[tuple[str, str, Decimal]]:
    other = "RUB" if terms.currency == "USD" else "USD"
    name, _code, amount = terms.rates[0]
    price = amount * 90 if other == "RUB" else Decimal(round(amount / 90, -1))
    return [(name, other, price)]


# A month, for what.
_RETAINERS = {
    "maya": (Decimal(600), "One studio day a month: raw footage for the brand's own channels."),
    "anya": (Decimal(40_000), "Консультация по текстам раз в месяц и два сториз по запросу."),
}
_SHARES = {"jordan": ("quarter", Decimal("4.00")), "lena": ("campaign", Decimal("3.00"))}
_BONUSES = {
    "maya": ("views", Decimal(40_000), Decimal(300)),
    "sofia": ("clicks", Decimal(400), Decimal(150)),
}


def _retainers(key: str, terms: Terms) -> list[RetainerTerm]:
    if key not in _RETAINERS:
        return []
    amount, scope = _RETAINERS[key]
    return [RetainerTerm(amount, terms.currency, scope, terms.starts_on + timedelta(days=30))]


def _results(key: str, terms: Terms) -> list[PerformancePay]:
    found = []
    if key in _SHARES:
        rhythm, percent = _SHARES[key]
        found.append(PerformancePay("revenue_share", rhythm=rhythm, percent=percent))
    if key in _BONUSES:
        metric, threshold, amount = _BONUSES[key]
        found.append(
            PerformancePay(
                "bonus", metric=metric, threshold=threshold, amount=amount, currency=terms.currency
            )
        )
    return found


def _year(terms: Terms, times: int) -> Decimal:
    return terms.rates[0][2] * times
