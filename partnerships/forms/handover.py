"""Who takes over, and what the creator and the colleague are told (product.md, row 6)."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from partnerships.models import Partnership


class WordsForm(forms.Form):
    """What goes with every handover."""

    note = forms.CharField(
        label=_("What the next owner should know"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For the team only: what was promised, what to avoid, what they love."),
    )
    farewell = forms.CharField(
        label=_("A line to the creator from the owner until now"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Goes along word for word, so write it in their language."),
    )
    tell_creator = forms.BooleanField(
        label=_("Tell the creator by mail, from the new owner"),
        required=False,
        initial=True,
        help_text=_("Switch it off if you tell them in person."),
    )


class HandOverForm(WordsForm):
    """`before` is who had it when the page was opened: nothing is taken from anybody else."""

    to = forms.ChoiceField(label=_("New owner"))
    before = forms.CharField(widget=forms.HiddenInput, max_length=16)
    field_order = ["to", "note", "tell_creator", "farewell", "before"]

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {person.public_id: person for person in people}
        names = [(key, str(person)) for key, person in self.people.items()]
        self.fields["to"].choices = [("", _("Choose a colleague")), *names]  # type: ignore[attr-defined]
        self.order_fields(self.field_order)

    def clean_to(self) -> User:
        return self.people[self.cleaned_data["to"]]


class SplitForm(WordsForm):
    """Everything of one person: a receiver for all, and another one (or nobody) for single rows.

    `shares` gives receiver → partnerships once it is valid.
    """

    KEEP = "keep"
    everything_to = forms.ChoiceField(label=_("Everything goes to"), required=False)
    field_order = ["everything_to", "note", "tell_creator", "farewell"]

    def __init__(
        self,
        *args: Any,
        people: Iterable[User],
        partnerships: Iterable[Partnership],
        shown: int,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = {person.public_id: person for person in people}
        self.partnerships = list(partnerships)
        names = [(key, str(person)) for key, person in self.people.items()]
        everything = self.fields["everything_to"]
        everything.choices = [("", _("Choose below, one by one")), *names]  # type: ignore[attr-defined]
        for row in self.partnerships[:shown]:
            self.fields[f"to-{row.public_id}"] = forms.ChoiceField(
                label=str(row),
                required=False,
                choices=[("", _("as above")), (self.KEEP, _("stays")), *names],
            )
        self.order_fields(self.field_order)

    def lines(self) -> list[tuple[Partnership, Any]]:
        """Each shown partnership with its field."""
        names = [(row, f"to-{row.public_id}") for row in self.partnerships]
        return [(row, self[name]) for row, name in names if name in self.fields]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not self._shares(data):
            raise forms.ValidationError(_("Choose at least one colleague who takes over."))
        return data

    @property
    def shares(self) -> dict[User, list[Partnership]]:
        return self._shares(self.cleaned_data) if self.is_valid() else {}

    def _shares(self, data: dict[str, Any]) -> dict[User, list[Partnership]]:
        found: dict[User, list[Partnership]] = {}
        for row in self.partnerships:
            chosen = data.get(f"to-{row.public_id}") or data.get("everything_to") or self.KEEP
            if chosen != self.KEEP:
                found.setdefault(self.people[chosen], []).append(row)
        return found
