from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checkins.enums import Direction, TouchKind
from checkins.rules.wording import LONGEST_LINE
from creators.enums import ContactChannel

# What a person logs; the others come from their own pages.
LOGGED = [
    TouchKind.CALL,
    TouchKind.MEETING,
    TouchKind.REPLY,
    TouchKind.MESSAGE,
    TouchKind.COMMENT,
    TouchKind.QUESTION,
    TouchKind.OPINION,
    TouchKind.HOW_IS_YEAR,
    TouchKind.WIN,
    TouchKind.OTHER,
]


def _choices(values: Any) -> list[tuple[str, Any]]:
    return [(value.value, value.label) for value in values]


class SendForm(forms.Form):
    personal_line = forms.CharField(
        label=_("Personal line"),
        required=False,
        max_length=LONGEST_LINE,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One sentence that only you would write: what you saw, what you liked."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class DoneForm(forms.Form):
    how = forms.ChoiceField(
        label=_("How"),
        choices=_choices(k for k in LOGGED if k != TouchKind.REPLY),
        initial=TouchKind.CALL,
    )
    note = forms.CharField(
        label=_("What was said"), required=False, max_length=4000, widget=forms.Textarea
    )


class SkipForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"),
        max_length=200,
        help_text=_("Stays in the timeline. The next one is planned at once."),
    )


class UntilForm(forms.Form):
    until = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}))

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until <= timezone.localdate():
            raise forms.ValidationError(_("Give a day after today."))
        return until


class SnoozeForm(UntilForm):
    key = forms.CharField(max_length=80, widget=forms.HiddenInput)


class TouchForm(forms.Form):
    kind = forms.ChoiceField(label=_("What"), choices=_choices(LOGGED), initial=TouchKind.CALL)
    direction = forms.ChoiceField(
        label=_("Which way"), choices=Direction.choices, initial=Direction.BOTH
    )
    channel = forms.ChoiceField(label=_("By"), choices=ContactChannel.choices)
    when = forms.DateTimeField(
        label=_("When"),
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        help_text=_("Your time."),
    )
    asks = forms.BooleanField(
        label=_("We asked for something"),
        required=False,
        help_text=_("So that the balance of asks and gifts can be seen."),
    )
    subject = forms.CharField(label=_("About"), max_length=200, required=False)
    body = forms.CharField(
        label=_("What was said"), required=False, max_length=10_000, widget=forms.Textarea
    )
    # Made once with the page: the same form sent twice is one contact.
    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    def clean_when(self) -> datetime:
        when: datetime = self.cleaned_data["when"]
        if when > timezone.now():
            raise forms.ValidationError(_("This moment has not come yet."))
        return when


def local_now(zone: ZoneInfo) -> datetime:
    """To the minute, as a field of the browser takes it."""
    return timezone.now().astimezone(zone).replace(second=0, microsecond=0)
