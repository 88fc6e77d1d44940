"""Forms of what a session is about and came to (row 68)."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.models import BriefVersion
from checkins.enums import AgendaKind
from checkins.forms.sessions import own_id
from checkins.models import AgendaItem, SessionDecision


class BriefChoice(forms.ModelChoiceField):
    """One version of a brief; members only see these names."""

    def label_from_instance(self, obj: Any) -> str:
        part = obj.brief.collaboration
        named = {
            "campaign": part.campaign.name,
            "name": part.partnership.creator.name,
            "number": obj.number,
        }
        return str(_("%(campaign)s · %(name)s · version %(number)d") % named)


class AgendaForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=AgendaKind.choices)
    text = forms.CharField(
        label=_("What about"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("A question works better than a heading. The guests see it in their portal."),
    )
    brief = BriefChoice(
        label=_("The brief that struggles"),
        queryset=BriefVersion.objects.none(),
        required=False,
        to_field_name="public_id",
        empty_label=_("No brief"),
        help_text=_("For the team: the guests do not see whose brief it is."),
    )
    heard = forms.CharField(
        label=_("What was said"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("For the team only."),
    )
    asked = own_id()
    # As the form showed it: a change by somebody else in between is not written over.
    seen_kind = forms.CharField(widget=forms.HiddenInput, required=False)
    seen_text = forms.CharField(widget=forms.HiddenInput, required=False)
    seen_heard = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, briefs: Sequence[BriefVersion], new: bool, **kw: Any) -> None:
        super().__init__(*args, **kw)
        ids = [version.pk for version in briefs]
        rows = BriefVersion.objects.filter(pk__in=ids).select_related(
            "brief__collaboration__campaign", "brief__collaboration__partnership__creator"
        )
        self.fields["brief"].queryset = rows.order_by("-shared_at")  # type: ignore[attr-defined]
        gone = ("heard", "seen_kind", "seen_text", "seen_heard") if new else ("asked",)
        for name in gone:
            del self.fields[name]

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("kind", "text", "brief")}

    def seen(self) -> tuple[str, str, str]:
        data = self.cleaned_data
        texts = (data["seen_kind"], data["seen_text"], data["seen_heard"])
        kind, text, heard = (one.replace("\r\n", "\n") for one in texts)
        return kind, text, heard

    @staticmethod
    def initial_of(item: AgendaItem) -> dict[str, Any]:
        return {
            "kind": item.kind,
            "text": item.text,
            "brief": item.brief.public_id if item.brief else "",
            "heard": item.heard,
            "seen_kind": item.kind,
            "seen_text": item.text,
            "seen_heard": item.heard,
        }


class DecisionForm(forms.Form):
    text = forms.CharField(
        label=_("What was decided"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    shared = forms.BooleanField(
        label=_("The guests see it"),
        required=False,
        initial=True,
        help_text=_("In their portal, and in the mail that tells what was used."),
    )
    asked = own_id()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @staticmethod
    def initial_of(decision: SessionDecision) -> dict[str, Any]:
        return {
            "text": decision.text,
            "shared": decision.shared,
            "version": decision.version,
            "asked": decision.public_id,
        }


class UseForm(forms.Form):
    brief = BriefChoice(
        label=_("Which brief it changed"),
        queryset=BriefVersion.objects.none(),
        to_field_name="public_id",
        empty_label=_("Choose a brief"),
        help_text=_("Versions that were shared in the last half year."),
    )
    note = forms.CharField(
        label=_("What changed"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One sentence. Where the decision is shared, the guests read it too."),
    )

    def __init__(self, *args: Any, briefs: Sequence[BriefVersion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ids = [version.pk for version in briefs]
        rows = BriefVersion.objects.filter(pk__in=ids).select_related(
            "brief__collaboration__campaign", "brief__collaboration__partnership__creator"
        )
        self.fields["brief"].queryset = rows.order_by("-shared_at")  # type: ignore[attr-defined]
