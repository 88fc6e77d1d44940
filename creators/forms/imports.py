"""What is chosen beside the columns when a list of creators comes in."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.money import Currency
from creators.enums import Market, Platform


class OptionsForm(forms.Form):
    """For rows that do not say it themselves, and the day of the figures."""

    market = forms.ChoiceField(label=gettext_lazy("Market of rows without one"), choices=Market)
    platform = forms.ChoiceField(
        label=gettext_lazy("Platform of handles without one"),
        choices=[("", gettext_lazy("None: leave such rows out")), *Platform.choices],
        required=False,
    )
    currency = forms.ChoiceField(
        label=gettext_lazy("Currency of prices without one"), choices=Currency
    )
    taken_on = forms.DateField(
        label=gettext_lazy("Day of the figures"),
        help_text=gettext_lazy("Followers and prices of the list are kept as of this day."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_taken_on(self) -> Any:
        day = self.cleaned_data["taken_on"]
        # Somewhere it is tomorrow already.
        if day > timezone.now().date() + timedelta(days=1):
            raise forms.ValidationError(_("This day has not come yet."))
        if day.year < 2000:
            raise forms.ValidationError(_("Choose a day after the year 2000."))
        return day

    def options(self) -> dict[str, str]:
        return {**self.cleaned_data, "taken_on": self.cleaned_data["taken_on"].isoformat()}
