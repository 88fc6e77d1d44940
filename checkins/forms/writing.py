"""Letters and the texts they begin with; forms check and write nothing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from checkins.enums import TemplateKind
from checkins.rules.writing import LONGEST

HOURS, NOW = "hours", "now"


class WriteForm(forms.Form):
    subject = forms.CharField(label=_("Subject"), max_length=200)
    body = forms.CharField(
        label=_("Text"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 14})
    )
    asks = forms.BooleanField(
        label=_("We asked for something"),
        required=False,
        help_text=_("So that the balance of asks and gifts can be seen."),
    )
    when = forms.ChoiceField(
        label=_("When it goes"),
        choices=[(HOURS, _("In their next working hour")), (NOW, _("Now, on purpose"))],
        widget=forms.RadioSelect,
        initial=HOURS,
    )
    language = forms.CharField(widget=forms.HiddenInput, required=False)
    # Made once with the page: the same form sent twice is one letter.
    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    def __init__(self, *args: Any, kind: str, at_once: bool, **kwargs: Any) -> None:
        """`at_once`: it is a working hour of theirs, so there is nothing to choose."""
        super().__init__(*args, **kwargs)
        if kind != TemplateKind.MESSAGE:
            del self.fields["asks"]
        if at_once:
            del self.fields["when"]
        elif self.is_bound and "when" not in self.data:
            # The page was opened in their working hours, which have passed.
            self.data = {**dict(self.data.items()), "when": HOURS}


class TextForm(forms.Form):
    """One text of a kind in one language; the subject and body as `rules/wording.py` wants them."""

    subject = forms.CharField(label=_("Subject"), max_length=200)
    body = forms.CharField(
        label=_("Text"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 12})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
