from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField
from timezone_field import TimeZoneFormField

from core.ids import ALPHABET, new_public_id
from creators.actions.tags import LONGEST
from creators.enums import ContactChannel, Market, TagKind
from creators.forms.channels import check_handle
from creators.imports.places import default_zone, market_of, parse_place
from creators.models import Creator, Tag
from creators.rules.zones import language_of, zone_choices

LANGUAGES = [("en", "English"), ("ru", "Русский")]
MOST_TAGS = 20
# Field of the form → kind of tag.
TAG_FIELDS = {"topics": TagKind.TOPIC, "expertise": TagKind.EXPERTISE, "tags": TagKind.TAG}
DETAILS = ["name", "short_name", "email", "phone", "market", "city", "language", "zone", "about"]
PREFERENCES = [
    "contact_by", "lead_days", "quiet_from", "quiet_until", "briefing", "payment_days",
]  # fmt: skip
WISHES = ["goals", "boundaries"]


class TagsField(forms.CharField):
    """Names between commas, as a list without doubles."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        names = list(dict.fromkeys(" ".join(name.split()) for name in text.split(",")))
        names = [name for name in names if name]
        if len(names) > MOST_TAGS or any(len(name) > LONGEST for name in names):
            raise forms.ValidationError(
                _("At most %(n)d, each of at most %(length)d letters."),
                params={"n": MOST_TAGS, "length": LONGEST},
            )
        return names


class CreatorForm(forms.Form):
    """Who a creator is: for a new one and for an edit."""

    name = forms.CharField(label=_("Name"), max_length=120)
    short_name = forms.CharField(
        label=_("What to call them"),
        max_length=60,
        required=False,
        help_text=_("As mails greet them. Empty: the first word of the name."),
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = PhoneNumberField(
        label=_("Phone"), required=False, help_text=_("With the country code: +7 or +1.")
    )
    market = forms.ChoiceField(label=_("Market"), choices=[("", _("Choose")), *Market.choices])
    city = forms.CharField(label=_("City"), max_length=80, required=False)
    language = forms.ChoiceField(
        label=_("Language"), choices=[("", _("By market")), *LANGUAGES], required=False
    )
    zone = TimeZoneFormField(label=_("Time zone"), required=False)
    about = forms.CharField(
        label=pgettext_lazy("person", "About"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=5000,
    )
    topics = TagsField(label=_("Topics"), required=False, help_text=_("Parted by commas."))
    expertise = TagsField(label=_("Expertise"), required=False)
    tags = TagsField(label=_("Tags"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.now().replace(hour=12, minute=0, second=0, microsecond=0)
        zones = zone_choices((get_language() or "en")[:2], today)
        self.fields["zone"].choices = [  # type: ignore[attr-defined]
            ("", _("By city and market")),
            (Market.RU.label, zones[Market.RU]),
            (Market.US.label, zones[Market.US]),
            (_("Elsewhere"), self._with_own(zones)),
        ]

    def _with_own(self, zones: dict[str, Any]) -> list[tuple[str, str]]:
        """A zone that came by an import under an old name stays choosable."""
        own = str(self.initial.get("zone") or "")
        known = not own or any(own == zone for group in zones.values() for zone, _label in group)
        return zones[""] if known else [(own, own), *zones[""]]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if market := data.get("market"):
            data["language"] = data.get("language") or language_of(market)
            if not data.get("zone") and "zone" not in self.errors:
                data["zone"] = ZoneInfo(_zone_by(market, data.get("city", "")))
        return data

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in DETAILS}

    def tag_values(self) -> dict[str, list[str]]:
        return {kind: self.cleaned_data[name] for name, kind in TAG_FIELDS.items()}


def _zone_by(market: str, city: str) -> str:
    """The zone of a city we know in that market, else where most of its creators are."""
    place = parse_place(city)
    if place and place.zone and market_of(place.country) == market:
        return place.zone
    return default_zone(market) or "UTC"


class NewCreatorForm(CreatorForm):
    """With a first channel, and an id chosen beforehand so that a second click is the same one."""

    channel = forms.CharField(
        label=_("Main channel"),
        max_length=300,
        required=False,
        help_text=_("The address of the profile: instagram.com/name, t.me/name…"),
    )
    public_id = forms.RegexField(
        rf"^[{ALPHABET}]{{12}}$", widget=forms.HiddenInput, required=False, initial=new_public_id
    )

    def clean_channel(self) -> Any:
        text = self.cleaned_data["channel"]
        return check_handle(text, "") if text else None


class PreferencesForm(forms.Form):
    """How they like to work (row 2)."""

    contact_by = forms.ChoiceField(label=_("Best reached by"), choices=ContactChannel.choices)
    lead_days = forms.IntegerField(
        label=_("Lead time, days"),
        min_value=0,
        max_value=365,
        required=False,
        help_text=_("From brief to publication."),
    )
    quiet_from = forms.TimeField(
        label=_("Quiet from"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    quiet_until = forms.TimeField(
        label=_("Quiet until"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("Their local time. Mail waits until it is over."),
    )
    briefing = forms.CharField(
        label=_("How they like to be briefed"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=5000,
    )
    payment_days = forms.IntegerField(label=_("Paid within, days"), min_value=0, max_value=365)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if bool(data.get("quiet_from")) != bool(data.get("quiet_until")) and not self.errors:
            missing = "quiet_until" if data.get("quiet_from") else "quiet_from"
            self.add_error(missing, _("Quiet hours need both a beginning and an end."))
        return data

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in PREFERENCES}


class WishesForm(forms.Form):
    """What they want from it, and what they do not take (rows 2 and 4)."""

    goals = forms.CharField(
        label=_("What they want from a long partnership"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=5000,
        help_text=_("In their own words. Asked again at check-ins."),
    )
    boundaries = forms.CharField(
        label=_("Boundaries"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=5000,
        help_text=_("Topics, brands and formats they do not take."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in WISHES}


def details_of(creator: Creator, tags: Iterable[Tag]) -> dict[str, Any]:
    """What CreatorForm opens with."""
    named: dict[str, list[str]] = {kind: [] for kind in TAG_FIELDS.values()}
    for tag in tags:
        named[tag.kind].append(tag.name)
    return {
        **{name: getattr(creator, name) for name in DETAILS},
        **{name: ", ".join(named[kind]) for name, kind in TAG_FIELDS.items()},
        "version": creator.version,
    }


def preferences_of(creator: Creator) -> dict[str, Any]:
    """What PreferencesForm opens with."""
    stored = {name: getattr(creator, name) for name in PREFERENCES}
    return {**stored, "version": creator.version}


def wishes_of(creator: Creator) -> dict[str, Any]:
    """What WishesForm opens with."""
    stored = {name: getattr(creator, name) for name in WISHES}
    return {**stored, "version": creator.version}
