from django import forms
from django.utils.translation import gettext_lazy as _


class TaskForm(forms.Form):
    note = forms.CharField(label=_("What was done"), max_length=300, required=False)

    def __init__(self, *args: object, why: bool = False, **kwargs: object) -> None:
        """`why`: the note has to be there, since something is taken back."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if why:
            self.fields["note"].required = True
            self.fields["note"].label = _("Why is it not done?")
