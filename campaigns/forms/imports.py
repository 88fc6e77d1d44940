from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.models import Collaboration
from core.money import Currency
from creators.enums import Market


class OptionsForm(forms.Form):
    """What is said once for rows of a results file that do not say it themselves."""

    part = forms.ChoiceField(label=_("Rows that name no creator belong to"), required=False)
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
    day_first = forms.ChoiceField(
        label=_("Dates such as 03/04/2026"),
        choices=[
            ("", _("Not said: such rows are errors")),
            ("day", _("Day first: 3 April")),
            ("month", _("Month first: 4 March")),
        ],
        required=False,
    )

    def __init__(self, *args: Any, parts: Iterable[Collaboration], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(part.public_id, str(part.partnership.creator)) for part in parts]
        nobody = [("", _("Nobody: such rows are errors"))]
        self.fields["part"].choices = [*nobody, *people]  # type: ignore[attr-defined]

    def options(self) -> dict[str, str]:
        return dict(self.cleaned_data)
