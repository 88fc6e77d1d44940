"""Outcome objectives (product.md, row 29). Rates are typed in per cent and kept as fractions."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.ids import ALPHABET, new_public_id
from core.inputs import day_input
from core.money import Currency
from creators.enums import Market
from partnerships.enums import Metric
from partnerships.models import Objective, Sow
from partnerships.rules.growth import quarter_name
from partnerships.rules.objectives import RATES

_HUNDRED = Decimal(100)


def typed(target: Decimal, metric: str) -> Decimal:
    """As a person types it: per cent for a rate."""
    value = target * _HUNDRED if metric in RATES else target
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _target() -> forms.DecimalField:
    return forms.DecimalField(
        label=_("Target"),
        max_digits=16,
        decimal_places=4,
        min_value=Decimal("0.0001"),
        localize=True,
        help_text=_("For the two rates in per cent: 4.5 is 4.5 %."),
    )


class ObjectiveForm(forms.Form):
    audience = forms.CharField(
        label=_("Whom to reach"),
        max_length=200,
        help_text=_("In words: “women of 25–34 who cook”. Results are counted on the market."),
    )
    market = forms.ChoiceField(label=_("Market"), choices=Market.choices)
    metric = forms.ChoiceField(label=_("Measured by"), choices=Metric.choices)
    target = _target()
    currency = forms.ChoiceField(
        label=_("Currency"),
        choices=[("", "–"), *Currency.choices],
        required=False,
        help_text=_("For revenue only."),
    )
    starts_on = forms.DateField(label=_("From"), widget=day_input())
    ends_on = forms.DateField(label=_("Until"), widget=day_input())
    sow = forms.ChoiceField(label=_("Statement of work"), required=False)
    public_id = forms.RegexField(
        rf"^[{ALPHABET}]{{12}}$", widget=forms.HiddenInput, required=False, initial=new_public_id
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, sows: Iterable[Sow], edits: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sows = {row.public_id: row for row in sows}
        field: Any = self.fields["sow"]
        field.choices = [("", "–"), *((k, quarter_name(v.quarter)) for k, v in self.sows.items())]
        if not self.sows:
            del self.fields["sow"]
        if edits:
            # Adjusted with a reason, on a page of its own.
            del self.fields["target"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        data["sow"] = self.sows.get(data.get("sow", ""))
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day comes before the first."))
        if "target" in data and data.get("metric") in RATES:
            data["target"] = data["target"] / _HUNDRED
        return data

    @staticmethod
    def initial_of(row: Objective) -> dict[str, Any]:
        names = ("audience", "market", "metric", "currency", "starts_on", "ends_on", "version")
        sow = row.sow.public_id if row.sow else ""
        return {**{name: getattr(row, name) for name in names}, "sow": sow}


class AdjustForm(forms.Form):
    target = _target()
    reason = forms.CharField(
        label=_("Why"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=_("If it stays as it is, say so: the quarter's question is answered then."),
    )

    def __init__(self, *args: Any, metric: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.metric = metric
        if metric not in RATES:
            self.fields["target"].help_text = ""

    def clean_target(self) -> Decimal:
        value: Decimal = self.cleaned_data["target"]
        return value / _HUNDRED if self.metric in RATES else value
