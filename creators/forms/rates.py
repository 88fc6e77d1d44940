from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.imports.values import parse_money
from core.money import Currency, Money
from creators.enums import ContentFormat

MOST = Decimal(10) ** 12


class RateForm(forms.Form):
    """A price from a day on, typed as people write it; `cleaned_data["price"]`: Money."""

    format = forms.ChoiceField(label=_("Format"), choices=ContentFormat.choices)
    amount = forms.CharField(
        label=_("Price"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=Currency.choices)
    valid_from = forms.DateField(
        label=_("Valid from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if "amount" in data and "currency" in data:
            try:
                data["price"] = _price(data["amount"], data["currency"])
            except ValueError as error:
                self.add_error("amount", str(error))
        return data


def _price(text: str, currency: str) -> Money:
    """`7 768`, `1,200.50`, `1200 ₽`: a sign in the text must be the chosen currency's."""
    price = parse_money(text, currency=currency)
    if price is None or not 0 <= price.amount < MOST:
        raise ValueError(_("Type a price, 0 or more."))
    if price.currency != currency:
        raise ValueError(_("The price says another currency than the field beside it."))
    return price.rounded()


class JumpForm(forms.Form):
    """From which rise on a price is flagged, for the whole workspace."""

    percent = forms.IntegerField(label=_("A rise is a jump from, %"), min_value=1, max_value=500)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
