from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.forms.fields import AmountField
from core.bulk.registry import BulkForm
from core.exports.writers import CSV, XLSX
from core.ids import ALPHABET, new_public_id
from core.inputs import day_input
from core.money import Currency, Money
from partnerships.enums import CommitmentKind, CostKind
from partnerships.forms.over_budget import is_asked, reason_field

_OWN_ID = rf"^[{ALPHABET}]{{12}}$"


class MoneyForm(forms.Form):
    """An amount and its currency; `money()` of a valid one."""

    amount = AmountField(label=_("Amount"), required=True)
    currency = forms.ChoiceField(label=_("Currency"), choices=Currency.choices)

    def money(self) -> Money:
        return Money(self.cleaned_data["amount"], self.cleaned_data["currency"]).rounded()


class PaymentForm(MoneyForm):
    """A payment written by hand; the id makes a second click the same payment."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[
            (kind.value, kind.label) for kind in (CommitmentKind.SESSION, CommitmentKind.OTHER)
        ],
    )
    note = forms.CharField(
        label=_("What for"),
        max_length=200,
        help_text=_("The creator reads it in their portal."),
    )
    due_on = forms.DateField(label=_("Due"), widget=day_input())
    over_budget_reason = reason_field()
    asked = forms.RegexField(_OWN_ID, widget=forms.HiddenInput, initial=new_public_id)

    field_order = ["kind", "note", "amount", "currency", "due_on", "over_budget_reason"]

    @property
    def asks_reason(self) -> bool:
        return is_asked(self)


class CorrectForm(MoneyForm):
    note = forms.CharField(
        label=_("What for"),
        max_length=200,
        help_text=_("The creator reads it in their portal."),
    )
    due_on = forms.DateField(label=_("Due"), widget=day_input())
    over_budget_reason = reason_field()
    version = forms.IntegerField(widget=forms.HiddenInput)

    field_order = ["note", "amount", "currency", "due_on", "over_budget_reason"]

    @property
    def asks_reason(self) -> bool:
        return is_asked(self)


class CostForm(MoneyForm):
    """What it cost to win the creator; the id makes a second click the same cost."""

    kind = forms.ChoiceField(label=_("What for"), choices=CostKind.choices)
    on = forms.DateField(label=_("Day"), widget=day_input())
    note = forms.CharField(label=_("Note"), max_length=200, required=False)
    asked = forms.RegexField(_OWN_ID, widget=forms.HiddenInput, initial=new_public_id)

    field_order = ["kind", "amount", "currency", "on", "note"]


class PaidActForm(BulkForm):
    """On which day the money left."""

    paid_on = forms.DateField(label=_("Paid on"), widget=day_input())

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["paid_on"].initial = today
        self.today = today

    def clean_paid_on(self) -> date:
        day: date = self.cleaned_data["paid_on"]
        if day > self.today:
            raise forms.ValidationError(_("This day is still to come."))
        return day

    def options(self) -> dict[str, Any]:
        return {"paid_on": self.cleaned_data["paid_on"].isoformat()}


class PaymentExportForm(forms.Form):
    """Which kind of file; `details` only for whoever may read payment details."""

    format = forms.ChoiceField(
        label=_("File"),
        choices=[(XLSX, _("Excel (XLSX)")), (CSV, "CSV")],
        initial=XLSX,
        widget=forms.RadioSelect,
    )
    details = forms.BooleanField(
        label=_("With payment details"),
        required=False,
        help_text=_(
            "Each look into them is written down. Keep the file only as long as you need it."
        ),
    )
    export = forms.RegexField(_OWN_ID, widget=forms.HiddenInput, initial=new_public_id)

    def __init__(self, *args: Any, may_see: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_see:
            del self.fields["details"]
