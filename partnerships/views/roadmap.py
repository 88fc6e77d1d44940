"""Roadmap, support and roles of a partnership (product.md, rows 50, 73, 74)."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from partnerships.actions import roadmap
from partnerships.actions.changes import today_of
from partnerships.forms import growth as forms
from partnerships.models import RoadmapItem, Support
from partnerships.queries.growth import acceptable
from partnerships.views.growth import METHODS, asked, back, growth_row
from partnerships.views.respond import partnership_or_404, posted
from partnerships.views.rewrite import rewrite


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def roadmap_new(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    partnership = partnership_or_404(public_id)
    at = timezone.now()
    wanted = {"quarter": request.GET.get("quarter"), "kind": request.GET.get("kind")}
    form = forms.RoadmapForm(
        posted(request),
        today=today_of(partnership, at),
        initial={name: value for name, value in wanted.items() if value},
    )
    return asked(
        request,
        partnership,
        form,
        lambda data: roadmap.add_item(partnership=partnership, values=data, by=request.user, at=at),
        done=_("It is on the roadmap."),
        title=_("Add to the roadmap"),
        submit=_("Add"),
        intro=_("What you learned, what you try next, what you build toward."),
    )


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def roadmap_item(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row: RoadmapItem = growth_row(RoadmapItem, public_id)
    at = timezone.now()
    names = ("quarter", "kind", "text", "state", "outcome", "shared", "version")
    form = forms.RoadmapForm(
        posted(request),
        today=today_of(row.partnership, at),
        also=[row.quarter],
        initial={name: getattr(row, name) for name in names},
    )
    return rewrite(
        request,
        form,
        lambda data, expected: roadmap.update_item(
            item=row, expected=expected, values=data, by=request.user, at=at
        ),
        partnership=row.partnership,
        then=lambda: back(request, row.partnership),
        title=_("Edit the roadmap"),
        current=lambda stored: {name: getattr(stored, name) for name in names},
    )


@require_POST
@needs(Permission.EDIT)
def roadmap_remove(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row: RoadmapItem = growth_row(RoadmapItem, public_id)
    roadmap.remove_item(item=row, by=request.user, at=timezone.now())
    return back(request, row.partnership)


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def larger_goal(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    partnership = partnership_or_404(public_id)
    initial = {"larger_goal": partnership.larger_goal, "version": partnership.version}
    return rewrite(
        request,
        forms.GoalForm(posted(request), initial=initial),
        lambda data, expected: roadmap.set_larger_goal(
            partnership=partnership,
            expected=expected,
            goal=data["larger_goal"],
            by=request.user,
            at=timezone.now(),
        ),
        partnership=partnership,
        then=lambda: back(request, partnership),
        title=_("Larger goal"),
        current=lambda stored: {name: getattr(stored, name) for name in initial},
    )


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def support_new(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    partnership = partnership_or_404(public_id)
    at = timezone.now()
    return asked(
        request,
        partnership,
        forms.SupportForm(posted(request), initial={"on": today_of(partnership, at)}),
        lambda data: roadmap.note_support(
            partnership=partnership, values=data, by=request.user, at=at
        ),
        done=_("Noted."),
        title=_("What we did for them"),
        submit=_("Note it"),
        intro=_("Featured, shared, credited, their own launch promoted: without asking anything."),
    )


@require_POST
@needs(Permission.EDIT)
def support_remove(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row: Support = growth_row(Support, public_id)
    roadmap.remove_support(support=row, by=request.user, at=timezone.now())
    return back(request, row.partnership)


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def role(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    partnership = partnership_or_404(public_id)
    wanted = {name: request.GET.get(name) for name in ("role", "opportunity")}
    form = forms.RoleForm(
        posted(request),
        offers=acceptable(partnership),
        initial={"role": partnership.role, **{k: v for k, v in wanted.items() if v}},
    )
    return asked(
        request,
        partnership,
        form,
        lambda data: roadmap.change_role(
            partnership=partnership, by=request.user, at=timezone.now(),
            **{"opportunity": None, **data},
        ),
        done=_("The role is changed."),
        title=_("Change the role"),
        submit=_("Change it"),
        intro=_("Partner, ambassador, advisor: each step with its reason and its terms."),
    )  # fmt: skip
