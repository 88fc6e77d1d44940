"""Dated exchange rates, as a person types them (product.md, row 30).

A promise keeps the rate it was made at: nothing here rewrites the ledger, but a promise that had
none takes the first one that comes.
"""

from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Workspace
from core.audit import record
from core.exchange_rates import rate_table
from core.models import ExchangeRate
from partnerships.actions.commitments import freeze_missing
from partnerships.errors import Refused, WrongState
from partnerships.rules.rates import FIRST_DAY, MOST, is_leap


def add_rate(
    *,
    workspace: Workspace,
    currency: str,
    against: str,
    day: date,
    rate: Decimal,
    today: date,
    by: User | None,
    at: datetime,
    sure: bool = False,
) -> ExchangeRate:
    """One `currency` was worth `rate` of `against` on `day`, not after `today`.

    Refused, with the field, where it cannot be, where the day has a rate of this pair already, and
    where it leaps away from the one known before, unless the person is `sure`.
    """
    _check(currency, against, day, rate, today=today, sure=sure)
    row = ExchangeRate(
        workspace=workspace, currency=currency, against=against, day=day, rate=rate,
        by=by, created_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            record(verb="rate.added", obj=row, by=by, at=at, changes={"rate": rate, "day": day})
            freeze_missing(by=by, at=at)
    except IntegrityError as error:
        words = _("%(day)s has a rate of this pair already. Correct it in the list.")
        raise Refused(words % {"day": date_format(day, "j E Y")}, field="day") from error
    return row


def correct_rate(
    *,
    row: ExchangeRate,
    expected: Decimal,
    rate: Decimal,
    by: User | None,
    at: datetime,
    sure: bool = False,
) -> None:
    """Another value for the same pair and day. WrongState if it is no longer `expected`; the same
    value does nothing. What was converted with the old one stays."""
    _check(row.currency, row.against, row.day, rate, today=row.day, sure=sure)
    if rate == expected == row.rate:
        return
    with transaction.atomic():
        rows = ExchangeRate.objects.filter(pk=row.pk, rate=expected)
        if not rows.update(rate=rate, by=by, job=None):
            raise WrongState
        record(verb="rate.corrected", obj=row, by=by, at=at, changes={"rate": [expected, rate]})
        freeze_missing(by=by, at=at)
    row.refresh_from_db()


def delete_rate(*, row: ExchangeRate, by: User | None, at: datetime) -> bool:
    """A mistyped one goes; what it said stays in the audit, and what it converted as it was. False
    if it is gone already."""
    with transaction.atomic():
        gone, _each = ExchangeRate.objects.filter(pk=row.pk).delete()
        if gone:
            record(verb="rate.deleted", obj=row, by=by, at=at, changes={"rate": [row.rate, None]})
    return bool(gone)


def _check(
    currency: str, against: str, day: date, rate: Decimal, *, today: date, sure: bool
) -> None:
    if currency == against:
        raise Refused(_("Choose two different currencies."), field="against")
    if not FIRST_DAY <= day <= today:
        raise Refused(_("A rate is of a day that has come, from the year 2000 on."), field="day")
    if not 0 < rate <= MOST:
        raise Refused(_("A rate is above zero and below a billion."), field="rate")
    known = rate_table().rate(currency, against, today)
    if not sure and known is not None and is_leap(rate, known.rate):
        words = _(
            "The rate known so far is %(known)s. Is the pair the right way round? If this one is "
            "right, say so below."
        )
        raise Refused(words % {"known": f"{known.rate:.4f}"}, field="rate")
