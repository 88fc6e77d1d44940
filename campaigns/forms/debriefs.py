from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.enums import DebriefKind
from campaigns.models import Debrief

_HINTS = {
    "hoped": _("What both sides wanted from it."),
    "happened": _("Facts and figures, good and bad, about the work."),
    "ours": _("Begin with ourselves: the brief, the timing, the answer that came late."),
    "theirs": _("In their words, as they told you."),
    "together": _("One thing that both try the next time."),
    "aside": _("Never shown to the creator: not in the mail, not in the portal."),
}


class DebriefForm(forms.Form):
    """One form for a win and for what went otherwise. `version` is what the writer saw; 0: none
    yet."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("What it was"), choices=DebriefKind.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, hint in _HINTS.items():
            self.fields[name] = forms.CharField(
                label=Debrief._meta.get_field(name).verbose_name,  # type: ignore[union-attr]
                help_text=hint,
                required=False,
                max_length=4000,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    @staticmethod
    def initial_of(debrief: Debrief | None, kind: DebriefKind | None) -> dict[str, Any]:
        if debrief is None:
            return {"version": 0, "kind": kind or ""}
        said = {name: getattr(debrief, name) for name in ("kind", *_HINTS)}
        return {"version": debrief.version, **said}

    def clean(self) -> dict[str, Any]:
        # Browsers send CRLF; a text nobody changed stays the same.
        return {
            name: value.replace("\r\n", "\n").strip() if isinstance(value, str) else value
            for name, value in super().clean().items()  # type: ignore[union-attr]
        }

    @property
    def texts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in _HINTS}


class VersionForm(forms.Form):
    """A button under what was read: `version` is what it said."""

    version = forms.IntegerField(widget=forms.HiddenInput)
