"""The paying terms of an agreement day by day, amendments read back (product.md, rows 25 to 27)."""

from campaigns.rules.pay_terms import Bonus, Monthly, PayTerms, Share, chained
from core.money import Money
from partnerships.enums import AmendmentState, PerformanceKind
from partnerships.models import Agreement
from partnerships.queries.terms import terms_on
from partnerships.rules.terms import Terms

_COUNTING = (AmendmentState.SIGNED, AmendmentState.IN_FORCE)


def pay_chain(agreement: Agreement) -> list[PayTerms]:
    """Stretches of days from the first to the last day of the agreement, in order: a new one from
    the day of each signed amendment on."""
    changes = agreement.amendments.filter(state__in=_COUNTING).order_by("effective_on", "number")
    days = list(dict.fromkeys(changes.values_list("effective_on", flat=True)))
    first = _stretch(agreement, terms_on(agreement, agreement.starts_on))
    return chained(first, [(day, _stretch(agreement, terms_on(agreement, day))) for day in days])


def _stretch(agreement: Agreement, terms: Terms) -> PayTerms:
    """The days are those of the agreement: notice moves its end without an amendment."""
    paid = terms.performance_terms
    return PayTerms(
        first=agreement.starts_on,
        last=agreement.ends_on,
        retainers=tuple(
            Monthly(Money(row.amount, row.currency), row.scope, row.starts_on, row.ends_on)
            for row in terms.retainers
        ),
        shares=tuple(
            Share(row.market, row.percent, row.rhythm)
            for row in paid
            if row.kind == PerformanceKind.REVENUE_SHARE and row.percent is not None
        ),
        bonuses=tuple(
            Bonus(
                row.market, row.metric, row.threshold, Money(row.amount, row.currency), row.rhythm
            )
            for row in paid
            if row.kind == PerformanceKind.BONUS
            and row.threshold is not None
            and row.amount is not None
        ),
        steps=tuple(terms.tenure_steps),
    )
