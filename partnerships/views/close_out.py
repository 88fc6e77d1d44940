"""What is left to do before an agreement ends: ticked off, opened again (row 23)."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from core.templatetags.ui import day as day_in_words
from partnerships.actions.close_out import finish_task, reopen_task
from partnerships.forms.close_out import TaskForm
from partnerships.models import CloseOutTask
from partnerships.views.respond import ask, posted, to_agreement


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT)
def task(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """One page for both ways: an open task is ticked off, a done one is opened again, with a
    reason; so a second click on "done" asks why."""
    rows = CloseOutTask.objects.select_related(
        "agreement__partnership__creator", "agreement__partnership__brand"
    )
    row: CloseOutTask = get_object_or_404(rows, public_id=public_id)
    done = row.done_at is not None
    act = reopen_task if done else finish_task
    intro = _("Due on %(day)s. What you note stays with the agreement.")

    def write(data: dict[str, Any]) -> None:
        act(task=row, note=data["note"], by=request.user, at=timezone.now())

    return ask(
        request,
        TaskForm(posted(request), why=done),
        write,
        then=lambda: to_agreement(request, row.agreement),
        done=_("It is open again.") if done else _("Done."),
        page={
            "partnership": row.agreement.partnership,
            "title": row.get_kind_display(),
            "intro": intro % {"day": day_in_words(row.due_on)},
            "submit": _("Open again") if done else _("Mark as done"),
        },
    )
