"""Answers of the checklist, ratings of fit, weights of the score."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from creators.enums import Verdict, VettingItem
from creators.errors import WeightsNotWhole
from creators.models import FitRating, VettingMark
from creators.rules.potential import PARTS
from creators.rules.potential_words import LABELS

_SCALE = [(n, str(n)) for n in range(1, 6)]


class AnswerForm(forms.Form):
    """One item; `seen` is the answer that stood when the page was opened."""

    verdict = forms.ChoiceField(
        label=_("Answer"), choices=Verdict.choices, widget=forms.RadioSelect
    )
    evidence = forms.CharField(
        label=_("What was seen"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("When, where, what: so that somebody who was not there can follow it."),
    )
    link = forms.URLField(label=_("Link"), max_length=300, required=False, assume_scheme="https")
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    @classmethod
    def fresh(cls, item: str, mark: VettingMark | None) -> "AnswerForm":
        return cls(prefix=item, initial={"seen": mark.public_id if mark else ""})


class RatingForm(forms.Form):
    """One's own rating; 1 is worst, 5 is best."""

    values = forms.TypedChoiceField(
        label=_("Values"), choices=_SCALE, coerce=int, widget=forms.RadioSelect,
        help_text=_("What they stand for and what the brands stand for. 1 not at all, 5 fully."),
    )  # fmt: skip
    culture = forms.TypedChoiceField(
        label=_("Culture"), choices=_SCALE, coerce=int, widget=forms.RadioSelect,
        help_text=_("How they work, speak and treat people."),
    )  # fmt: skip
    note = forms.CharField(
        label=_("Why"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    @staticmethod
    def initial_of(rating: FitRating | None) -> dict[str, Any]:
        if rating is None:
            return {"version": 0}
        return {name: getattr(rating, name) for name in ("values", "culture", "note", "version")}


class WeightsForm(forms.Form):
    """Points each part can give; together 100."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in PARTS:
            self.fields[name] = forms.IntegerField(label=LABELS[name], min_value=0, max_value=100)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and (total := sum(data[name] for name in PARTS)) != 100:
            raise forms.ValidationError(str(WeightsNotWhole(total)))
        return data

    def weights(self) -> Mapping[str, int]:
        return {name: self.cleaned_data[name] for name in PARTS}


ITEMS = frozenset(VettingItem.values)
