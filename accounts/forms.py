from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from timezone_field import TimeZoneFormField

from accounts.models import Membership, Role, User
from core.inputs import day_input

# Each in its own words, so that everybody finds theirs.
LANGUAGES = [("en", "English"), ("ru", "Русский")]


class InviteForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"))
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.MANAGER)
    language = forms.ChoiceField(label=_("Language of the invitation"), choices=LANGUAGES)


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)


class TokenForm(forms.Form):
    name = forms.CharField(
        label=_("What it is for"), max_length=80, help_text=_("A script, a shop, a dashboard.")
    )
    role = forms.ChoiceField(
        label=_("May do as much as"),
        choices=[(Role.ANALYST, Role.ANALYST.label), (Role.MANAGER, Role.MANAGER.label)],
        initial=Role.ANALYST,
        help_text=_("An analyst reads; a manager also sends results. Never more than you may."),
    )
    expires_on = forms.DateField(
        label=_("Good until"),
        required=False,
        widget=day_input(),
        help_text=_("Empty: until it is taken back."),
    )

    def clean_expires_on(self) -> date | None:
        day: date | None = self.cleaned_data["expires_on"]
        if day is not None and day < timezone.localdate():
            raise forms.ValidationError(_("This day is over."))
        return day


class ProfileForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    language = forms.ChoiceField(
        label=_("Language"), choices=[("en", "English"), ("ru", "Русский")]
    )
    zone = TimeZoneFormField(label=_("Time zone"), choices_display="WITH_GMT_OFFSET")


class DigestForm(forms.ModelForm):
    class Meta:
        model = Membership
        fields = ["digest_on", "digest_rhythm", "digest_hour"]
        widgets = {"digest_hour": forms.TimeInput(attrs={"type": "time"}, format="%H:%M")}


class JoinForm(forms.Form):
    name = forms.CharField(label=_("Your name"), max_length=120)
    password = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least ten characters."),
        strip=False,
    )
    zone = TimeZoneFormField(label=_("Time zone"), choices_display="WITH_GMT_OFFSET")

    def __init__(self, *args: Any, email: str = "", **kwargs: Any) -> None:
        self.email = email
        super().__init__(*args, **kwargs)

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, User(email=self.email, name=self.cleaned_data.get("name", "")))
        return password


class MailDecisionForm(forms.Form):
    """What a person decides over a mail: send it again, or it has arrived."""

    decision = forms.ChoiceField(choices=[("again", _("Send again")), ("arrived", _("It arrived"))])
