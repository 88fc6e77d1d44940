"""What people write down about a creator: notes on style, goals, how a goal stands."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.ids import ALPHABET, new_public_id
from creators.enums import GoalState
from creators.models import Channel, Creator, Goal


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


def _once() -> forms.RegexField:
    """Made with the page: the same form sent twice has one effect."""
    return forms.RegexField(
        rf"^[{ALPHABET}]{{12}}$", widget=forms.HiddenInput, required=False, initial=new_public_id
    )


def _past(day: date) -> date:
    # East of the reader tomorrow has begun already.
    if day > timezone.localdate() + timedelta(days=1):
        raise forms.ValidationError(_("This day has not come yet."))
    return day


class StyleNoteForm(forms.Form):
    noted_on = _day(_("Date"))
    text = forms.CharField(
        label=_("What changed in their style"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=5000,
        help_text=_("What they do otherwise than before: length, tone, camera, subjects."),
    )
    link = forms.URLField(label=_("Example"), max_length=300, required=False, assume_scheme="https")
    channel: Any = forms.ModelChoiceField(
        None, label=_("Channel"), required=False, to_field_name="public_id",
        empty_label=_("All of them"),
    )  # fmt: skip
    public_id = _once()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, creator: Creator, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"noted_on": timezone.localdate()})
        super().__init__(data, **kwargs)
        field: Any = self.fields["channel"]
        field.queryset = Channel.objects.filter(creator=creator)

    def clean_noted_on(self) -> date:
        return _past(self.cleaned_data["noted_on"])

    def values(self) -> dict[str, Any]:
        return {n: self.cleaned_data[n] for n in ("noted_on", "text", "link", "channel")}


class GoalForm(forms.Form):
    text = forms.CharField(
        label=_("Goal"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One goal, in their own words: a book, a show of their own, 100,000 readers."),
    )
    set_on = _day(_("Said on"))
    public_id = _once()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"set_on": timezone.localdate()})
        super().__init__(data, **kwargs)

    def clean_set_on(self) -> date:
        return _past(self.cleaned_data["set_on"])


class ReviewForm(forms.Form):
    """How one goal stands, under a prefix of its own: several stand on one page."""

    state = forms.ChoiceField(label=_("How it stands"), choices=GoalState.choices)
    reviewed_on = _day(_("Talked about on"))
    note = forms.CharField(
        label=_("What they said"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=5000,
        required=False,
    )
    once = _once()

    @classmethod
    def for_goal(cls, goal: Goal, data: Any = None) -> "ReviewForm":
        initial = {"reviewed_on": timezone.localdate(), "state": goal.state}
        return cls(data, initial=initial, prefix=f"review-{goal.public_id}")

    def clean_reviewed_on(self) -> date:
        return _past(self.cleaned_data["reviewed_on"])
