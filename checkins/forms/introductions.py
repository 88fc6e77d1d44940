"""Forms of introductions (row 51)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from checkins.enums import Side
from checkins.models import Introduction
from creators.enums import ContactChannel
from creators.models import Creator

REASON = 1500


class ReasonForm(forms.Form):
    """Why these two: in one language, or in both where theirs differ."""

    reason = forms.CharField(max_length=REASON, widget=forms.Textarea(attrs={"rows": 3}))
    other_reason = forms.CharField(
        max_length=REASON, widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, first: Creator, second: Creator, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {"name": first, "other": second}
        help_text = _(
            "They read it in the mail that asks them. One or two sentences, as you would say it."
        )
        if first.language == second.language:
            self.fields["reason"].label = _("Why these two")
            self.fields["reason"].help_text = help_text
            del self.fields["other_reason"]
            return
        self.fields["reason"].label = _label(first) % names
        self.fields["reason"].help_text = help_text
        self.fields["other_reason"].label = _label(second) % {"name": second}
        self.fields["other_reason"].required = True

    @staticmethod
    def initial_of(row: Introduction) -> dict[str, Any]:
        return {
            "reason": row.reason,
            "other_reason": row.other_reason,
            "version": row.version,
        }


def _label(creator: Creator) -> Any:
    if creator.language == "ru":
        return _("Why these two, for %(name)s, in Russian")
    return _("Why these two, for %(name)s, in English")


class AnswerForm(forms.Form):
    """An answer that somebody heard by mail or telephone."""

    side = forms.ChoiceField(label=_("Whose answer"), widget=forms.RadioSelect)
    agreed = forms.TypedChoiceField(
        label=_("The answer"),
        choices=[("yes", _("Yes, gladly")), ("no", _("No, thanks"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    channel = forms.ChoiceField(label=_("By"), choices=ContactChannel.choices)
    line = forms.CharField(
        label=_("What was said"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, introduction: Introduction, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        waiting = [side for side in Side if introduction.agreed(side) is None]
        choices = [(side.value, str(introduction.creator_of(side))) for side in waiting]
        self.fields["side"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["side"].initial = choices[0][0]


class OwnAnswerForm(forms.Form):
    """The creator's own, on the page that the mail links to."""

    answer = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])
    line = forms.CharField(
        label=_("A line to go with it"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"), required=False, max_length=200, help_text=_("For the team only.")
    )


class OutcomeForm(forms.Form):
    outcome = forms.CharField(
        label=_("What came of it"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A joint idea, a good talk, or nothing: it helps to choose the next two."),
    )


class LaterForm(forms.Form):
    until = forms.DateField(
        label=_("Ask again on"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )


class NothingForm(forms.Form):
    """A page that only asks "really?"."""
