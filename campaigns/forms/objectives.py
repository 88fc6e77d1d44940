"""Targets of a campaign. Rates are typed in per cent and kept as fractions (product.md, row 56)."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from campaigns.models import CampaignObjective
from core.ids import ALPHABET, new_public_id
from core.inputs import NumberText
from core.money import Currency
from creators.enums import Market
from partnerships.enums import Metric
from partnerships.forms.objectives import typed
from partnerships.rules.objectives import RATES

_MOST = Decimal(10) ** 12
_STEP = Decimal("0.0001")


class TargetField(NumberText):
    def judged(self, number: Decimal) -> Decimal:
        if not _STEP <= number < _MOST:
            raise ValidationError(_("A target is above zero and below a trillion."))
        return number.quantize(_STEP)


class ObjectiveForm(forms.Form):
    metric = forms.ChoiceField(label=_("What is measured"), choices=Metric.choices)
    market = forms.ChoiceField(
        label=_("Market"), choices=[("", _("All markets")), *Market.choices], required=False
    )
    target = TargetField(
        label=_("Target"), help_text=_("For the two rates in per cent: 4.5 is 4.5 %.")
    )
    currency = forms.ChoiceField(
        label=_("Currency"),
        choices=[("", "–"), *Currency.choices],
        required=False,
        help_text=_("For revenue only."),
    )
    public_id = forms.RegexField(
        rf"^[{ALPHABET}]{{12}}$", widget=forms.HiddenInput, required=False, initial=new_public_id
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if "target" in data and data.get("metric") in RATES:
            data["target"] = data["target"] / 100
        return data

    @property
    def values(self) -> dict[str, Any]:
        names = ("metric", "market", "target", "currency")
        return {name: self.cleaned_data[name] for name in names}

    @staticmethod
    def initial_of(row: CampaignObjective) -> dict[str, Any]:
        return {
            "metric": row.metric,
            "market": row.market,
            "target": typed(row.target, row.metric),
            "currency": row.currency,
            "version": row.version,
        }
