"""Inputs that read amounts and rates as people write them in either language."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.imports.values import parse_number


def day_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class DecimalText(forms.CharField):
    """`1 234,56`, `1,234.56`, `90.5`: rounded to `places`, from `low` to below `high`."""

    def __init__(
        self,
        *,
        places: int = 2,
        low: Decimal = Decimal(0),
        high: Decimal = Decimal(10) ** 12,
        **kwargs: Any,
    ) -> None:
        self.unit, self.low, self.high = Decimal(1).scaleb(-places), low, high
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(max_length=40, widget=widget, **kwargs)

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value)
        try:
            number = parse_number(text) if text else None
        except ValueError as error:
            raise ValidationError(str(error)) from error
        if number is None:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        rounded = number.quantize(self.unit, ROUND_HALF_UP)
        if not self.low <= rounded < self.high:
            words = _("Write a number from %(low)s to below %(high)s.")
            raise ValidationError(words % {"low": f"{self.low:f}", "high": f"{self.high:f}"})
        return rounded
