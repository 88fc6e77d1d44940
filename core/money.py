"""Money is an amount and a currency; sums never cross currencies (product.md, row 30)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

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


@dataclass(frozen=True)
class Money:
    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal):
            raise TypeError(f"Money takes a Decimal, not {type(self.amount).__name__}")

    def __add__(self, other: "Money") -> "Money":
        return Money(self.amount + self._same(other).amount, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.amount - self._same(other).amount, self.currency)

    def __mul__(self, factor: Decimal | int) -> "Money":
        return Money(self.amount * factor, self.currency)

    def rounded(self) -> "Money":
        """To the currency's own places, half up."""
        places = Decimal(1).scaleb(-get_currency_precision(self.currency))
        return Money(self.amount.quantize(places, ROUND_HALF_UP), self.currency)

    def _same(self, other: "Money") -> "Money":
        if self.currency != other.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency} are not added up")
        return other

    def __str__(self) -> str:
        return format_money(self)


def totals(amounts: Iterable[Money]) -> list[Money]:
    """One sum per currency, in the order the currencies first appear."""
    sums: dict[str, Money] = {}
    for money in amounts:
        known = sums.get(money.currency)
        sums[money.currency] = known + money if known else money
    return list(sums.values())


# Whole amounts are written without their two zeros.
_WHOLE = {"en": "¤#,##0;-¤#,##0", "ru": "#,##0\u00a0¤"}


def format_money(money: Money, language: str | None = None) -> str:
    """`$1,234.50` and `₽1,234` in English, `1 234,50 ₽` and `1 234 $` in Russian."""
    return _written(money.amount, money.currency, (language or get_language() or "en")[:2])


@lru_cache(maxsize=4096)
def _written(amount: Decimal, currency: str, language: str) -> str:
    # What is equal is written alike, a zero below zero too: one is kept for the other.
    shown = Money(amount + 0, currency).rounded()
    whole = shown.amount == shown.amount.to_integral_value()
    text = format_currency(
        shown.amount,
        shown.currency,
        format=_WHOLE[language] if whole else None,
        locale=language,
        currency_digits=not whole,
    )
    # English data knows the rouble by its code only; its sign is what both sides read at a glance.
    return text.replace("RUB", "₽")
