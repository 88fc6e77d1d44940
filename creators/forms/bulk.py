"""The fields of what can be done to many creators at once."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.bulk.registry import BulkForm
from creators.enums import TagKind
from creators.forms.creator import TagsField
from creators.models import Tag


class TagForm(BulkForm):
    """Tags to put on, and which of those that the chosen creators have to take off."""

    add = TagsField(
        label=_("Add"),
        required=False,
        max_length=2000,
        help_text=_("Parted by commas. Whoever has one already keeps it."),
    )
    kind = forms.ChoiceField(
        label=_("Add them as"), choices=TagKind.choices, initial=TagKind.TAG,
        widget=forms.RadioSelect,
    )  # fmt: skip
    remove = forms.MultipleChoiceField(
        label=_("Take off"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, tags: Iterable[Tag], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tags = {tag.public_id: tag for tag in tags}
        choices = [
            (key, tag.name if tag.kind == TagKind.TAG else f"{tag.name} · {tag.get_kind_display()}")
            for key, tag in self.tags.items()
        ]
        if choices:
            self.fields["remove"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["remove"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not data.get("add") and not data.get("remove") and not self.errors:
            raise ValidationError(_("Name a tag to add, or choose one to take off."))
        return data

    def options(self) -> dict[str, Any]:
        data = self.cleaned_data
        gone: dict[str, list[str]] = {}
        for key in data.get("remove") or ():
            tag = self.tags[key]
            gone.setdefault(tag.kind, []).append(tag.name)
        return {"add": {data["kind"]: data["add"]} if data["add"] else {}, "remove": gone}
