"""What is asked of common hours: for whom, how long, in which days."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from checkins.calendars.lines import MOST_BYTES

SPANS = (7, 14, 28)


class HoursForm(forms.Form):
    minutes = forms.IntegerField(label=_("Minutes"), min_value=10, max_value=480, initial=60)
    days = forms.TypedChoiceField(
        label=_("Look ahead"),
        choices=[(7, _("A week")), (14, _("Two weeks")), (28, _("Four weeks"))],
        coerce=int,
        initial=14,
    )
    first = forms.DateField(
        label=_("From the day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, data: Any) -> None:
        """`data` is the query string; what it does not say is as usual."""
        usual = {"minutes": "60", "days": "14"}
        super().__init__({**usual, **{key: data[key] for key in self.base_fields if data.get(key)}})

    def clean_first(self) -> Any:
        day = self.cleaned_data.get("first")
        if day is not None and not 2000 <= day.year <= 2100:  # noqa: PLR2004
            raise forms.ValidationError(_("Choose a day of these years."))
        return day


class OwnCalendarForm(forms.Form):
    """Read for one search and forgotten."""

    file = forms.FileField(label=_("Your calendar as a file (.ics)"), allow_empty_file=True)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            words = _("The file is larger than %(n)s MB. Export fewer months.")
            raise forms.ValidationError(words % {"n": MOST_BYTES // 1024 // 1024})
        return file
