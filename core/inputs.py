"""Inputs that read numbers and days as people write them in either language."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.imports.values import parse_number


def day_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class NumberText(forms.CharField):
    """`1 234,56`, `1,234.56`, `90.5`. Empty: None, where it is not required. `judged` rounds the
    number that was read, or refuses it."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(max_length=40, widget=widget, **kwargs)

    def judged(self, number: Decimal) -> Decimal:
        raise NotImplementedError

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
        return self.judged(number)
