"""Retainers, shares of sales and bonuses become payments (product.md, rows 26, 27, 31).

One call looks at one agreement from its first day on and writes what is missing: run twice, by two
workers or after a week without any, each month and each period is written once. What was written
is never rewritten: late results bring a correction of their own (rules/settling.py).
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from campaigns.actions.changes import lock
from campaigns.actions.owing import write_payment
from campaigns.models import Payment
from campaigns.queries.agreed_pay import retainer_commitments, written_for
from campaigns.queries.measured import measured
from campaigns.queries.pay_terms import pay_chain
from campaigns.rules.earned import EarnedShare, Measured, earned_bonuses, earned_shares
from campaigns.rules.pay_terms import PayTerms
from campaigns.rules.payments import payment_due
from campaigns.rules.retainers import RetainerMonth, retainer_months
from campaigns.rules.settling import Owing, settle
from core.money import Money
from partnerships.actions.changes import today_of
from partnerships.actions.commitments import commit, release
from partnerships.enums import CommitmentKind, CommitmentState
from partnerships.models import Agreement

# Retainers are promised in the ledger so far ahead.
PROMISED = timedelta(days=365)


def keep_agreed_pay(*, agreement: Agreement, at: datetime) -> int:
    """Write what the agreement owes at `at` and nobody wrote; gives the number of payments."""
    with transaction.atomic():
        # Whoever comes second reads what the first one wrote, and the days as they are now.
        partnership, agreement = agreement.partnership, lock(agreement)
        agreement.partnership = partnership
        chain = pay_chain(agreement)
        today = today_of(agreement.partnership, at)
        made = _retainers(agreement, chain, today, at)
        if any(terms.shares or terms.bonuses for terms in chain):
            found = measured(agreement, chain, today)
            made += _shares(agreement, found.for_shares, today, at)
            made += _bonuses(agreement, found.for_bonuses, at)
    return made


# ----- retainers


def _retainers(agreement: Agreement, chain: Sequence[PayTerms], today: date, at: datetime) -> int:
    months = retainer_months(agreement.starts_on, chain, today + PROMISED)
    _promise(agreement, months, at)
    there = {payment.key for payment in written_for(agreement, CommitmentKind.RETAINER)}
    made = 0
    for month in months:
        key = retainer_key(agreement, month)
        if month.last < today and key not in there and month.money.amount:
            made += _owe_month(agreement, month, key, at) is not None
    return made


def retainer_key(agreement: Agreement, month: RetainerMonth) -> str:
    return f"retainer:{agreement.public_id}:{month.month:%Y-%m}:{month.currency}"


def _owe_month(
    agreement: Agreement, month: RetainerMonth, key: str, at: datetime
) -> Payment | None:
    parts = [
        {
            "scope": part.scope[:120],
            "amount": part.money.amount,
            "percent": part.percent,
            "days": part.days,
            "of": part.of,
        }
        for part in month.parts
    ]
    return write_payment(
        partnership=agreement.partnership,
        kind=CommitmentKind.RETAINER,
        key=key,
        money=month.money,
        due_on=payment_due(month.last, agreement.payment_days),
        by=None,
        at=at,
        agreement=agreement,
        days=(month.first, month.last),
        basis=_plain({"parts": parts}),
    )


def _promise(agreement: Agreement, months: Sequence[RetainerMonth], at: datetime) -> None:
    """The ledger holds each month to come; one that notice or an amendment took away is let go."""
    known = retainer_commitments(agreement)
    for month in months:
        there = known.pop(retainer_key(agreement, month), None)
        if there is not None and (
            there.state == CommitmentState.SPENT
            or (there.amount, there.on) == (month.money.amount, month.last)
        ):
            continue
        if month.money.amount:
            commit(
                partnership=agreement.partnership, kind=CommitmentKind.RETAINER,
                key=retainer_key(agreement, month), on=month.last, money=month.money,
                by=None, at=at,
            )  # fmt: skip
    owed = {payment.key for payment in written_for(agreement, CommitmentKind.RETAINER)}
    for key in known.keys() - owed:
        release(key=key, by=None, at=at)


# ----- shares of sales


def _shares(agreement: Agreement, found: Sequence[Measured], today: date, at: datetime) -> int:
    groups: dict[tuple[str, str], dict[str, EarnedShare]] = {}
    for share in earned_shares(found):
        key = share.market, share.revenue.currency
        groups.setdefault(key, {})[share.period.key] = share
    written: dict[tuple[str, str], dict[str, Decimal]] = {}
    numbers: dict[tuple[str, str, str], int] = {}
    over = {one.period.key for one in found}
    for payment in written_for(agreement, CommitmentKind.REVENUE_SHARE):
        basis: dict[str, Any] = payment.basis
        if basis["campaign"] and basis["campaign"] not in over:
            # That campaign is open again: what was written of it stands until it is closed.
            continue
        sums = written.setdefault((basis["market"], payment.currency), {})
        period = basis["period"]
        sums[period] = sums.get(period, Decimal(0)) + payment.amount
        numbers[basis["market"], payment.currency, period] = basis["number"]
    made = 0
    for group, shares in groups.items():
        sums = {period: share.money.amount for period, share in shares.items()}
        for owing in settle(sums, written.get(group, {})):
            share = shares[owing.period]
            number = numbers.get((*group, owing.period), -1) + 1
            made += _owe_share(agreement, share, owing, number, today, at) is not None
    return made


def share_key(agreement: Agreement, share: EarnedShare) -> str:
    market = share.market or "all"
    period = share.period.key
    return f"revenue_share:{agreement.public_id}:{market}:{period}:{share.revenue.currency}"


def _owe_share(
    agreement: Agreement,
    share: EarnedShare,
    owing: Owing,
    number: int,
    today: date,
    at: datetime,
) -> Payment | None:
    period = share.period
    base = share_key(agreement, share)
    basis = {
        "market": share.market,
        "percent": share.percent,
        "revenue": share.revenue.amount,
        "share": owing.share,
        "deducted": owing.deducted,
        "rows": share.rows,
        "period": period.key,
        "rhythm": period.rhythm,
        "campaign": period.key if period.campaign else "",
        "campaign_name": period.campaign,
        "correction": owing.correction,
        "number": number,
        "left_out": [list(one) for one in share.left_out],
    }
    earned_on = today if owing.correction else period.closed_on
    return write_payment(
        partnership=agreement.partnership,
        kind=CommitmentKind.REVENUE_SHARE,
        key=f"{base}:c{number}" if number else base,
        money=Money(owing.amount, share.revenue.currency),
        due_on=payment_due(earned_on, agreement.payment_days),
        by=None,
        at=at,
        agreement=agreement,
        days=(period.first, period.last),
        basis=_plain(basis),
    )


# ----- bonuses


def _bonuses(agreement: Agreement, found: Sequence[Measured], at: datetime) -> int:
    there = {payment.key for payment in written_for(agreement, CommitmentKind.BONUS)}
    made = 0
    for earned in earned_bonuses(found):
        bonus, period = earned.bonus, earned.period
        threshold = f"{bonus.threshold.normalize():f}"
        key = (
            f"bonus:{agreement.public_id}:{bonus.metric}:{bonus.market or 'all'}:{threshold}:"
            f"{period.key}"
        )
        if key in there:
            continue
        basis = {
            "metric": bonus.metric,
            "market": bonus.market,
            "threshold": bonus.threshold,
            "value": earned.value,
            "rows": earned.rows,
            "period": period.key,
            "rhythm": period.rhythm,
            "campaign": period.key if period.campaign else "",
            "campaign_name": period.campaign,
        }
        payment = write_payment(
            partnership=agreement.partnership,
            kind=CommitmentKind.BONUS,
            key=key,
            money=bonus.money,
            due_on=payment_due(period.closed_on, agreement.payment_days),
            by=None,
            at=at,
            agreement=agreement,
            days=(period.first, period.last),
            basis=_plain(basis),
        )
        made += payment is not None
    return made


def _plain(value: Any) -> Any:
    """As JSON keeps it: amounts as text without an exponent."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return f"{value:f}" if isinstance(value, Decimal) else value
