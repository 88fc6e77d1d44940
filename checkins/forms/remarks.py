from django import forms
from django.utils.translation import gettext_lazy as _

from checkins.rules.remarks import LONGEST
from creators.enums import ContactChannel


class RemarkForm(forms.Form):
    text = forms.CharField(
        label=_("Your words"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "One choice of theirs and why it works, such as: “I saw you filmed the unboxing on the"
            " balcony instead of the studio. The light made it. Why there?”"
        ),
    )
    language = forms.ChoiceField(
        choices=[("en", "en"), ("ru", "ru")], widget=forms.HiddenInput, required=True
    )


class ElsewhereForm(forms.Form):
    channel = forms.ChoiceField(label=_("By"), choices=ContactChannel.choices)
    text = forms.CharField(
        label=_("What you said"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )
