from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.ids import ALPHABET, new_public_id
from creators.models import SavedView


class ViewForm(forms.Form):
    """A view of the directory: what it is called, and who sees it."""

    name = forms.CharField(label=_("Name"), max_length=60)
    shared = forms.BooleanField(
        label=_("Shared with everybody here"),
        required=False,
        help_text=_("Everybody of this workspace finds it above the list; only you change it."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    # Chosen when the form is drawn: a second click saves nothing twice.
    public_id = forms.RegexField(rf"^[{ALPHABET}]{{12}}$", required=False, widget=forms.HiddenInput)
    query = forms.CharField(required=False, max_length=4000, widget=forms.HiddenInput)


def new_view(query: str) -> dict[str, Any]:
    return {"query": query, "public_id": new_public_id()}


def view_values(view: SavedView) -> dict[str, Any]:
    return {"name": view.name, "shared": view.shared, "version": view.version}
