"""What a session is about and came to: agenda, decisions, briefs they changed (rows 68, 69)."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from campaigns.models import BriefVersion
from checkins.actions import session_agenda as agenda
from checkins.actions import session_decisions as decisions
from checkins.enums import AgendaKind
from checkins.forms.session_points import AgendaForm, DecisionForm, UseForm
from checkins.forms.sessions import EmptyForm
from checkins.models import AgendaItem, DecisionUse, Session, SessionDecision
from checkins.queries.struggling import recent_versions, struggling
from checkins.views.respond import posted
from checkins.views.session_steps import step
from checkins.views.sessions import METHODS, session_or_404, to_session

_SESSION = ("session__workspace", "session__organizer", "session__brand")


def item_or_404(public_id: str) -> AgendaItem:
    rows = AgendaItem.objects.select_related(*_SESSION, "brief")
    return get_object_or_404(rows, public_id=public_id)


def decision_or_404(public_id: str) -> SessionDecision:
    rows = SessionDecision.objects.select_related(*_SESSION)
    return get_object_or_404(rows, public_id=public_id)


def _briefs(session: Session, *also: BriefVersion | None) -> list[BriefVersion]:
    found = recent_versions(timezone.now(), brand=session.brand)
    return [*found, *(one for one in also if one is not None and one not in found)]


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def add_item(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """`?brief=` begins with a brief that struggles."""
    row = session_or_404(public_id)
    now = timezone.now()
    start: dict[str, Any] = {"kind": AgendaKind.AUDIENCE}
    if chosen := request.GET.get("brief", "").replace("\x00", "")[:16]:
        start = {"kind": AgendaKind.BRIEF, "brief": chosen}
    form = AgendaForm(posted(request), initial=start, briefs=_briefs(row), new=True)

    def act(form: AgendaForm) -> str:
        agenda.add_item(
            session=row,
            by=request.user,
            at=timezone.now(),
            public_id=form.cleaned_data["asked"],
            **form.values(),
        )
        return ""

    page = {
        "title": _("Add to the agenda"),
        "submit": _("Add"),
        "struggling": struggling(now, brand=row.brand),
    }
    return step(request, row, form, act, page)


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def change_item(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    item = item_or_404(public_id)
    briefs = _briefs(item.session, item.brief)
    form = AgendaForm(
        posted(request), initial=AgendaForm.initial_of(item), briefs=briefs, new=False
    )

    def act(form: AgendaForm) -> str:
        agenda.change_item(
            item=item,
            seen=form.seen(),
            heard=form.cleaned_data["heard"],
            by=request.user,
            at=timezone.now(),
            **form.values(),
        )
        return ""

    page = {"title": _("A point of the agenda"), "submit": _("Save")}
    return step(request, item.session, form, act, page, theirs=AgendaForm.initial_of)


@require_POST
@needs(Permission.EDIT)
def move_item(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    item = item_or_404(public_id)
    agenda.move_item(
        item=item, up=request.POST.get("way") == "up", by=request.user, at=timezone.now()
    )
    return to_session(request, item.session)


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def remove_item(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    item = item_or_404(public_id)

    def act(form: forms.Form) -> str:
        agenda.remove_item(item=item, by=request.user, at=timezone.now())
        return _("Removed from the agenda.")

    page = {
        "title": _("Remove from the agenda"),
        "intro": item.text,
        "submit": _("Remove"),
        "danger": True,
    }
    return step(request, item.session, EmptyForm(posted(request)), act, page)


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def add_decision(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = session_or_404(public_id)
    form = DecisionForm(posted(request))

    def act(form: DecisionForm) -> str:
        decisions.add_decision(
            session=row,
            text=form.cleaned_data["text"],
            shared=form.cleaned_data["shared"],
            by=request.user,
            at=timezone.now(),
            public_id=form.cleaned_data["asked"],
        )
        return ""

    page = {"title": _("Write down a decision"), "submit": _("Save")}
    return step(request, row, form, act, page)


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def change_decision(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    decision = decision_or_404(public_id)
    form = DecisionForm(posted(request), initial=DecisionForm.initial_of(decision))

    def act(form: DecisionForm) -> str:
        decisions.change_decision(
            decision=decision,
            expected=form.cleaned_data["version"] or 0,
            text=form.cleaned_data["text"],
            shared=form.cleaned_data["shared"],
            by=request.user,
            at=timezone.now(),
        )
        return ""

    page = {"title": _("Change the decision"), "submit": _("Save")}
    return step(request, decision.session, form, act, page, theirs=DecisionForm.initial_of)


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def remove_decision(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    decision = decision_or_404(public_id)

    def act(form: forms.Form) -> str:
        decisions.remove_decision(decision=decision, by=request.user, at=timezone.now())
        return _("The decision is removed.")

    page = {
        "title": _("Remove the decision"),
        "intro": decision.text,
        "submit": _("Remove"),
        "danger": True,
    }
    return step(request, decision.session, EmptyForm(posted(request)), act, page)


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def use(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    decision = decision_or_404(public_id)
    form = UseForm(posted(request), briefs=_briefs(decision.session))

    def act(form: UseForm) -> str:
        decisions.use_decision(
            decision=decision,
            version=form.cleaned_data["brief"],
            note=form.cleaned_data["note"],
            by=request.user,
            at=timezone.now(),
        )
        return _("The brief says where it comes from.")

    page = {"title": _("It changed a brief"), "intro": decision.text, "submit": _("Save")}
    return step(request, decision.session, form, act, page)


@require_POST
@needs(Permission.EDIT)
def drop_use(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    rows = DecisionUse.objects.select_related("decision__session", "version")
    found: DecisionUse = get_object_or_404(rows, public_id=public_id)
    decisions.drop_use(use=found, by=request.user, at=timezone.now())
    return to_session(request, found.decision.session)
