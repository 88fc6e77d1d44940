"""Choosing one creator in the form of any room: see templates/creators/_picker.html."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from creators.models import Creator


class CreatorField(forms.CharField):
    """Takes the public id of an active creator of this workspace and gives the Creator."""

    default_error_messages = {
        "required": _("Choose a creator."),
        "gone": _("This creator is not in the directory any more. Choose another."),
    }

    def clean(self, value: Any) -> Any:
        public_id = super().clean(value)
        if not public_id:
            return None
        creator = Creator.objects.active().filter(public_id=public_id).first()
        if creator is None:
            raise forms.ValidationError(self.error_messages["gone"], code="gone")
        return creator
