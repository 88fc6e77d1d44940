"""The fields of adding many creators to a campaign."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.enums import CollaborationState
from campaigns.models import Campaign
from core.bulk.registry import BulkForm


class CampaignForm(BulkForm):
    campaign = forms.ChoiceField(
        label=_("Campaign"),
        help_text=_("Creators without a partnership with its brand are left out, and listed."),
    )
    state = forms.ChoiceField(
        label=_("What they said"),
        choices=[
            (CollaborationState.INVITED, _("We have asked, the answer is still to come")),
            (CollaborationState.CONFIRMED, _("They said yes")),
        ],
        initial=CollaborationState.INVITED,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, campaigns: Iterable[Campaign], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = {row.public_id: f"{row.name} · {row.brand}" for row in campaigns}
        self.fields["campaign"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose")), *self.names.items(),
        ]  # fmt: skip

    def options(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {**data, "campaign_name": self.names[data["campaign"]]}
