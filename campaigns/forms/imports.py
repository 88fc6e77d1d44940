from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.imports.formats.registry import BY_KEY
from campaigns.imports.formats.words import LANGUAGES
from campaigns.imports.rows import KEEP, SKIP
from campaigns.models import Collaboration
from core.inputs import day_input
from core.money import Currency
from creators.enums import Market, Platform

_YEARS = 8


class OptionsForm(forms.Form):
    """What is said once for rows of a results file that do not say it themselves."""

    part = forms.ChoiceField(label=_("Rows that name no creator belong to"), required=False)
    platform = forms.ChoiceField(
        label=_("Platform of rows without one"),
        choices=[("", _("Not said")), *Platform.choices],
        required=False,
    )
    market = forms.ChoiceField(
        label=_("Market of rows without one"),
        choices=[("", _("The creator's own")), *Market.choices],
        required=False,
    )
    currency = forms.ChoiceField(
        label=_("Currency of revenue without one"),
        choices=[("", _("Not said: such rows are errors")), *Currency.choices],
        required=False,
    )
    day = forms.DateField(
        label=_("Date of rows without one"),
        required=False,
        widget=day_input(),
    )
    day_first = forms.ChoiceField(
        label=_("Dates such as 03/04/2026"),
        choices=[
            ("", _("Not said: such rows are errors")),
            ("day", _("Day first: 3 April")),
            ("month", _("Month first: 4 March")),
        ],
        required=False,
    )
    year = forms.ChoiceField(
        label=_("Dates without a year: the last one is of"),
        required=False,
        help_text=_("Where the days go from December to January, the year turns."),
    )
    decimal = forms.ChoiceField(
        label=_("Numbers such as 1,234"),
        choices=[
            ("", _("As usual: 1,234 is a thousand and more")),
            (",", _("The comma begins a fraction")),
            (".", _("The point begins a fraction")),
        ],
        required=False,
    )
    outside = forms.ChoiceField(
        label=_("Days outside the campaign"),
        choices=[
            ("", _("Up to 60 days after its end count, others are errors")),
            (KEEP, _("Count, with a remark")),
            (SKIP, _("Are left out")),
        ],
        required=False,
    )
    # What the file was taken for, kept for whoever opens the import later.
    format = forms.ChoiceField(
        choices=[("", ""), *((key, key) for key in BY_KEY)],
        required=False,
        widget=forms.HiddenInput,
    )
    language = forms.ChoiceField(
        choices=[("", ""), *((code, code) for code in LANGUAGES)],
        required=False,
        widget=forms.HiddenInput,
    )

    def __init__(self, *args: Any, parts: Iterable[Collaboration], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(part.public_id, str(part.partnership.creator)) for part in parts]
        nobody = [("", _("Nobody: such rows are errors"))]
        self.fields["part"].choices = [*nobody, *people]  # type: ignore[attr-defined]
        this = timezone.localdate().year
        years = [(str(year), str(year)) for year in range(this, this - _YEARS, -1)]
        self.fields["year"].choices = [("", _("The latest that fits")), *years]  # type: ignore[attr-defined]

    def options(self) -> dict[str, str]:
        day = self.cleaned_data["day"]
        return {**self.cleaned_data, "day": day.isoformat() if day else ""}
