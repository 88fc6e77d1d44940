"""What people write down about a problem, and the days of its path (product.md, row 53)."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.ids import ALPHABET, new_public_id
from partnerships.enums import Escalate, Severity
from partnerships.rules.concerns import MOST_DAYS, Path, Step


class ConcernForm(forms.Form):
    title = forms.CharField(
        label=_("What is wrong"),
        max_length=160,
        help_text=_("In one line. Only your team sees it."),
    )
    text = forms.CharField(
        label=_("What happened"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=5000,
        required=False,
    )
    severity = forms.ChoiceField(
        label=_("Severity"), choices=Severity.choices, initial=Severity.MEDIUM
    )
    owner = forms.ChoiceField(
        label=_("Who looks after it"), help_text=_("They are told, and see it in Today.")
    )
    public_id = forms.RegexField(
        rf"^[{ALPHABET}]{{12}}$", widget=forms.HiddenInput, required=False, initial=new_public_id
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, owners: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owners = {user.public_id: user for user in owners}
        field: Any = self.fields["owner"]
        field.choices = [(key, str(user)) for key, user in self.owners.items()]

    def clean_owner(self) -> User:
        return self.owners[self.cleaned_data["owner"]]


class NoteForm(forms.Form):
    text = forms.CharField(
        label=_("What was done"), widget=forms.Textarea(attrs={"rows": 3}), max_length=5000
    )


class CloseForm(forms.Form):
    resolution = forms.CharField(
        label=_("How it was resolved"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5000,
        help_text=_("The next person with such a problem will read it."),
    )


# Owners may be told twice, with so many days in between.
AGAIN = "again"
_COLUMNS = (
    (Escalate.OWNER.value, _("Whoever looks after it")),
    (Escalate.CONTACT.value, _("The creator's contact")),
    (Escalate.OWNERS.value, _("Owners of the workspace")),
    (AGAIN, _("Owners once more")),
)


class PathForm(forms.Form):
    """For each severity, after how many days each is told; empty: never."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for severity in Severity:
            for key, label in _COLUMNS:
                self.fields[f"{severity.value}_{key}"] = forms.IntegerField(
                    label=label,
                    required=False,
                    min_value=0,
                    max_value=MOST_DAYS,
                    widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
                )

    @staticmethod
    def initial_of(path: Path) -> dict[str, int]:
        values: dict[str, int] = {}
        for severity, steps in path.items():
            for step in steps:
                name = f"{severity}_{step.to}"
                name = name if name not in values else f"{severity}_{AGAIN}"
                values[name] = step.after_days
        return values

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for severity in Severity.values:
            first = data.get(f"{severity}_{Escalate.OWNERS}")
            again = data.get(f"{severity}_{AGAIN}")
            if again is not None and (first is None or again <= first):
                words = _("Once more comes after the first time: choose a later day.")
                self.add_error(f"{severity}_{AGAIN}", words)
        return data

    @property
    def rows(self) -> list[tuple[str, list[Any]]]:
        """(severity's name, its fields) for the page."""
        return [
            (str(severity.label), [self[f"{severity.value}_{key}"] for key, _label in _COLUMNS])
            for severity in reversed(Severity)
        ]

    @property
    def heads(self) -> list[Any]:
        return [label for _key, label in _COLUMNS]

    def steps(self) -> Path:
        found: Path = {severity: [] for severity in Severity.values}
        for severity in Severity.values:
            for key, _label in _COLUMNS:
                days = self.cleaned_data.get(f"{severity}_{key}")
                if days is not None:
                    to = Escalate.OWNERS.value if key == AGAIN else key
                    found[severity].append(Step(days, to))
        return found
