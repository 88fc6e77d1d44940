from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from core.inputs import day_input
from partnerships.enums import Cadence, EndKind, Stage, Tier
from partnerships.models import Brand, Partnership


def _owner_field(owners: Iterable[User]) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        label=pgettext_lazy("partnership", "Owner"),
        queryset=User.objects.filter(pk__in=[owner.pk for owner in owners]).order_by("name"),
        to_field_name="public_id",
        empty_label=None,
        help_text=_("The one contact on our side."),
    )


def _over_field() -> forms.CharField:
    return forms.CharField(
        label=_("Why one more than the tier holds"), max_length=300, required=False
    )


class ContactFields(forms.Form):
    """What opening and editing share."""

    contact_name = forms.CharField(
        label=_("Contact on their side"),
        max_length=120,
        required=False,
        help_text=_("Only if it is not the creator: an agent, an assistant."),
    )
    contact_email = forms.EmailField(
        label=_("Contact's e-mail"),
        required=False,
        help_text=_("Mails of this partnership go here instead of to the creator."),
    )
    cadence_override = forms.ChoiceField(label=_("Check-ins"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["cadence_override"]
        field.choices = [("", _("As the tier says")), *Cadence.choices]  # type: ignore[attr-defined]


class OpenForm(ContactFields):
    stage = forms.ChoiceField(
        label=_("Where it stands"),
        choices=[
            (Stage.OPENING, _("Opening: getting to know each other")),
            (Stage.ACTIVE, _("Active: already working together")),
        ],
        initial=Stage.OPENING,
    )
    tier = forms.ChoiceField(label=_("Tier"), choices=Tier.choices, initial=Tier.T3)
    reason = forms.CharField(
        label=_("Why this tier"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("A sentence for whoever asks in a year."),
    )
    override = forms.BooleanField(
        label=_("This is a gut feeling, against what the tier asks"),
        required=False,
        help_text=_("Allowed but for the gate, and recorded as one."),
    )
    over_capacity_reason = _over_field()
    started_on = forms.DateField(label=_("Partners since"), widget=day_input())
    field_order = [
        "brand", "tier", "reason", "override", "over_capacity_reason", "stage", "started_on",
        "owner", "cadence_override", "contact_name", "contact_email",
    ]  # fmt: skip

    def __init__(
        self, *args: Any, brands: QuerySet[Brand], owners: Iterable[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["brand"] = forms.ModelChoiceField(
            label=_("Brand"), queryset=brands, to_field_name="public_id", empty_label=None
        )
        self.fields["owner"] = _owner_field(owners)
        self.order_fields(self.field_order)


class EditForm(ContactFields):
    version = forms.IntegerField(widget=forms.HiddenInput)

    @staticmethod
    def initial_of(partnership: Partnership) -> dict[str, Any]:
        return {
            "contact_name": partnership.contact_name,
            "contact_email": partnership.contact_email,
            "cadence_override": partnership.cadence_override,
            "version": partnership.version,
        }


class TierForm(forms.Form):
    to_tier = forms.ChoiceField(label=_("New tier"), choices=Tier.choices)
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What has changed: delivery, response of the audience, how it is to work."),
    )
    override = forms.BooleanField(
        label=_("This is a gut feeling, against what the tier asks"),
        required=False,
        help_text=_("Allowed but for the gate, and recorded as one."),
    )
    over_capacity_reason = _over_field()
    version = forms.IntegerField(widget=forms.HiddenInput)


class PauseForm(forms.Form):
    intro = _("No check-ins go out while it is paused. Its place in the tier is kept.")
    until = forms.DateField(
        label=_("Last day of the pause"),
        widget=day_input(),
        required=False,
        help_text=_("Empty: until somebody resumes it."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=200)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=200)


class EndForm(ReasonForm):
    intro = _(
        "It ends today. An agreement in force ends with it, a signed or sent one is withdrawn, a"
        " draft is thrown away. The creator is not told by a mail: tell them yourself. The history"
        " stays, and the two may start anew later."
    )
    end_kind = forms.ChoiceField(
        label=_("Why"),
        choices=[("", _("Choose")), *EndKind.choices],
        help_text=_("Counted in the portfolio: what partnerships end of."),
    )
    field_order = ["end_kind", "reason"]


class NothingForm(forms.Form):
    """A page that only asks "really?"."""
