from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.models import SyncNote
from core.inputs import day_input


class SyncForm(forms.Form):
    """What a weekly sync brought (product.md, row 47). `edits`: the day stays as it is."""

    held_on = forms.DateField(
        label=_("Held on"), widget=day_input(), help_text=_("The creator's own date.")
    )
    audience = forms.CharField(
        label=_("What the audience says"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    agreed = forms.CharField(
        label=_("What we agreed to change"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("If it changes the brief, open its editor next: the note leads there."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, edits: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if edits:
            del self.fields["held_on"]

    @staticmethod
    def initial_of(note: SyncNote) -> dict[str, Any]:
        names = ("held_on", "audience", "agreed", "version")
        return {name: getattr(note, name) for name in names}
