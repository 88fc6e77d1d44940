"""Active, paused, resumed, ended: each asks once."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from partnerships.actions import partnerships as actions
from partnerships.actions.openings import STEPS
from partnerships.forms.partnerships import EndForm, NothingForm, PauseForm
from partnerships.forms.reviews import FinishForm
from partnerships.queries.openings import arcs, opening_of
from partnerships.views.respond import ask, partnership_or_404, posted, to_partnership

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def activate(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    partnership, at = partnership_or_404(public_id), timezone.now()
    missing = arcs([opening_of(partnership)], at)[partnership.pk].missing
    return ask(
        request,
        FinishForm(posted(request), missing=bool(missing)),
        lambda data: actions.activate_partnership(
            partnership=partnership, by=request.user, at=at, **data
        ),
        then=lambda: to_partnership(request, partnership),
        done=_("The partnership is active."),
        page={
            "partnership": partnership,
            "title": _("Finish the opening"),
            "intro": _("You know each other and work together: the partnership is active."),
            "missing": [STEPS[step] for step in missing],
            "submit": _("It is active"),
        },
    )


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def pause(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    partnership = partnership_or_404(public_id)
    return ask(
        request,
        PauseForm(posted(request)),
        lambda data: actions.pause_partnership(
            partnership=partnership, by=request.user, at=timezone.now(), **data
        ),
        then=lambda: to_partnership(request, partnership),
        done=_("Paused: no check-ins go out."),
        page={
            "partnership": partnership,
            "title": _("Pause the partnership"),
            "intro": PauseForm.intro,
            "submit": _("Pause"),
        },
    )


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def resume(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    partnership = partnership_or_404(public_id)
    return ask(
        request,
        NothingForm(posted(request)),
        lambda data: actions.resume_partnership(
            partnership=partnership, by=request.user, at=timezone.now()
        ),
        then=lambda: to_partnership(request, partnership),
        done=_("The partnership goes on. Check-ins are planned again."),
        page={
            "partnership": partnership,
            "title": _("Resume the partnership"),
            "intro": _("Check-ins are planned again from the last contact."),
            "submit": _("Resume"),
        },
    )


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def end(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    partnership = partnership_or_404(public_id)
    return ask(
        request,
        EndForm(posted(request)),
        lambda data: actions.end_partnership(
            partnership=partnership, by=request.user, at=timezone.now(), **data
        ),
        then=lambda: to_partnership(request, partnership),
        done=_("The partnership has ended. Its history stays."),
        page={
            "partnership": partnership,
            "title": _("End the partnership"),
            "intro": EndForm.intro,
            "submit": _("End the partnership"),
            "danger": True,
        },
    )
