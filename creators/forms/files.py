from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from creators.enums import FileKind

MOST_AT_ONCE = 10


class _ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class _FilesField(forms.FileField):
    """One or several files; `cleaned_data` holds a list. Size and emptiness are the action's."""

    widget = _ManyFiles

    def clean(self, data: Any, initial: Any = None) -> Any:
        files = [super(_FilesField, self).clean(one, initial) for one in data or [None]]
        if len(files) > MOST_AT_ONCE:
            raise forms.ValidationError(
                _("At most %(n)s files at once."), params={"n": MOST_AT_ONCE}
            )
        return files


class FilesForm(forms.Form):
    files: Any = _FilesField(
        label=_("Files"),
        allow_empty_file=True,
        help_text=_("Up to 10 at once, 25 MB each."),
    )
    kind = forms.ChoiceField(label=_("What it is"), choices=FileKind.choices)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)
