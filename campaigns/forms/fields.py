"""Inputs that read numbers and days as people write them."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.imports.values import parse_count
from core.inputs import NumberText

_CENT = Decimal("0.01")
_MOST = Decimal(10) ** 12


def moment_input() -> forms.DateTimeInput:
    return forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})


class CountField(forms.CharField):
    """A whole number as it stands on a screen: `51,8 тыс.`, `10 358`, `475.8K`. Empty: None."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(required=False, max_length=40, widget=widget, **kwargs)

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        try:
            return parse_count(text) if text else None
        except ValueError as error:
            raise ValidationError(str(error)) from error


class AmountField(NumberText):
    """An amount of money without its currency, not below zero, rounded to cents. Empty: None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, **kwargs})

    def judged(self, number: Decimal) -> Decimal:
        if not 0 <= number < _MOST:
            raise ValidationError(_("An amount is from zero to a trillion."))
        return number.quantize(_CENT, ROUND_HALF_UP)
