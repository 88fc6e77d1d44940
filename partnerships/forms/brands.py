from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from creators.enums import VettingItem
from partnerships.enums import Cadence
from partnerships.models import Brand, TierPolicy
from partnerships.rules.policies import shares_total


class BrandForm(forms.Form):
    name = forms.CharField(label=_("Brand name"), max_length=120)
    about = forms.CharField(
        label=_("What the brand stands for"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @staticmethod
    def initial_of(brand: Brand) -> dict[str, Any]:
        return {
            "name": brand.name,
            "about": brand.about,
            "website": brand.website,
            "version": brand.version,
        }


class PolicyForm(forms.Form):
    """One tier of the policies page; its prefix is the tier."""

    capacity_from = forms.IntegerField(
        label=_("Capacity from"), min_value=0, max_value=10000, required=False
    )
    capacity_to = forms.IntegerField(
        label=_("Capacity to"), min_value=0, max_value=10000, required=False
    )
    cadence = forms.ChoiceField(label=_("Check-ins"), choices=Cadence.choices)
    budget_share = forms.IntegerField(label=_("Budget share, %"), min_value=0, max_value=100)
    campaigns_a_year = forms.IntegerField(
        label=_("Campaigns a year"),
        min_value=0,
        max_value=50,
        help_text=_("With one creator. 0: as they come."),
    )
    most_in_a_year = forms.IntegerField(
        label=_("Most in 12 months"),
        min_value=1,
        max_value=50,
        help_text=_("More than that tires the audience: it is flagged as fatigue."),
    )
    requires = forms.MultipleChoiceField(
        label=_("Checklist: a yes to"),
        choices=VettingItem.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    least_score = forms.IntegerField(
        label=_("Least potential score"),
        min_value=0,
        max_value=100,
        help_text=_("From 0 to 100. 0: not asked."),
    )
    least_campaigns = forms.IntegerField(
        label=_("Least finished campaigns"),
        min_value=0,
        max_value=50,
        help_text=_("With this brand. 0: not asked."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        low, high = data.get("capacity_from"), data.get("capacity_to")
        if low is not None and high is not None and high < low:
            self.add_error("capacity_to", _("“To” is below “from”."))
        meant, most = data.get("campaigns_a_year"), data.get("most_in_a_year")
        if meant is not None and most is not None and meant > most:
            words = _("The tier is meant for more campaigns than you allow in 12 months.")
            self.add_error("most_in_a_year", words)
        return data

    @staticmethod
    def initial_of(policy: TierPolicy) -> dict[str, Any]:
        return {
            "capacity_from": policy.capacity_from,
            "capacity_to": policy.capacity_to,
            "cadence": policy.cadence,
            "budget_share": policy.budget_share,
            "campaigns_a_year": policy.campaigns_a_year,
            "most_in_a_year": policy.most_in_a_year,
            "requires": policy.requires,
            "least_score": policy.least_score,
            "least_campaigns": policy.least_campaigns,
            "version": policy.version,
        }


def policy_forms(policies: dict[str, TierPolicy], data: Any = None) -> dict[str, PolicyForm]:
    """Tier → its form."""
    return {
        tier: PolicyForm(data, prefix=tier, initial=PolicyForm.initial_of(policy))
        for tier, policy in policies.items()
    }


def shares_of(forms_: dict[str, PolicyForm]) -> int:
    """The sum the page shows: of what is typed if it is typed well, else of what is stored."""
    return shares_total(
        form.cleaned_data.get("budget_share") or 0
        if form.is_bound and form.is_valid()
        else form.initial["budget_share"]
        for form in forms_.values()
    )
