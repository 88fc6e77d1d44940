"""Forms of ideas: said on the reply page, typed from a call, decided (rows 33, 34)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campaigns.enums import IdeaKind, IdeaState
from campaigns.models import BriefVersion, Idea
from campaigns.rules.briefs import SECTIONS
from core.ids import new_public_id
from core.inputs import day_input

MOST = 5000
# An answer without an idea in it.
FITS = "fits"


def _once() -> forms.CharField:
    """Made anew with each page: the same words sent twice from one page are said once."""
    return forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)


def _text(label: Any, *, rows: int = 4, **kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=MOST, widget=forms.Textarea(attrs={"rows": rows}), **kwargs
    )


class OwnIdeaForm(forms.Form):
    """What the creator says on the page of the brief; `sections`: (key, title) of it."""

    kind = forms.ChoiceField(
        label=_("What would you like to say?"),
        choices=[
            (IdeaKind.SUGGESTION, _("I would do something differently")),
            (IdeaKind.OBJECTION, _("Something does not work for me")),
            (FITS, _("It suits me as it is")),
        ],
        widget=forms.RadioSelect,
    )
    section = forms.ChoiceField(label=_("Which part is it about?"), required=False)
    text = _text(_("In your words"), required=False)
    once = _once()

    def __init__(self, *args: Any, sections: Iterable[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"once": new_public_id()}, **kwargs})
        self.fields["section"].choices = [("", _("The whole brief")), *sections]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") != FITS and "text" not in self.errors and not data.get("text"):
            self.add_error("text", ValidationError(_("Say it in a few words."), code="required"))
        return data


class TypedIdeaForm(forms.Form):
    """What a creator said in a call, typed by whoever heard it."""

    kind = forms.ChoiceField(label=_("What it is"), choices=IdeaKind, initial=IdeaKind.SUGGESTION)
    section = forms.ChoiceField(
        label=_("Part of the brief"),
        required=False,
        choices=[("", _("The whole brief")), *((one.key, one.title) for one in SECTIONS)],
    )
    said_on = forms.DateField(
        label=_("Day of the call"),
        widget=day_input(),
        help_text=_("A date where the creator lives."),
    )
    text = _text(_("In their words"), help_text=_("The creator reads it again with our answer."))
    once = _once()

    def __init__(self, data: Any = None, *, today: date, **kwargs: Any) -> None:
        start = {"said_on": today, "once": new_public_id()}
        super().__init__(data, initial=start, **kwargs)
        self.today = today

    def clean_said_on(self) -> date:
        day: date = self.cleaned_data["said_on"]
        if day > self.today:
            raise ValidationError(_("This day has not come yet."))
        return day


class DecideForm(forms.Form):
    """What becomes of one idea; stands in the list, so its inputs are named after the idea."""

    state = forms.ChoiceField(
        label=_("What becomes of it"),
        widget=forms.RadioSelect,
        choices=[
            (IdeaState.ADOPTED, pgettext_lazy("idea", "Adopt")),
            (IdeaState.ADAPTED, pgettext_lazy("idea", "Adapt")),
            (IdeaState.DECLINED, pgettext_lazy("idea", "Decline")),
            (IdeaState.NOTED, _("There is no idea in it")),
        ],
    )
    answer = _text(
        _("Our answer"),
        rows=2,
        required=False,
        help_text=_("The creator reads it. Adapted: what became of it; declined: why not."),
    )
    used_in = forms.ChoiceField(label=_("Version that has it"), required=False)
    kind = forms.ChoiceField(label=_("What it is"), choices=IdeaKind)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, idea: Idea, versions: Iterable[BriefVersion], **kwargs: Any
    ) -> None:
        super().__init__(
            data,
            auto_id=f"{idea.public_id}_%s",
            initial=self.initial_of(idea),
            **kwargs,
        )
        self.versions = {one.public_id: one for one in versions}
        names = [
            (key, _("Version %(n)s") % {"n": one.number}) for key, one in self.versions.items()
        ]
        self.fields["used_in"].choices = [("", _("The next one that is shared")), *names]  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(idea: Idea) -> dict[str, Any]:
        return {
            "state": idea.state if idea.state != IdeaState.OPEN else "",
            "answer": idea.answer,
            "used_in": idea.used_in.public_id if idea.used_in else "",
            "kind": idea.kind,
            "version": idea.version,
        }

    @property
    def chosen_version(self) -> BriefVersion | None:
        return self.versions.get(self.cleaned_data["used_in"])
