from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.actions.collaborations import FirstDeliverable
from campaigns.actions.outreach import Ask
from campaigns.enums import CollaborationState
from campaigns.forms.fields import AmountField
from campaigns.models import Collaboration
from campaigns.queries.fees import Prices
from core.inputs import day_input
from core.money import Currency, Money
from creators.enums import ContactChannel, ContentFormat, Platform
from partnerships.forms.over_budget import is_asked, reason_field
from partnerships.models import Partnership

# The third way beside the two states: our invitation goes out with it.
BY_MAIL = "mail"


class AddCreatorsForm(forms.Form):
    """Whom to add, how sure they are, and what each of them makes first. Each line of a
    partnership has a box and a fee (`fee_<id>`, `currency_<id>`) that may stay empty."""

    state = forms.ChoiceField(
        label=_("What they said"),
        choices=[
            (CollaborationState.CONFIRMED, _("They said yes")),
            (CollaborationState.INVITED, _("We have asked, the answer is still to come")),
            (BY_MAIL, _("Nothing yet: ask them now, by mail")),
        ],
        initial=CollaborationState.CONFIRMED,
        widget=forms.RadioSelect,
    )
    channel = forms.ChoiceField(
        label=_("Asked by"),
        required=False,
        choices=[("", _("How each is reached best")), *ContactChannel.choices],
        help_text=_("Where you asked in another way than by our mail."),
    )
    answer_by = forms.DateField(
        label=_("Answer wanted by"),
        required=False,
        widget=day_input(),
        help_text=_("After this day it is on Today."),
    )
    message = forms.CharField(
        label=_("In your own words"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Opens the mail, as you write it, to everybody chosen here."),
    )
    title = forms.CharField(
        label=_("First deliverable"),
        required=False,
        max_length=160,
        help_text=_("The same for everybody chosen here; more can be added to each later."),
    )
    format = forms.ChoiceField(
        label=_("Format"),
        required=False,
        choices=[("", "–"), *ContentFormat.choices],
        help_text=_("The fee follows from it where none is typed."),
    )
    platform = forms.ChoiceField(
        label=_("Platform"), required=False, choices=[("", "–"), *Platform.choices]
    )
    due_on = forms.DateField(label=_("Due"), required=False, widget=day_input())
    over_budget_reason = reason_field()

    def __init__(
        self,
        *args: Any,
        partnerships: Sequence[Partnership],
        prices: Mapping[int, Prices],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.partnerships = {p.public_id: p for p in partnerships}
        self.prices = prices
        for key, partnership in self.partnerships.items():
            self.fields[f"take_{key}"] = forms.BooleanField(
                label=str(partnership.creator), required=False
            )
            self.fields[f"fee_{key}"] = AmountField(label=_("Fee"))
            self.fields[f"currency_{key}"] = forms.ChoiceField(
                label=_("Currency"),
                choices=[(code, code) for code in Currency.values],
                initial=prices[partnership.pk].currency,
                required=False,
            )

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Each partnership with its box, its fee and its usual prices."""
        return [
            {
                "partnership": partnership,
                "take": self[f"take_{key}"],
                "fee": self[f"fee_{key}"],
                "currency": self[f"currency_{key}"],
                "prices": self.prices[partnership.pk],
            }
            for key, partnership in self.partnerships.items()
        ]

    @property
    def common(self) -> list[forms.BoundField]:
        return [self[name] for name in ("title", "format", "platform", "due_on")]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["chosen"] = [p for key, p in self.partnerships.items() if data.get(f"take_{key}")]
        if not data["chosen"]:
            raise ValidationError(_("Choose at least one creator."))
        self._check_day(data)
        wanted = {name: data.get(name) for name in ("title", "format", "platform", "due_on")}
        # The day stands there by itself: alone it asks for nothing.
        if any(value for name, value in wanted.items() if name != "due_on"):
            for name, value in wanted.items():
                if not value and name not in self.errors:
                    self.add_error(name, _("A deliverable needs this too."))
        return data

    def _check_day(self, data: dict[str, Any]) -> None:
        day = data.get("answer_by")
        if day and day < timezone.localdate() and data.get("state") != CollaborationState.CONFIRMED:
            self.add_error("answer_by", _("This day is over already."))

    @property
    def asking(self) -> list[forms.BoundField]:
        return [self[name] for name in ("channel", "answer_by", "message")]

    @property
    def collaboration_state(self) -> str:
        state: str = self.cleaned_data["state"]
        return CollaborationState.INVITED if state == BY_MAIL else state

    def ask(self) -> Ask:
        data = self.cleaned_data
        return Ask(
            channel=data["channel"],
            message=data["message"],
            answer_by=data["answer_by"],
            mail=data["state"] == BY_MAIL,
        )

    @property
    def asks_reason(self) -> bool:
        return is_asked(self)

    def fees(self) -> dict[int, Money]:
        """Partnership id → the fee that was typed."""
        data = self.cleaned_data
        return {
            p.pk: Money(data[f"fee_{p.public_id}"], data[f"currency_{p.public_id}"])
            for p in data["chosen"]
            if data[f"fee_{p.public_id}"] is not None
        }

    def first(self) -> FirstDeliverable | None:
        data = self.cleaned_data
        if not data["title"]:
            return None
        return FirstDeliverable(data["title"], data["format"], data["platform"], data["due_on"])


class FeeForm(forms.Form):
    fee_amount = AmountField(label=_("Fee"), required=True)
    fee_currency = forms.ChoiceField(label=_("Currency"), choices=Currency.choices)
    over_budget_reason = reason_field()
    version = forms.IntegerField(widget=forms.HiddenInput)

    @property
    def asks_reason(self) -> bool:
        return is_asked(self)

    @staticmethod
    def initial_of(collaboration: Collaboration) -> dict[str, Any]:
        return {
            "fee_amount": collaboration.fee_amount,
            "fee_currency": collaboration.fee_currency,
            "version": collaboration.version,
        }

    @property
    def fee(self) -> Money:
        return Money(self.cleaned_data["fee_amount"], self.cleaned_data["fee_currency"])


class AnswerForm(forms.Form):
    """What they said beside yes or no, as whoever heard it writes it down."""

    note = forms.CharField(
        label=_("What they said"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For the team only."),
    )


class MoreTimeForm(forms.Form):
    answer_by = forms.DateField(label=_("Answer wanted by"), widget=day_input())


class OwnAnswerForm(forms.Form):
    """The creator's own, on the page that the invitation links to."""

    answer = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])
    words = forms.CharField(
        label=_("A line to go with it"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
