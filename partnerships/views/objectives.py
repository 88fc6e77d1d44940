"""Outcome objectives of a partnership (product.md, row 29)."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from partnerships.actions import objectives as actions
from partnerships.actions.changes import today_of
from partnerships.forms.objectives import AdjustForm, ObjectiveForm, typed
from partnerships.forms.partnerships import NothingForm
from partnerships.models import Objective
from partnerships.queries.objectives import sows_of
from partnerships.rules.growth import quarter_after, quarter_of
from partnerships.views.growth import METHODS, asked, back, growth_row
from partnerships.views.respond import partnership_or_404, posted
from partnerships.views.rewrite import rewrite


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def objective_new(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    partnership = partnership_or_404(public_id)
    at = timezone.now()
    today = today_of(partnership, at)
    initial = {
        "market": partnership.creator.market,
        "starts_on": today,
        "ends_on": quarter_after(quarter_of(today), 4),
    }
    return asked(
        request,
        partnership,
        ObjectiveForm(posted(request), sows=sows_of(partnership), initial=initial),
        lambda data: actions.add_objective(
            partnership=partnership, values=data, by=request.user, at=at
        ),
        done=_("The objective is set. Its progress comes from the results."),
        title=_("Set an objective"),
        submit=_("Set it"),
        intro=_("An outcome instead of a number of posts: whom to reach, by when, measured how."),
    )


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def objective(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row: Objective = growth_row(Objective, public_id)
    form = ObjectiveForm(
        posted(request),
        sows=sows_of(row.partnership),
        edits=True,
        initial=ObjectiveForm.initial_of(row),
    )
    return rewrite(
        request,
        form,
        lambda data, expected: actions.update_objective(
            objective=row, expected=expected, values=data, by=request.user, at=timezone.now()
        ),
        partnership=row.partnership,
        then=lambda: back(request, row.partnership),
        title=_("Edit the objective"),
        current=ObjectiveForm.initial_of,
    )


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def objective_adjust(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row: Objective = growth_row(Objective, public_id)
    initial = {"target": typed(row.target, row.metric)}
    return asked(
        request,
        row.partnership,
        AdjustForm(posted(request), metric=row.metric, initial=initial),
        lambda data: actions.adjust_objective(
            objective=row, by=request.user, at=timezone.now(), **data
        ),
        done=_("Noted, with its reason."),
        title=_("Does the target of “%(audience)s” still fit?") % {"audience": row.audience},
        submit=_("Note it"),
    )


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def objective_drop(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row: Objective = growth_row(Objective, public_id)
    return asked(
        request,
        row.partnership,
        NothingForm(posted(request)),
        lambda _data: actions.drop_objective(objective=row, by=request.user, at=timezone.now()),
        done=_("Dropped. It stays in the history."),
        title=_("Drop “%(title)s”?") % {"title": row.audience},
        submit=_("Drop it"),
        danger=True,
    )
