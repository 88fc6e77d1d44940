from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from campaigns.forms.fields import AmountField, CountField
from campaigns.models import METRICS, Collaboration, Deliverable
from campaigns.models.result import metric_label
from core.inputs import day_input
from core.money import Currency, Money
from creators.enums import Market


class ResultForm(forms.Form):
    """One row of numbers. `parts` have their creators and deliverables loaded."""

    day = forms.DateField(label=_("Date"), widget=day_input())
    market = forms.ChoiceField(label=_("Market"), choices=Market.choices)
    revenue = AmountField(label=_("Revenue"))
    currency = forms.ChoiceField(label=_("Currency"), choices=Currency.choices)
    replace = forms.BooleanField(
        label=_("Replace the numbers that are typed for this day and market"),
        required=False,
        widget=forms.HiddenInput,
    )

    def __init__(self, *args: Any, parts: Iterable[Collaboration], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = {part.public_id: part for part in parts}
        self.deliverables: dict[str, Deliverable] = {}
        grouped: list[tuple[str, list[tuple[str, str]]]] = []
        for part in self.parts.values():
            rows = list(part.deliverables.all())
            self.deliverables.update({row.public_id: row for row in rows})
            if rows:
                names = [(row.public_id, row.title) for row in rows]
                grouped.append((str(part.partnership.creator), names))
        people = [(key, str(part.partnership.creator)) for key, part in self.parts.items()]
        self.fields["part"] = forms.ChoiceField(label=_("Creator"), choices=people)
        self.fields["deliverable"] = forms.ChoiceField(
            label=_("Deliverable"),
            required=False,
            choices=[("", _("All of their work")), *grouped],
        )
        for name in METRICS:
            self.fields[name] = CountField(label=metric_label(name))
        self.order_fields(["part", "deliverable", "day", "market", *METRICS])

    @property
    def about(self) -> list[forms.BoundField]:
        return [self[name] for name in ("part", "deliverable", "day", "market")]

    @property
    def numbers(self) -> list[forms.BoundField]:
        return [self[name] for name in (*METRICS, "revenue", "currency")]

    def ask_to_replace(self) -> None:
        """Show the box that the action wants ticked."""
        self.fields["replace"].widget = forms.CheckboxInput()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        about = self.deliverables.get(data.get("deliverable") or "")
        part = self.parts.get(data.get("part") or "")
        if about and part and about.collaboration_id != part.pk:
            raise ValidationError(_("This deliverable is of somebody else."))
        return data

    def values(self) -> dict[str, Any]:
        """What `type_result` takes."""
        data = self.cleaned_data
        amount = data["revenue"]
        return {
            "collaboration": self.parts[data["part"]],
            "deliverable": self.deliverables.get(data["deliverable"]),
            "day": data["day"],
            "market": data["market"],
            "metrics": {name: data[name] for name in METRICS},
            "revenue": None if amount is None else Money(amount, data["currency"]),
            "replace": data["replace"],
        }


class PaidForm(forms.Form):
    paid_on = forms.DateField(label=_("Paid on"), widget=day_input())


class NothingForm(forms.Form):
    """A page that only asks "really?"."""
