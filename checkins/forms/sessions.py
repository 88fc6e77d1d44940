"""Forms of sessions (rows 52, 68, 69, 71)."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from campaigns.forms.fields import AmountField, moment_input
from checkins.enums import GuestAnswer, SessionKind
from checkins.forms.moments import MomentField
from checkins.models import Session, SessionGuest, SessionTime
from checkins.rules.sessions import MOST_DAYS_AFTER, MOST_TIMES, OTHERS_AFTER, usual
from core.ids import ALPHABET, new_public_id
from core.money import Currency, Money
from partnerships.forms.over_budget import AskedWhy
from partnerships.models import Brand

# Among the times of a form: none of those that were asked about.
OTHER = "other"
OWN_ID = rf"^[{ALPHABET}]{{12}}$"
LONGEST = 8 * 60


def own_id() -> forms.RegexField:
    """The id that the new row will have, so that a second click is the same row."""
    return forms.RegexField(OWN_ID, widget=forms.HiddenInput, initial=new_public_id)


def money_of(form: forms.Form) -> Money | None:
    """What the fields `fee` and `currency` say; None without an amount."""
    amount = form.cleaned_data.get("fee")
    if amount is None:
        return None
    return Money(amount, form.cleaned_data["currency"]).rounded()


class PersonChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class PeopleChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class SessionForm(forms.Form):
    title = forms.CharField(
        label=pgettext_lazy("session", "Name"),
        max_length=160,
        help_text=_("The guests read it, in their invitation and their calendar."),
    )
    purpose = forms.CharField(
        label=_("What it is for"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What is to be decided or heard. The guests read it."),
    )
    brand: "forms.ModelChoiceField[Brand]" = forms.ModelChoiceField(
        label=_("Brand"),
        queryset=Brand.objects.none(),
        required=False,
        to_field_name="public_id",
        empty_label=_("All brands"),
    )
    minutes = forms.IntegerField(label=_("Minutes"), min_value=10, max_value=LONGEST)
    place = forms.CharField(
        label=_("Where"),
        required=False,
        max_length=500,
        help_text=_("A link to the call, or an address. It may come later."),
    )
    fee = AmountField(
        label=_("Fee of each"),
        help_text=_("Owed to each who comes; it can differ for a guest. Empty: no fee."),
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=Currency.choices)
    organizer = PersonChoice(
        label=_("Organiser"), queryset=User.objects.none(), to_field_name="public_id"
    )
    hosts = PeopleChoice(
        label=_("Colleagues who take part"),
        queryset=User.objects.none(),
        required=False,
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
    )
    asked = own_id()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, people: Any, brands: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("organizer", people), ("hosts", people), ("brand", brands)):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        if people.count() < 2:  # noqa: PLR2004
            del self.fields["hosts"]

    def values(self) -> dict[str, Any]:
        names = ("title", "purpose", "brand", "minutes", "place", "organizer")
        found = {name: self.cleaned_data[name] for name in names}
        return {**found, "hosts": self.cleaned_data.get("hosts", []), "fee": money_of(self)}

    @staticmethod
    def initial_of(session: Session, hosts: Iterable[User]) -> dict[str, Any]:
        return {
            "title": session.title,
            "purpose": session.purpose,
            "brand": session.brand.public_id if session.brand else "",
            "minutes": session.minutes,
            "place": session.place,
            "fee": session.fee,
            "currency": session.currency or session.workspace.currency,
            "organizer": session.organizer.public_id,
            "hosts": [user.public_id for user in hosts],
            "version": session.version,
        }

    @staticmethod
    def start_of(kind: SessionKind, user: User, currency: str) -> dict[str, Any]:
        """A page for a new one: as sessions of this kind usually are."""
        return {
            "minutes": usual(kind).minutes,
            "organizer": user.public_id,
            "currency": currency,
            "asked": new_public_id(),
        }


class AfterMixin(AskedWhy):
    """Of planning sessions: how many days later the others hear of it (row 71)."""

    after = forms.IntegerField(
        label=_("Others hear of it so many days after the top partners"),
        min_value=0,
        max_value=MOST_DAYS_AFTER,
        initial=OTHERS_AFTER.days,
        help_text=_("0: everybody at once."),
    )

    def keep_after(self, wanted: bool) -> None:
        if not wanted:
            del self.fields["after"]

    def others_after(self) -> timedelta:
        return timedelta(days=self.cleaned_data.get("after") or 0)


class TimesForm(AfterMixin):
    """Times that guests are asked about, as the reader's clock shows them."""

    def __init__(self, *args: Any, top_first: bool, times: Sequence[datetime], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.keep_after(top_first)
        for n in range(1, MOST_TIMES + 1):
            self.fields[f"time_{n}"] = MomentField(
                label=_("Time %(n)d") % {"n": n},
                required=n == 1,
                widget=moment_input(),
                initial=times[n - 1] if n <= len(times) else None,
            )
        if "after" in self.fields:
            self.order_fields([*(name for name in self.fields if name != "after"), "after"])

    def times(self) -> list[datetime]:
        found = (self.cleaned_data.get(f"time_{n}") for n in range(1, MOST_TIMES + 1))
        return [time for time in found if time]


class FixForm(AfterMixin):
    """The time, as the reader's clock shows it: one that was asked about, or any other."""

    chosen = forms.ChoiceField(label=_("Time"), widget=forms.RadioSelect)
    starts_at = MomentField(
        label=pgettext_lazy("session", "When"), required=False, widget=moment_input()
    )

    def __init__(
        self, *args: Any, top_first: bool, times: Sequence[tuple[SessionTime, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.keep_after(top_first)
        self.known = {time.public_id: time.starts_at for time, _label in times}
        if times:
            choices = [(time.public_id, label) for time, label in times]
            self.fields["chosen"].choices = [*choices, (OTHER, _("Another time"))]  # type: ignore[attr-defined]
            self.fields["starts_at"].label = _("The other time")
        else:
            del self.fields["chosen"]
        self.order_fields(["chosen", "starts_at", "after"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        moment = self.known.get(data.get("chosen") or "") or data.get("starts_at")
        if moment is None and "starts_at" not in self.errors:
            self.add_error("starts_at", _("Choose a time."))
        return {**data, "moment": moment}


class CancelForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=200)

    def __init__(self, *args: Any, invited: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = invited
        if invited:
            self.fields["reason"].help_text = _("The guests read it.")


class AnswerForm(forms.Form):
    """What a guest told a colleague, by mail or on the phone."""

    answer = forms.ChoiceField(
        label=_("The answer"), choices=GuestAnswer.choices, widget=forms.RadioSelect
    )
    suits = forms.MultipleChoiceField(
        label=_("Times that suit"), required=False, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(
        label=_("What they said"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, times: Sequence[tuple[SessionTime, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.times = {time.public_id: time for time, _label in times}
        if times:
            choices = [(time.public_id, label) for time, label in times]
            self.fields["suits"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["suits"]

    def chosen(self) -> list[SessionTime]:
        return [self.times[key] for key in self.cleaned_data.get("suits", [])]


class FeeForm(AskedWhy):
    fee = AmountField(label=_("Fee"), help_text=_("Empty: no fee."))
    currency = forms.ChoiceField(label=_("Currency"), choices=Currency.choices)
    version = forms.IntegerField(widget=forms.HiddenInput)


class LaterForm(forms.Form):
    moment = MomentField(label=_("They hear of it"), widget=moment_input())


class HoldForm(forms.Form):
    """Who came, and what was said."""

    came = forms.MultipleChoiceField(
        label=_("Who came"), required=False, widget=forms.CheckboxSelectMultiple
    )
    notes = forms.CharField(
        label=_("Notes"),
        required=False,
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("For the team only. Decisions come next, one by one."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, guests: Sequence[SessionGuest], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.guests = {guest.public_id: guest for guest in guests}
        choices = [(key, str(g.partnership.creator)) for key, g in self.guests.items()]
        self.fields["came"].choices = choices  # type: ignore[attr-defined]

    def present(self) -> list[SessionGuest]:
        return [self.guests[key] for key in self.cleaned_data["came"]]


class NotesForm(forms.Form):
    notes = forms.CharField(
        label=_("Notes"),
        required=False,
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("For the team only."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class EmptyForm(forms.Form):
    """A page that only asks "really?"."""


def soon() -> datetime:
    """A round hour of the next working days, as a start for a time."""
    local = timezone.localtime() + timedelta(days=3)
    return local.replace(minute=0, second=0, microsecond=0)
