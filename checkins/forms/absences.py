from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from checkins.enums import AbsenceKind


def _day(**more: Any) -> forms.DateField:
    return forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more
    )


class AbsenceForm(forms.Form):
    kind = forms.ChoiceField(label=_("Why"), choices=AbsenceKind.choices)
    first = _day(label=_("First day"))
    until = _day(
        label=_("Last day"), required=False, help_text=_("Empty where nobody knows it yet.")
    )
    note = forms.CharField(
        label=_("Note"), max_length=200, required=False, help_text=_("For the team only.")
    )


class EndForm(forms.Form):
    last = _day(
        label=_("Last day of the absence"),
        help_text=_("Yesterday where they are back today. A day before its first takes it away."),
    )
