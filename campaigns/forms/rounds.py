from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.enums import EvidenceKind
from campaigns.models import Submission
from campaigns.rules.rounds import mark_of

LONGEST = 5000


def draft_link(**more: Any) -> forms.URLField:
    return forms.URLField(
        label=_("Link to the draft"),
        max_length=500,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
        **more,
    )


def _file(label: Any, **more: Any) -> forms.FileField:
    # Emptiness and size are the action's, with words of their own.
    return forms.FileField(label=label, required=False, allow_empty_file=True, **more)


class HandInForm(forms.Form):
    """`version` of a round that is corrected: what the page saw of it."""

    link = draft_link(required=False)
    note = forms.CharField(
        label=_("What the creator says of it"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    file = _file(_("Or the draft as a file"), help_text=_("Up to 25 MB."))
    version = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    def __init__(self, *args: Any, corrects: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if corrects:
            del self.fields["file"]

    @staticmethod
    def initial_of(row: Submission) -> dict[str, Any]:
        return {"link": row.link, "note": row.note, "version": mark_of(row.link, row.note)}


class RevisionForm(forms.Form):
    """`seen`: how far the rounds had come when the page was drawn."""

    note = forms.CharField(
        label=_("What should change, and why"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The creator reads exactly this: one thing at a time, in their language."),
    )
    told = forms.BooleanField(label=_("Mail it to the creator"), required=False, initial=True)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)


class ApprovalForm(forms.Form):
    word = forms.CharField(
        label=_("A kind word"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What is good about it, in a sentence. The creator reads it."),
    )
    told = forms.BooleanField(label=_("Mail it to the creator"), required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)


class EvidenceForm(forms.Form):
    file = forms.FileField(
        label=_("File"), allow_empty_file=True, help_text=_("A picture, a film, a PDF: 25 MB.")
    )
    kind = forms.ChoiceField(
        label=_("What it is"), choices=EvidenceKind.choices, initial=EvidenceKind.SCREENSHOT
    )


class AnswerForm(forms.Form):
    """The creator's own: no files, a link says where the draft is."""

    link = draft_link(
        help_text=_("Where we can look at it: a private video, a folder, a document."),
    )
    note = forms.CharField(
        label=_("Anything we should know"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
