"""The choices of a merge and what somebody types who adds a creator."""

from typing import Any

from django import forms

from creators.queries.merging import Preview
from creators.rules.merging import ABSORBED, BOTH, KEPT

_CHOICES = [(KEPT, KEPT), (ABSORBED, ABSORBED), (BOTH, BOTH)]


class MergeForm(forms.Form):
    """A choice for each field in which the two of `preview` differ; none is needed: what nobody
    chose stays as the kept creator has it."""

    seen = forms.CharField(max_length=64, required=False)

    def __init__(self, data: Any, preview: Preview) -> None:
        super().__init__(data)
        self._names = [field.name for field in preview.fields]
        for name in self._names:
            self.fields[f"field_{name}"] = forms.ChoiceField(choices=_CHOICES, required=False)

    def choices(self) -> dict[str, str]:
        given = {name: self.cleaned_data.get(f"field_{name}") for name in self._names}
        return {name: value for name, value in given.items() if value}


class AlikeForm(forms.Form):
    """What stands in the form of a new creator so far; nothing in it can be wrong."""

    name = forms.CharField(required=False)
    email = forms.CharField(required=False)
    phone = forms.CharField(required=False)
    channel = forms.CharField(required=False)
