"""The fields of what can be done to the partnerships of many creators at once."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.bulk.registry import BulkForm
from partnerships.enums import Tier
from partnerships.models import Brand


def _brand_field(brands: Iterable[Brand], every: Any = "") -> forms.ChoiceField:
    choices = [(brand.public_id, brand.name) for brand in brands]
    if every:
        return forms.ChoiceField(label=_("Brand"), required=False, choices=[("", every), *choices])
    # With one brand there is nothing to choose.
    first = [("", _("Choose"))] if len(choices) > 1 else []
    return forms.ChoiceField(label=_("Brand"), choices=[*first, *choices])


class OwnerForm(BulkForm):
    owner = forms.ChoiceField(label=_("New owner"))
    brand = forms.ChoiceField()
    note = forms.CharField(
        label=_("What the next owner should know"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=5000,
        help_text=_("For the team, never for the creator."),
    )
    tell_creator = forms.BooleanField(
        label=_("Tell each creator by mail"),
        required=False,
        initial=True,
        help_text=_("Undoing stops the mails that have not left, and tells the others."),
    )

    def __init__(
        self, *args: Any, owners: Iterable[User], brands: Iterable[Brand], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.names = {user.public_id: str(user) for user in owners}
        brands = list(brands)
        self.brands = {brand.public_id: brand.name for brand in brands}
        self.fields["owner"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose")), *self.names.items(),
        ]  # fmt: skip
        self.fields["brand"] = _brand_field(brands, every=_("All brands"))

    def options(self) -> dict[str, Any]:
        data = self.cleaned_data
        names = {
            "owner_name": self.names[data["owner"]],
            "brand_name": self.brands.get(data["brand"], ""),
        }
        return {**data, **names}


class BulkTierForm(BulkForm):
    brand = forms.ChoiceField()
    to_tier = forms.ChoiceField(label=_("New tier"), choices=Tier.choices, initial=Tier.T2)
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=_("Stands in the tier history of each of them."),
    )
    over_capacity_reason = forms.CharField(
        label=_("Why the tier should take more than it has places"),
        max_length=300,
        required=False,
        help_text=_("Without it, whoever finds the tier full is left where they are."),
    )

    def __init__(self, *args: Any, brands: Iterable[Brand], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        brands = list(brands)
        self.brands = {brand.public_id: brand.name for brand in brands}
        self.fields["brand"] = _brand_field(brands)

    def options(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {**data, "brand_name": self.brands[data["brand"]]}
