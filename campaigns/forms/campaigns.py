from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from campaigns.models import Campaign
from core.inputs import day_input
from partnerships.models import Brand


class CampaignFields(forms.Form):
    """What planning and editing share."""

    name = forms.CharField(label=pgettext_lazy("campaign", "Name"), max_length=160)
    goal = forms.CharField(
        label=_("Goal"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For the team: what should be different afterwards. Each brief has its own."),
    )
    starts_on = forms.DateField(label=_("First day"), widget=day_input())
    ends_on = forms.DateField(label=_("Last day"), widget=day_input())

    def __init__(self, *args: Any, owners: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = forms.ModelChoiceField(
            label=pgettext_lazy("campaign", "Owner"),
            queryset=User.objects.filter(pk__in=[owner.pk for owner in owners]).order_by("name"),
            to_field_name="public_id",
            empty_label=None,
        )


class PlanForm(CampaignFields):
    field_order = ["brand", "name", "starts_on", "ends_on", "goal", "owner"]

    def __init__(self, *args: Any, brands: QuerySet[Brand], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["brand"] = forms.ModelChoiceField(
            label=_("Brand"), queryset=brands, to_field_name="public_id", empty_label=None
        )
        self.order_fields(self.field_order)


class EditForm(CampaignFields):
    version = forms.IntegerField(widget=forms.HiddenInput)
    field_order = ["name", "starts_on", "ends_on", "goal", "owner", "version"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(self.field_order)

    @staticmethod
    def initial_of(campaign: Campaign) -> dict[str, Any]:
        return {
            "name": campaign.name,
            "goal": campaign.goal,
            "starts_on": campaign.starts_on,
            "ends_on": campaign.ends_on,
            "owner": campaign.owner.public_id,
            "version": campaign.version,
        }
