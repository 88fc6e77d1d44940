"""The question of a form that would promise more than the year's budget holds (row 30)."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.money import format_money
from partnerships.rules.budget import OVER, UNKNOWN, BudgetWarning

FIELD = "over_budget_reason"
Form = TypeVar("Form", bound=forms.Form)


def reason_field() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Why go over the budget"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Kept with your name on the budget page."),
    )


def asking_why(form: Form, warning: BudgetWarning | None) -> Form:
    """A form that asks once, with the question among its fields where it goes over."""
    if warning is not None and warning.asks:
        form.fields[FIELD] = reason_field()
        form.fields[FIELD].required = True
        form.fields[FIELD].help_text = warning_words(warning)
    return form


def is_asked(form: forms.Form) -> bool:
    """Whether the page shows the question: once the budget was too small, and while something
    stands there."""
    return FIELD in form.errors or bool(form.data.get(FIELD))


def holds_up(form: forms.Form, warning: BudgetWarning | None) -> bool:
    """Whether a reason is needed first; the form then says so beside its field, with the sums."""
    if warning is None or not warning.asks or form.cleaned_data.get(FIELD, "").strip():
        return False
    # From here on it has to be answered, and the page says so.
    form.fields[FIELD].required = True
    form.add_error(FIELD, warning_words(warning))
    return True


def must_say_why(form: forms.Form, warnings: Sequence[BudgetWarning]) -> bool:
    """`holds_up` for several budgets at once; the question comes among the fields with it."""
    if any(warning.asks for warning in warnings):
        form.fields.setdefault(FIELD, reason_field())
    held = [holds_up(form, warning) for warning in warnings]
    return any(held)


class AskedWhy(forms.Form):
    """A form that holds the question only once it was asked (see `must_say_why`)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if FIELD in (self.data or {}):
            self.fields[FIELD] = reason_field()


def warning_words(warning: BudgetWarning) -> str:
    """What the promise does to the year, in the language of whoever reads."""
    said = {
        "year": warning.year,
        "total": format_money(warning.total),
        "after": format_money(warning.after),
        "over": format_money(warning.over),
    }
    if warning.level == OVER:
        return (
            _(
                "With this, %(after)s of the %(year)s budget of %(total)s are committed and spent: "
                "%(over)s over. Say why, or change the sum."
            )
            % said
        )
    if warning.level == UNKNOWN:
        return _("No exchange rate is known for a part of this: it is in no figure of the budget.")
    return (
        _("With this, %(after)s of the %(year)s budget of %(total)s are committed and spent.")
        % said
    )
