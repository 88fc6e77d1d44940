"""Inputs that read amounts and rates as people write them in either language."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.inputs import NumberText


class DecimalText(NumberText):
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
        super().__init__(**kwargs)

    def judged(self, number: Decimal) -> Decimal:
        rounded = number.quantize(self.unit, ROUND_HALF_UP)
        if not self.low <= rounded < self.high:
            words = _("Write a number from %(low)s to below %(high)s.")
            raise ValidationError(words % {"low": f"{self.low:f}", "high": f"{self.high:f}"})
        return rounded
