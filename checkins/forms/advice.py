"""Forms of questions to advisors (row 70)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from checkins.models import AdvisoryQuestion

_LONG = 5000


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class AskForm(forms.Form):
    question = forms.CharField(label=_("Question"), max_length=_LONG, widget=_area(6))
    scope = forms.ChoiceField(
        label=_("Does the retainer cover it?"),
        choices=[
            ("in", _("Yes, it lies within the scope")),
            ("beyond", _("No, it goes beyond the scope")),
        ],
        widget=forms.RadioSelect,
        initial="in",
    )
    scope_note = forms.CharField(
        label=_("How it is paid then"),
        max_length=200,
        required=False,
        help_text=_("They read it with the question, such as: 150 USD for an hour of yours."),
    )
    by_mail = forms.BooleanField(
        label=_("Send it by mail"),
        required=False,
        initial=True,
        help_text=_("Without it: you asked in person, and the question is kept in the log."),
    )


class NotesForm(forms.Form):
    answer = forms.CharField(
        label=_("Their answer"), max_length=20_000, required=False, widget=_area(6)
    )
    minutes = forms.IntegerField(
        label=_("Minutes it took"),
        required=False,
        min_value=1,
        max_value=6000,
        help_text=_("Their own estimate or yours."),
    )
    used = forms.CharField(
        label=_("What we made of it"),
        max_length=_LONG,
        required=False,
        widget=_area(3),
        help_text=_("A decision, a brief, a plan. Only the team reads it."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @staticmethod
    def initial_of(row: AdvisoryQuestion) -> dict[str, Any]:
        names = ("answer", "minutes", "used", "version")
        return {name: getattr(row, name) for name in names}


class OwnAdviceForm(forms.Form):
    """The advisor's own, on the page that the mail links to."""

    answer = forms.CharField(label=_("Your answer"), max_length=20_000, widget=_area(8))
    minutes = forms.IntegerField(
        label=_("Minutes it took you"), required=False, min_value=1, max_value=6000
    )


class ExportAdviceForm(forms.Form):
    format = forms.ChoiceField(choices=[("xlsx", "XLSX"), ("csv", "CSV")])
