"""Money is an amount and a currency; sums never cross currencies (product.md, row 30)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from babel.numbers import format_currency, get_currency_precision
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Currency(models.TextChoices):
    RUB = "RUB", _("Russian rouble")
    USD = "USD", _("US dollar")
    EUR = "EUR", _("Euro")


class CurrencyMismatch(ValueError):
    """Two currencies met in one sum."""


@dataclass(frozen=True, order=False)
class Money:
    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal):
            raise TypeError(f"Money takes a Decimal, not {type(self.amount).__name__}")

    def __add__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.amount - other.amount, self.currency)

    def __mul__(self, factor: Decimal | int) -> "Money":
        return Money(self.amount * factor, self.currency)

    def rounded(self) -> "Money":
        places = Decimal(1).scaleb(-get_currency_precision(self.currency))
        return Money(self.amount.quantize(places, ROUND_HALF_UP), self.currency)

    def _same(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency} are not added up")

    def __str__(self) -> str:
        return format_money(self)


def totals(amounts: Iterable[Money]) -> list[Money]:
    """One sum per currency, in the order the currencies first appear."""
    sums: dict[str, Money] = {}
    for money in amounts:
        sums[money.currency] = (
            sums[money.currency] + money if money.currency in sums else money
        )
    return list(sums.values())


def format_money(money: Money, language: str | None = None) -> str:
    """`$1,234.50` in English, `1 234,50 ₽` in Russian; no decimals where there are none."""
    language = language or get_language() or "en"
    whole = money.amount == money.amount.to_integral_value()
    return format_currency(
        money.amount,
        money.currency,
        locale=language,
        format=None,
        currency_digits=True,
    ) if not whole else format_currency(
        money.amount, money.currency, locale=language,
        format="¤#,##0" if language == "en" else "#,##0\u00a0¤", currency_digits=False,
    )
