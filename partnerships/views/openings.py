"""The two records of the three-month opening (product.md, row 16)."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from partnerships.actions import openings as actions
from partnerships.forms.reviews import AlignmentForm, CoCreationForm
from partnerships.queries.openings import opening_of
from partnerships.views.respond import partnership_or_404, posted
from partnerships.views.reviews import back
from partnerships.views.rewrite import rewrite

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def alignment(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    return _record(
        request, public_id, AlignmentForm, actions.write_alignment, actions.ALIGNMENT,
        _("Alignment record"),
    )  # fmt: skip


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def co_creation(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    return _record(
        request, public_id, CoCreationForm, actions.write_co_creation, actions.REVIEW,
        _("Co-creation review"),
    )  # fmt: skip


def _record(
    request: WorkspaceRequest,
    public_id: str,
    form: type[AlignmentForm] | type[CoCreationForm],
    write: Callable[..., None],
    names: tuple[str, ...],
    title: str,
) -> HttpResponse:
    partnership = partnership_or_404(public_id)
    row = opening_of(partnership)
    initial: dict[str, Any] = {name: getattr(row, name) for name in (*names, "version")}
    return rewrite(
        request,
        form(posted(request), initial=initial),
        lambda data, expected: write(
            partnership=partnership,
            expected=expected,
            values=data,
            by=request.user,
            at=timezone.now(),
        ),
        partnership=partnership,
        then=lambda: back(request, partnership),
        title=title,
        current=lambda stored: {name: getattr(stored, name) for name in initial},
    )
