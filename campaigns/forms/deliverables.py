from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.enums import DeliverableState
from campaigns.forms.fields import moment_input
from campaigns.models import Deliverable
from core.inputs import day_input
from creators.enums import ContentFormat, Platform


class DeliverableForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=160)
    content_format = forms.ChoiceField(label=_("Format"), choices=ContentFormat.choices)
    platform = forms.ChoiceField(label=_("Platform"), choices=Platform.choices)
    due_on = forms.DateField(
        label=_("Due"), widget=day_input(), help_text=_("A date where the creator lives.")
    )


def _link_field() -> forms.URLField:
    return forms.URLField(
        label=_("Link"),
        max_length=500,
        assume_scheme="https",
        # A browser's own check would refuse an address without https://, as people copy it.
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
        help_text=_("Results from files find their creator by it."),
    )


def _time_field() -> forms.DateTimeField:
    return forms.DateTimeField(
        label=_("Published at"), widget=moment_input(), help_text=_("In your own time zone.")
    )


class EditDeliverableForm(DeliverableForm):
    """Also link and time once it is published."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, deliverable: Deliverable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if deliverable.state == DeliverableState.PUBLISHED:
            self.fields["link"] = _link_field()
            self.fields["published_at"] = _time_field()

    @staticmethod
    def initial_of(deliverable: Deliverable) -> dict[str, Any]:
        return {
            "title": deliverable.title,
            "content_format": deliverable.format,
            "platform": deliverable.platform,
            "due_on": deliverable.due_on,
            "link": deliverable.link,
            "published_at": deliverable.published_at,
            "version": deliverable.version,
        }


class PublishForm(forms.Form):
    link = _link_field()
    published_at = _time_field()
    file = forms.FileField(
        label=_("A screenshot or file"),
        required=False,
        allow_empty_file=True,
        help_text=_("How it looked when it went out. Up to 25 MB."),
    )
