"""Where money goes, typed once: what was typed is never written into a page again."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from creators.rules.payouts import FIELDS, MOST


class BlindInput(forms.TextInput):
    """A text field that does not show its value, not even what was typed a moment ago."""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        return super().get_context(name, None, attrs)


class PayoutForm(forms.Form):
    """The fields of one way to be paid; `version` is that of the details they replace, 0 for none.
    What is wrong with them the action says."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, method: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in FIELDS[method]:
            self.fields[one.key] = forms.CharField(
                label=str(one.label),
                max_length=MOST,
                help_text=str(one.help),
                error_messages={"required": _("This is needed to pay.")},
                widget=BlindInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
            )

    def typed(self) -> dict[str, str]:
        return {key: text for key, text in self.cleaned_data.items() if key != "version"}
