from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.inputs import day_input
from core.models import ExchangeRate
from core.money import Currency
from partnerships.forms.numbers import DecimalText
from partnerships.rules.rates import MOST, PLACES


def _rate_field() -> DecimalText:
    return DecimalText(label=_("Exchange rate"), places=8, low=PLACES, high=MOST)


def _sure_field() -> forms.BooleanField:
    return forms.BooleanField(label=_("The rate is right, though it leaps"), required=False)


class _Sure(forms.Form):
    """The box to be sure is there only once the rate was found to leap."""

    @property
    def shown(self) -> list[forms.BoundField]:
        asked = "rate" in self.errors or bool(self.data.get("sure"))
        return [field for field in self if field.name != "sure" or asked]


class RateForm(_Sure):
    currency = forms.ChoiceField(label=_("One unit of"), choices=Currency.choices)
    against = forms.ChoiceField(label=_("In"), choices=Currency.choices)
    day = forms.DateField(label=_("Day"), widget=day_input())
    rate = _rate_field()
    sure = _sure_field()

    @staticmethod
    def initial_for(home: str, today: date) -> dict[str, Any]:
        """The pair most often wanted: another currency in the workspace's own."""
        other = next(code for code in Currency.values if code != home)
        return {"currency": other, "against": home, "day": today}


class CorrectionForm(_Sure):
    rate = _rate_field()
    sure = _sure_field()
    expected = forms.DecimalField(widget=forms.HiddenInput, max_digits=18, decimal_places=8)

    @staticmethod
    def initial_of(row: ExchangeRate) -> dict[str, Any]:
        return {"rate": plain(row.rate), "expected": row.rate}


class RatesOptionsForm(forms.Form):
    """What is said once for a file that does not say it in a column."""

    currency = forms.ChoiceField(
        label=_("One unit of"),
        choices=[("", _("As the column says")), *Currency.choices],
        required=False,
    )
    against = forms.ChoiceField(
        label=_("In"),
        choices=[("", _("As the column says")), *Currency.choices],
        required=False,
    )
    day = forms.DateField(label=_("Day of rows without one"), widget=day_input(), required=False)
    day_first = forms.ChoiceField(
        label=_("Dates such as 03/04/2026"),
        choices=[
            ("", _("Not said: such rows are errors")),
            ("day", _("Day first: 3 April")),
            ("month", _("Month first: 4 March")),
        ],
        required=False,
    )

    def options(self) -> dict[str, str]:
        day = self.cleaned_data["day"]
        return {**self.cleaned_data, "day": day.isoformat() if day else ""}


def plain(rate: Decimal) -> str:
    """Without the zeros that say nothing."""
    return f"{rate.normalize():f}"
