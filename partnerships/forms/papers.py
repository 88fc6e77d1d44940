"""Forms of papers: the SOW of a quarter, signed files, the business review."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.inputs import day_input
from core.money import Currency
from partnerships.rules.growth import quarter_name


def money_field(label: Any, **more: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, min_value=0, max_digits=14, decimal_places=2, **more)


class SowForm(forms.Form):
    """`quarters`: those to choose from; empty for one that is edited, whose quarter stands."""

    quarter = forms.TypedChoiceField(label=_("Quarter"), coerce=date.fromisoformat)
    campaigns = forms.IntegerField(label=_("Campaigns"), min_value=0, max_value=92)
    budget_from = money_field(_("Budget from"))
    budget_to = money_field(_("Budget to"))
    currency = forms.ChoiceField(label=_("Currency"), choices=Currency.choices)
    focus = forms.CharField(
        label=_("What the quarter is for"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5000,
        help_text=_("The creator reads it: write it in their language."),
    )
    flexible = forms.CharField(
        label=_("What stays flexible"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=5000,
        required=False,
        help_text=_("Dates, formats, topics: what the two of you settle as you go."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, quarters: Iterable[date] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["quarter"]
        field.choices = [(day.isoformat(), quarter_name(day)) for day in quarters]
        if not field.choices:
            del self.fields["quarter"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        low, high = data.get("budget_from"), data.get("budget_to")
        if low is not None and high is not None and high < low:
            self.add_error("budget_to", _("“To” is below “from”."))
        return data


class AgreedForm(forms.Form):
    agreed_on = forms.DateField(label=_("Agreed on"), widget=day_input())
    agreed_by = forms.CharField(label=_("Agreed for the creator by"), max_length=120)


class FileForm(forms.Form):
    """`sow` and `amendment`: which paper of the agreement it is; neither: the agreement itself."""

    file = forms.FileField(
        label=_("Signed paper"),
        allow_empty_file=True,
        help_text=_("PDF, picture or document, up to 25 MB."),
    )
    sow = forms.CharField(widget=forms.HiddenInput, required=False)
    amendment = forms.CharField(widget=forms.HiddenInput, required=False)


class ReviewForm(forms.Form):
    """The four texts of a business review."""

    challenges = forms.CharField(
        label=_("Top challenges"), widget=forms.Textarea(attrs={"rows": 4}), max_length=10000,
        required=False,
    )  # fmt: skip
    market = forms.CharField(
        label=_("What happened in the market"), widget=forms.Textarea(attrs={"rows": 4}),
        max_length=10000, required=False,
    )  # fmt: skip
    focus = forms.CharField(
        label=_("Where we focus next"), widget=forms.Textarea(attrs={"rows": 4}),
        max_length=10000, required=False,
        help_text=_("Needed before the review is finished."),
    )  # fmt: skip
    adjustments = forms.CharField(
        label=_("What we change"), widget=forms.Textarea(attrs={"rows": 4}), max_length=10000,
        required=False,
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class NewReviewForm(forms.Form):
    """Of which quarter, and of whom: a brand's programme or one partnership."""

    quarter = forms.TypedChoiceField(label=_("Quarter"), coerce=date.fromisoformat)
    brand: Any = forms.ModelChoiceField(
        None, label=_("Brand"), to_field_name="public_id", required=False,
        empty_label=_("(of the partnership)"),
    )  # fmt: skip
    partnership: Any = forms.ModelChoiceField(
        None, label=_("Partnership"), to_field_name="public_id", required=False,
        empty_label=_("(the whole programme)"),
        help_text=_("Leave it empty for the brand's whole programme."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, quarters: Iterable[date], brands: Any, partnerships: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["quarter"].choices = [(day.isoformat(), quarter_name(day)) for day in quarters]
        fields["brand"].queryset = brands
        fields["partnership"].queryset = partnerships

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        partnership, brand = data.get("partnership"), data.get("brand")
        if not partnership and not brand and not self.errors:
            self.add_error("brand", _("Choose a brand or a partnership."))
        if partnership and brand and partnership.brand_id != brand.pk:
            self.add_error("partnership", _("This partnership is with another brand."))
        return data
