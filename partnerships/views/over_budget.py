"""What the pages that promise money do with a warning of the budget (row 30)."""

from django import forms
from django.contrib import messages
from django.utils import timezone

from accounts.access import WorkspaceRequest
from partnerships.actions.budget import go_over
from partnerships.forms.over_budget import FIELD, warning_words
from partnerships.rules.budget import BudgetWarning


def keep_warning(
    request: WorkspaceRequest, form: forms.Form, warning: BudgetWarning | None, *, key: str
) -> None:
    """After the promise, in its transaction: the reason is kept where it went over, else the
    person is told how near it is."""
    if warning is None:
        return
    if warning.asks:
        reason = form.cleaned_data[FIELD]
        go_over(warning=warning, key=key, reason=reason, by=request.user, at=timezone.now())
    else:
        messages.warning(request, warning_words(warning))
