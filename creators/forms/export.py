from django import forms
from django.utils.translation import gettext_lazy as _

from core.exports.writers import CSV, XLSX
from core.ids import ALPHABET, new_public_id


class ExportForm(forms.Form):
    """Which kind of file; the id makes a second click the same export."""

    format = forms.ChoiceField(
        label=_("File"),
        choices=[(XLSX, _("Excel (XLSX)")), (CSV, "CSV")],
        initial=XLSX,
        widget=forms.RadioSelect,
    )
    export = forms.RegexField(
        rf"^[{ALPHABET}]{{12}}$", widget=forms.HiddenInput, initial=new_public_id
    )
