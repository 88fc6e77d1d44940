from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.models import Correction, Summary
from reports.models.summary import label_of

_HINTS = {
    "opening": _("How the mail begins."),
    "worked": _("One thought a line."),
    "did_not": _("One thought a line, about the work, never about the person."),
    "next_time": _("One thought a line."),
    "personal": _("A line only you could write. It stands right after the opening."),
}
_ROWS = {"opening": 3, "personal": 3}


class SummaryForm(forms.Form):
    """The words of a summary. `version` is what the writer saw when they began."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, summary: Summary, **kwargs: Any) -> None:
        initial = {name: getattr(summary, name) for name in _HINTS}
        kwargs.setdefault("initial", {**initial, "version": summary.version})
        super().__init__(*args, **kwargs)
        for name in ("opening", "personal", "worked", "did_not", "next_time"):
            self.fields[name] = forms.CharField(
                label=label_of(name),
                help_text=_HINTS[name],
                required=name == "opening",
                max_length=4000,
                widget=forms.Textarea(attrs={"rows": _ROWS.get(name, 4)}),
            )

    def clean(self) -> dict[str, Any]:
        # Browsers send CRLF; the row keeps what was drafted comparable with what was typed.
        return {
            name: value.replace("\r\n", "\n").strip() if isinstance(value, str) else value
            for name, value in super().clean().items()  # type: ignore[union-attr]
        }

    @property
    def words(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in _HINTS}


class HoldForm(forms.Form):
    reason = forms.CharField(
        label=label_of("hold_reason"),
        help_text=_("The owners of the workspace are told at 48 hours, with this reason."),
        max_length=500,
    )


class CorrectionForm(forms.Form):
    """Why the figures changed. `version` is what the writer saw when they began."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(
        label=Correction._meta.get_field("note").verbose_name,
        help_text=_("In the language of the creator: one or two plain sentences."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    @classmethod
    def of(cls, correction: Correction) -> "CorrectionForm":
        return cls(initial={"version": correction.version, "note": correction.note})


class DropForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=Correction._meta.get_field("drop_reason").verbose_name,
        help_text=_("For the team; it stays in the record."),
        max_length=300,
    )
