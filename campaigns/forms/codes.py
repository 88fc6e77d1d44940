from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.enums import CodeKind
from campaigns.rules.codes import LONGEST


class CodeForm(forms.Form):
    kind = forms.ChoiceField(label=_("What it is"), choices=CodeKind.choices)
    value = forms.CharField(
        label=_("Code"),
        max_length=LONGEST,
        help_text=_("As it stands in the shop or in the link: MAYA10, utm_content=maya."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
