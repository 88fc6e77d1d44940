from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class ShareForm(forms.Form):
    """`version`: of the text that was looked at. After the lock it asks why (row 36); before it a
    line may say what changed."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("What changes, and why"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The creator reads it above the text, in the language you write it in."),
    )

    def __init__(self, *args: Any, locked: bool, first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = locked
        if first:
            del self.fields["reason"]

    @property
    def said(self) -> str:
        """The reason, or nothing."""
        text: str = self.cleaned_data.get("reason", "")
        return text
