from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from campaigns.enums import LearningKind
from campaigns.models import Campaign, Learning
from creators.models import Creator
from partnerships.models import Brand


class LearningsForm(forms.Form):
    """Three fields, a line each for one learning."""

    worked = forms.CharField(
        label=LearningKind.WORKED.label,
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    did_not = forms.CharField(
        label=LearningKind.DID_NOT.label,
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    next_time = forms.CharField(
        label=LearningKind.NEXT_TIME.label,
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    @property
    def texts(self) -> dict[str, str]:
        return {kind: self.cleaned_data[kind] for kind in LearningKind.values}


class LearningForm(forms.Form):
    """One learning, said better. `seen_…` is what it said when the writer began."""

    kind = forms.ChoiceField(label=_("What it is"), choices=LearningKind.choices)
    text = forms.CharField(
        label=_("In one sentence"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    seen_kind = forms.CharField(widget=forms.HiddenInput, required=False)
    seen_text = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    @staticmethod
    def initial_of(learning: Learning) -> dict[str, Any]:
        said = {"kind": learning.kind, "text": learning.text}
        return {**said, "seen_kind": learning.kind, "seen_text": learning.text}

    @property
    def seen(self) -> tuple[str, str]:
        return self.cleaned_data["seen_kind"], self.cleaned_data["seen_text"]


class ReopenForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it is opened again"),
        max_length=300,
        help_text=_("Whose figures change reads this in the corrected summary."),
    )


class LearningsFilter(forms.Form):
    """What the list is narrowed by; nothing in it can be wrong, only empty."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("What it is"), required=False)

    def __init__(
        self,
        *args: Any,
        brands: QuerySet[Brand],
        creators: QuerySet[Creator],
        campaigns: QuerySet[Campaign],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        kinds = [("", _("All learnings")), *LearningKind.choices]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        for name, label, rows, anybody in (
            ("brand", _("Brand"), brands, _("All brands")),
            ("creator", _("Creator"), creators, _("All creators")),
            ("campaign", _("Campaign"), campaigns, _("All campaigns")),
        ):
            self.fields[name] = forms.ModelChoiceField(
                label=label,
                queryset=rows,
                to_field_name="public_id",
                required=False,
                empty_label=anybody,
            )

    def chosen(self) -> dict[str, Any]:
        """What was understood; the rest stands for nothing."""
        self.is_valid()
        return dict(self.cleaned_data)
