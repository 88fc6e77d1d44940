"""The page of a guest: will they come, or which times suit."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from checkins.models import SessionTime


class GuestForm(forms.Form):
    """`times`: those that are asked about, with words; none where the time is fixed. The button
    says yes or no."""

    suits = forms.MultipleChoiceField(
        label=gettext_lazy("Times that suit you"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Tick at least one time, or say that none suits.")
        },
    )
    line = forms.CharField(
        label=gettext_lazy("A line, if you like"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    answer = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")], widget=forms.HiddenInput)

    def __init__(self, *args: Any, times: Sequence[tuple[SessionTime, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.times = {time.public_id: time for time, _words in times}
        if times:
            choices = [(time.public_id, words) for time, words in times]
            self.fields["suits"].choices = choices  # type: ignore[attr-defined]
            self.fields["suits"].required = self.data.get("answer") != "no"
        else:
            del self.fields["suits"]

    def chosen(self) -> list[SessionTime]:
        return [self.times[key] for key in self.cleaned_data.get("suits", [])]
