"""What is asked once for several ticked lines of Today (product.md, row 43)."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from partnerships.forms.handover import WordsForm


class HandSeveralForm(WordsForm):
    """A farewell is written to one person, so there is none for several."""

    to = forms.ChoiceField(label=_("New owner"))
    field_order = ["to", "note", "tell_creator"]

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["farewell"]
        self.people = {person.public_id: person for person in people}
        names = [(key, str(person)) for key, person in self.people.items()]
        self.fields["to"].choices = [("", _("Choose a colleague")), *names]  # type: ignore[attr-defined]
        self.order_fields(self.field_order)

    def clean_to(self) -> User:
        return self.people[self.cleaned_data["to"]]
