"""Offers, roadmap, support, roles: what people write down about where a partnership leads."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.ids import ALPHABET, new_public_id
from core.inputs import day_input
from partnerships.enums import (
    OpportunityKind,
    PartnerRole,
    RoadmapKind,
    RoadmapState,
    SupportKind,
)
from partnerships.models import Opportunity
from partnerships.rules.growth import quarter_after, quarter_name, quarter_of


def _once() -> forms.RegexField:
    """Made with the page: the same form sent twice has one effect."""
    return forms.RegexField(
        rf"^[{ALPHABET}]{{12}}$", widget=forms.HiddenInput, required=False, initial=new_public_id
    )


def _version() -> forms.IntegerField:
    return forms.IntegerField(widget=forms.HiddenInput, required=False)


class OpportunityForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=OpportunityKind.choices)
    title = forms.CharField(
        label=_("What it is"),
        max_length=160,
        help_text=_("As the creator will read it: “Host of our winter series”."),
    )
    text = forms.CharField(
        label=_("What it means for the creator"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=5000,
        required=False,
        help_text=_("What they get out of it, in their language."),
    )
    on = forms.DateField(label=_("When"), widget=day_input(), required=False)
    public_id = _once()
    version = _version()


class OfferForm(forms.Form):
    tell = forms.BooleanField(
        label=_("Write them a mail about it"),
        required=False,
        initial=True,
        help_text=_("Without it they see it in their portal, or you tell them yourself."),
    )


class AnswerForm(forms.Form):
    accepted = forms.TypedChoiceField(
        label=_("What they said"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
        empty_value=None,
    )
    answered_on = forms.DateField(label=_("On"), widget=day_input())
    answer = forms.CharField(
        label=_("In their words"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5000,
        required=False,
    )


class DoneForm(forms.Form):
    done_on = forms.DateField(label=_("It took place on"), widget=day_input())


class RoadmapForm(forms.Form):
    quarter = forms.TypedChoiceField(label=_("Quarter"), coerce=date.fromisoformat)
    kind = forms.ChoiceField(label=_("Kind"), choices=RoadmapKind.choices)
    text = forms.CharField(
        label=_("What"), widget=forms.Textarea(attrs={"rows": 3}), max_length=5000
    )
    state = forms.ChoiceField(
        label=_("State"), choices=RoadmapState.choices, initial=RoadmapState.PLANNED
    )
    outcome = forms.CharField(
        label=_("What came of it"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=5000,
        required=False,
    )
    shared = forms.BooleanField(label=_("The creator sees it"), required=False)
    public_id = _once()
    version = _version()

    def __init__(self, *args: Any, today: date, also: Iterable[date] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = quarter_of(today)
        known = {quarter_after(now, by) for by in range(-8, 9)} | set(also)
        field: Any = self.fields["quarter"]
        field.choices = [(day.isoformat(), quarter_name(day)) for day in sorted(known)]
        field.initial = field.initial or now.isoformat()


class GoalForm(forms.Form):
    larger_goal = forms.CharField(
        label=_("Larger goal"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
        help_text=_("What the quarters build toward, for both sides."),
    )
    version = _version()


class SupportForm(forms.Form):
    kind = forms.ChoiceField(label=_("What we did"), choices=SupportKind.choices)
    on = forms.DateField(label=_("Day"), widget=day_input())
    text = forms.CharField(label=_("In words"), max_length=300)
    link = forms.URLField(label=_("Link"), max_length=500, required=False, assume_scheme="https")
    public_id = _once()


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=PartnerRole.choices)
    reason = forms.CharField(
        label=_("Why"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
    )
    terms = forms.CharField(
        label=_("What it means for both sides"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5000,
        required=False,
        help_text=_("What they do, what they get, for how long."),
    )
    opportunity: Any = forms.ModelChoiceField(
        None, label=_("Follows from the offer"), required=False, to_field_name="public_id"
    )

    def __init__(self, *args: Any, offers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["opportunity"]
        field.queryset = offers
        field.label_from_instance = _title
        if not offers:
            del self.fields["opportunity"]


def _title(row: Opportunity) -> str:
    return row.title
