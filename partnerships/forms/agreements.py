from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.money import Currency
from creators.enums import ContentFormat
from partnerships.enums import AgreementKind
from partnerships.forms.partnerships import day_input
from partnerships.rules.terms import Terms

SPARE_ROWS = 2


class TermsForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=AgreementKind.choices)
    starts_on = forms.DateField(label=_("First day"), widget=day_input())
    ends_on = forms.DateField(
        label=_("Last day"),
        widget=day_input(),
        required=False,
        help_text=_("The last day in force. Empty only for an evergreen agreement."),
    )
    campaigns_a_year = forms.IntegerField(label=_("Campaigns a year"), min_value=0, max_value=366)
    guaranteed_a_year = forms.IntegerField(
        label=_("Of these guaranteed"), min_value=0, max_value=366, required=False
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=Currency.choices)
    payment_days = forms.IntegerField(
        label=_("Paid within, days"), min_value=0, max_value=365, initial=30
    )
    notice_days = forms.IntegerField(
        label=_("Notice, days"),
        min_value=0,
        max_value=365,
        initial=30,
        help_text=_("Either side may leave; it ends this many days after notice."),
    )
    usage = forms.CharField(
        label=_("Usage"),
        max_length=300,
        required=False,
        help_text=_("Where the brand may use the content: own channels, ads, shop."),
    )
    territory = forms.CharField(label=_("Territory"), max_length=200, required=False)
    exclusivity = forms.CharField(
        label=_("Exclusivity"),
        max_length=300,
        required=False,
        help_text=_("Which competitors, and for how long."),
    )
    rights_months = forms.IntegerField(
        label=_("Rights last, months"), min_value=1, max_value=600, required=False
    )
    terms = forms.CharField(
        label=_("Other terms"), widget=forms.Textarea(attrs={"rows": 5}), required=False
    )
    # Absent while the agreement is not stored yet.
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def to_terms(self, rates: Sequence[tuple[str, Decimal]]) -> Terms:
        values = {key: value for key, value in self.cleaned_data.items() if key != "version"}
        return Terms(**values, rates=tuple(rates))


class RateRow(forms.Form):
    format = forms.ChoiceField(label=_("Format"), required=False)
    amount = forms.DecimalField(
        label=_("Price"), min_value=0, max_digits=14, decimal_places=2, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Choose")), *ContentFormat.choices]
        self.fields["format"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        named, priced = data.get("format"), data.get("amount") is not None
        if named and not priced and "amount" not in self.errors:
            self.add_error("amount", _("Which price?"))
        if priced and not named and "format" not in self.errors:
            self.add_error("format", _("For what?"))
        return data


class _RateRows(forms.BaseFormSet):
    def clean(self) -> None:
        seen: set[str] = set()
        for row in self.forms:
            name = getattr(row, "cleaned_data", {}).get("format")
            if name and name in seen:
                row.add_error("format", _("Each format has one price."))
            seen.add(name or "")

    def rates(self) -> list[tuple[str, Decimal]]:
        """(format, amount) of the rows that are filled in."""
        rows = (row.cleaned_data for row in self.forms)
        return [(row["format"], row["amount"]) for row in rows if row.get("format")]


RateRows = forms.formset_factory(
    RateRow,
    formset=_RateRows,
    extra=SPARE_ROWS,
    max_num=len(ContentFormat),
    validate_max=True,
    absolute_max=2 * len(ContentFormat),
)


def rate_rows(data: Any = None, rates: Sequence[tuple[str, Decimal]] = ()) -> Any:
    """Rows with the rates that are there and some spare ones."""
    initial = [{"format": name, "amount": amount} for name, amount in rates]
    return RateRows(data, initial=initial, prefix="rates")


def one_more_row(data: Any) -> Any:
    """The rows of a POST as they were typed, unjudged, and an empty one."""
    total = data.get("rates-TOTAL_FORMS", "")
    n = min(int(total), len(ContentFormat)) if total.isdecimal() and len(total) < 4 else 0
    typed = [(data.get(f"rates-{i}-format"), data.get(f"rates-{i}-amount")) for i in range(n)]
    rows = rate_rows(rates=typed)
    rows.extra = 1
    return rows


class SignatureForm(forms.Form):
    signed_on = forms.DateField(label=_("Signed on"), widget=day_input())
    signed_by = forms.CharField(label=_("Signed for the creator by"), max_length=120)


class NoticeForm(forms.Form):
    notice_by = forms.ChoiceField(
        label=_("Who gives notice"), choices=[("us", _("Us")), ("creator", _("The creator"))]
    )
    given_on = forms.DateField(label=_("Given on"), widget=day_input())
