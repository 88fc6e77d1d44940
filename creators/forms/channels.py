from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.imports.values import parse_count, parse_fraction
from creators.enums import Platform
from creators.models import Channel
from creators.rules.handles import Handle, HandleError, parse_handle


def check_handle(text: str, platform: str) -> Handle:
    try:
        return parse_handle(text, platform)
    except HandleError as error:
        raise forms.ValidationError(str(error.message)) from error


class ChannelForm(forms.Form):
    """An account, by its address or by name and platform; `cleaned_data["account"]`: a Handle."""

    handle = forms.CharField(
        label=_("Address or handle"),
        max_length=300,
        widget=forms.TextInput(attrs={"placeholder": "instagram.com/name"}),
    )
    platform = forms.ChoiceField(
        label=_("Platform"),
        choices=[("", _("As the address says")), *Platform.choices],
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if "handle" in data and "platform" in data:
            try:
                data["account"] = check_handle(data["handle"], data["platform"])
            except forms.ValidationError as error:
                self.add_error("handle", error)
        return data


class SnapshotForm(forms.Form):
    """Numbers as people copy them: `51.8K`, `10 358`, `1,39 %`."""

    taken_on = forms.DateField(
        label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    followers = forms.CharField(
        label=_("Followers"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    engagement = forms.CharField(
        label=_("Engagement, %"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )

    @classmethod
    def for_channel(cls, channel: Channel, data: Any = None) -> "SnapshotForm":
        return cls(
            data,
            initial={"taken_on": timezone.localdate()},
            prefix=f"snapshot-{channel.public_id}",
        )

    def clean_taken_on(self) -> Any:
        day = self.cleaned_data["taken_on"]
        # East of the reader tomorrow has begun already.
        if day > timezone.localdate() + timedelta(days=1):
            raise forms.ValidationError(_("This day has not come yet."))
        return day

    def clean_followers(self) -> int:
        try:
            count = parse_count(self.cleaned_data["followers"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error
        if count is None:
            raise forms.ValidationError(_("How many followers?"))
        return count

    def clean_engagement(self) -> Decimal | None:
        try:
            share = parse_fraction(self.cleaned_data["engagement"], percent=True)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error
        if share is not None and not 0 <= share < 10:
            raise forms.ValidationError(_("An engagement rate is between 0 and 1,000 %."))
        return share.quantize(Decimal("0.00001")) if share is not None else None
