"""Forms of letters (row 48)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from checkins.actions.letters import Text
from checkins.enums import LetterKind
from checkins.models import Letter, LetterText
from checkins.rules.letters import LANGUAGES, MOST_DAYS, Audience
from creators.enums import Market
from partnerships.enums import Tier
from partnerships.models import Brand, Partnership

_LONG = 10_000


def _texts(language: str) -> dict[str, forms.Field]:
    """Labelled in both places where they stand: beside each other, and in a list of errors."""
    names = {
        "en": pgettext_lazy("text in", "English"),
        "ru": pgettext_lazy("text in", "Russian"),
    }[language]
    return {
        f"subject_{language}": forms.CharField(
            label=format_lazy("{}, {}", _("Subject"), names), max_length=200, required=False
        ),
        f"body_{language}": forms.CharField(
            label=format_lazy("{}, {}", _("Text"), names),
            max_length=_LONG,
            required=False,
            widget=forms.Textarea(attrs={"rows": 12}),
        ),
        f"context_{language}": forms.CharField(
            label=format_lazy("{}, {}", _("Context for readers of another market"), names),
            max_length=_LONG,
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_(
                "Stands below the text: what they need to know to read it right. Empty where they "
                "know the market."
            ),
        ),
    }


class LetterForm(forms.Form):
    title = forms.CharField(
        label=_("Name inside the team"), max_length=160, help_text=_("Readers do not see it.")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=LetterKind.choices)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for language in LANGUAGES:
            self.fields.update(_texts(language))

    @property
    def sides(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Language → its fields, to stand beside each other."""
        return [
            (code, [self[f"{name}_{code}"] for name in ("subject", "body", "context")])
            for code in LANGUAGES
        ]

    def texts(self) -> dict[str, Text]:
        data = self.cleaned_data
        return {
            code: Text(data[f"subject_{code}"], data[f"body_{code}"], data[f"context_{code}"])
            for code in LANGUAGES
        }

    @staticmethod
    def initial_of(letter: Letter, texts: Iterable[LetterText]) -> dict[str, Any]:
        start = {"title": letter.title, "kind": letter.kind, "version": letter.version}
        for text in texts:
            for name in ("subject", "body", "context"):
                start[f"{name}_{text.language}"] = getattr(text, name)
        return start


def _several(label: Any, choices: Any = ()) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
    )


def _days(label: Any, help_text: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, required=False, min_value=1, max_value=MOST_DAYS, help_text=help_text
    )


class AudienceForm(forms.Form):
    brands = _several(_("Brands"))
    tiers = _several(_("Tiers"), Tier.choices)
    markets = _several(_("Markets"), Market.choices)
    languages = _several(_("Languages"), [("en", "English"), ("ru", "Русский")])
    slow_days = _days(
        _("No work for so many days"),
        _("A slow period: of the chosen brands, else of all. Empty: work does not matter."),
    )
    unwritten_days = _days(
        _("No letter for so many days"),
        _("Who has had none for so long. Empty: it does not matter."),
    )
    people = forms.MultipleChoiceField(
        label=_("Only these people"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("Nobody chosen: all whom the rest means. Hold Ctrl to choose several."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, brands: Iterable[Brand], people: Iterable[Partnership], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["brands"].choices = [(b.public_id, b.name) for b in brands]  # type: ignore[attr-defined]
        self.fields["people"].choices = [  # type: ignore[attr-defined]
            (row.public_id, f"{row.creator} · {row.brand}") for row in people
        ]

    def audience(self) -> Audience:
        data = self.cleaned_data
        lists = ("brands", "tiers", "markets", "languages", "people")
        return Audience(
            **{name: tuple(data.get(name) or ()) for name in lists},
            slow_days=data.get("slow_days") or 0,
            unwritten_days=data.get("unwritten_days") or 0,
        )

    @staticmethod
    def initial_of(letter: Letter) -> dict[str, Any]:
        return {**letter.audience, "version": letter.version}


class SendLetterForm(forms.Form):
    on = forms.DateField(
        label=_("Day"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("Each gets it in a working hour of theirs on this day, or the next after it."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "on_day" in self.data and not data.get("on") and "on" not in self.errors:
            self.add_error("on", _("Give a day."))
        return data

    def day(self) -> date | None:
        """None: at once."""
        return self.cleaned_data["on"] if "on_day" in self.data else None


class OptOutForm(forms.Form):
    reason = forms.CharField(
        label=_("Where you heard it"),
        max_length=200,
        help_text=_("Such as: said so on the phone today. Kept in the record of changes."),
    )


class ContactPolicyForm(forms.Form):
    letters_a_month = forms.IntegerField(
        label=_("Letters a month, at most"),
        min_value=0,
        max_value=31,
        help_text=_("To each creator, in their calendar. 0: no letters go out."),
    )
