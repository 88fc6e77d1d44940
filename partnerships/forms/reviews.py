"""The opening's two records, the decision of a review, a light said by a person."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from creators.enums import Platform
from partnerships.enums import Decision, Light


def _words(label: Any, help_text: Any = "", *, required: bool = True, rows: int = 3) -> Any:
    return forms.CharField(
        label=label,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        max_length=5000,
        required=required,
    )


def _version() -> forms.IntegerField:
    return forms.IntegerField(widget=forms.HiddenInput, required=False)


class AlignmentForm(forms.Form):
    platforms = forms.MultipleChoiceField(
        label=_("Platforms we start on"),
        choices=Platform.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one platform.")},
    )
    story = _words(
        _("The authentic story here"),
        _("Why this creator and this brand belong together, in their own words."),
    )
    success = _words(
        _("What success is"), _("For both sides: what would make you say in a year that it worked?")
    )
    vision = _words(_("Where this could go"), required=False)
    version = _version()


class CoCreationForm(forms.Form):
    resonated = _words(_("What resonated with the audience"))
    questions = _words(_("What questions came up"), required=False)
    excited_about = _words(_("What the creator is excited about"))
    next_steps = _words(_("What we make of it together"))
    version = _version()


class FinishForm(forms.Form):
    """Asks for a reason where steps are `missing`."""

    reason = _words(
        _("Why you finish without it"),
        _("You may: it is kept in the history beside what was missing."),
        rows=2,
    )

    def __init__(self, *args: Any, missing: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not missing:
            del self.fields["reason"]


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(
        label=_("Decision"), choices=Decision.choices, widget=forms.RadioSelect
    )
    reason = _words(_("Why"), _("For your team; the creator does not see it."))
    adjustments = _words(
        _("What changes"), _("Asked for with “Adjust”; it leads to the amendment."), required=False
    )
    version = _version()


class ShareForm(forms.Form):
    shared_text = _words(_("What the creator is told"), rows=9)
    tell = forms.BooleanField(
        label=_("Write it to them as a mail"),
        required=False,
        initial=True,
        help_text=_("Without it they read it in their portal, or you tell them yourself."),
    )


class ReopenForm(forms.Form):
    reason = _words(_("Why you decide anew"), rows=2)


class MarkForm(forms.Form):
    light = forms.ChoiceField(label=_("Light"), choices=Light.choices, widget=forms.RadioSelect)
    reason = _words(_("Why"), _("What you saw that the figures do not show."))
