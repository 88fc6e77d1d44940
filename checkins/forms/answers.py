"""What a creator writes on a page of ours."""

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 5000


class MailAnswerForm(forms.Form):
    text = forms.CharField(
        label=_("Your answer"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write a few words first.")},
    )
