"""Steps in the life of an agreement."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.inputs import day_input


class SignatureForm(forms.Form):
    signed_on = forms.DateField(label=_("Signed on"), widget=day_input())
    signed_by = forms.CharField(label=_("Signed for the creator by"), max_length=120)
    our_signed_on = forms.DateField(label=_("Signed by us on"), widget=day_input())
    our_signed_by = forms.CharField(label=_("Signed for us by"), max_length=120)
    file = forms.FileField(
        label=_("Signed paper"),
        required=False,
        allow_empty_file=True,
        help_text=_("PDF, picture or document, up to 25 MB. It can be added later too."),
    )


class AmendmentSignatureForm(forms.Form):
    signed_on = forms.DateField(label=_("Signed on"), widget=day_input())
    signed_by = forms.CharField(label=_("Signed for the creator by"), max_length=120)
    our_signed_by = forms.CharField(label=_("Signed for us by"), max_length=120)


class NoticeForm(forms.Form):
    notice_by = forms.ChoiceField(
        label=_("Who gives notice"), choices=[("us", _("Us")), ("creator", _("The creator"))]
    )
    given_on = forms.DateField(label=_("Given on"), widget=day_input())
