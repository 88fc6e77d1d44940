"""What an audience said, and the brand's answer (product.md, rows 47 and 72)."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campaigns.enums import FeedbackKind, FeedbackState
from campaigns.models import Feedback
from core.ids import ALPHABET, new_public_id
from core.inputs import day_input


class FeedbackForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=FeedbackKind.choices,
        widget=forms.RadioSelect,
        initial=FeedbackKind.AUDIENCE,
        help_text=_("A product suggestion waits until the brand has answered."),
    )
    text = forms.CharField(
        label=pgettext_lazy("feedback", "What was said"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=5000,
        help_text=_("As they said it. The creator reads it beside the brand's answer."),
    )
    heard_on = forms.DateField(label=_("Heard on"), widget=day_input())
    link = forms.URLField(
        label=_("Where it can be read"), required=False, max_length=500, assume_scheme="https"
    )
    public_id = forms.RegexField(
        rf"^[{ALPHABET}]{{12}}$", widget=forms.HiddenInput, required=False, initial=new_public_id
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("kind", "text", "heard_on", "link")}

    @staticmethod
    def initial_of(row: Feedback) -> dict[str, Any]:
        names = ("kind", "text", "heard_on", "link", "version")
        return {name: getattr(row, name) for name in names}

    @staticmethod
    def first(today: date, kind: str) -> dict[str, Any]:
        known = kind if kind in FeedbackKind else FeedbackKind.AUDIENCE
        return {"heard_on": today, "kind": known}


class BrandAnswerForm(forms.Form):
    state = forms.ChoiceField(
        label=_("What becomes of it"),
        choices=[one for one in FeedbackState.choices if one[0] != FeedbackState.OPEN],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("The brand's answer"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=5000,
        help_text=_("In words for the creator and their audience, in the creator's language."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    @staticmethod
    def initial_of(row: Feedback) -> dict[str, Any]:
        state = "" if row.state == FeedbackState.OPEN else row.state
        return {"state": state, "answer": row.answer, "version": row.version}
