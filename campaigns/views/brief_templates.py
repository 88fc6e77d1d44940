from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from campaigns.actions.brief_templates import (
    archive_template,
    change_template,
    make_template,
    restore_template,
    use_template,
)
from campaigns.errors import Refused
from campaigns.forms.briefs import TemplateForm
from campaigns.models import Brief, BriefTemplate, Collaboration
from campaigns.queries.brief_templates import library, templates_for
from campaigns.rules.briefs import SECTIONS, clean_sections
from campaigns.views.brief_editor import autonomy_names, text_differences
from campaigns.views.campaigns import WRITE
from campaigns.views.respond import attempt, collaboration_or_404, newer, posted, save, status_of
from core.conflicts import differences
from core.versions import EditConflict
from partnerships.models import Brand


@require_safe
@needs(Permission.VIEW)
def template_list(request: WorkspaceRequest) -> HttpResponse:
    """The library, each with how many briefs began with it."""
    context = {"rows": library(), "archived": library(archived=True), "levels": autonomy_names()}
    return render(request, "campaigns/brief_templates.html", context)


@WRITE
@needs(Permission.EDIT)
def template_new(request: WorkspaceRequest) -> HttpResponse:
    form = TemplateForm(posted(request), brands=_brands(), initial={"version": 0})
    return _made(request, form)


@WRITE
@needs(Permission.EDIT)
def template_from(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """A template with the words of a brief, before it is named."""
    part = collaboration_or_404(public_id)
    brief = get_object_or_404(Brief, collaboration=part)
    brief.collaboration = part
    initial = TemplateForm.initial_from(brief)
    return _made(request, TemplateForm(posted(request), brands=_brands(), initial=initial), part)


def _made(
    request: WorkspaceRequest, form: TemplateForm, part: Collaboration | None = None
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():

        def make() -> None:
            make_template(
                workspace=request.workspace, by=request.user, at=timezone.now(), **_words(form)
            )

        if save(request, form, make, done=_("It stands in the library.")):
            return redirect("campaigns:brief_templates", request.workspace.slug)
    context = {"form": form, "conflict": None, "part": part}
    return render(request, "campaigns/brief_template.html", context, status=status_of(form))


@WRITE
@needs(Permission.EDIT)
def template(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    rows = BriefTemplate.objects.select_related("brand")
    row: BriefTemplate = get_object_or_404(rows, public_id=public_id)
    form = TemplateForm(
        posted(request), brands=_brands(row.brand), initial=TemplateForm.initial_of(row)
    )
    context: dict[str, Any] = {"row": row, "conflict": None}
    if request.method == "POST" and form.is_valid():
        try:
            if save(request, form, lambda: _change(request, row, form), done=_("Saved.")):
                return redirect("campaigns:brief_templates", request.workspace.slug)
        except EditConflict as conflict:
            context |= _conflict(form, conflict)
            form.data = newer(request.POST, conflict)
    context["form"] = form
    status = status_of(form, conflict=context["conflict"] is not None)
    return render(request, "campaigns/brief_template.html", context, status=status)


def _change(request: WorkspaceRequest, row: BriefTemplate, form: TemplateForm) -> None:
    expected = form.cleaned_data["version"]
    now = timezone.now()
    change_template(template=row, expected=expected, by=request.user, at=now, **_words(form))


def _conflict(form: TemplateForm, conflict: EditConflict) -> dict[str, Any]:
    """The short fields first, then the texts by section."""
    stored = TemplateForm.initial_of(conflict.theirs)
    short = {name: stored[name] for name in ("name", "brand", "autonomy")}
    found = differences(form, short)
    found += text_differences(conflict.theirs.sections, form.sections())
    return {"conflict": found, "theirs_version": conflict.theirs.version}


@require_POST
@needs(Permission.EDIT)
def template_archive(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = get_object_or_404(BriefTemplate, public_id=public_id)
    attempt(
        request,
        lambda: archive_template(template=row, by=request.user, at=timezone.now()),
        done=_("Put away. Briefs that began with it stay as they are."),
    )
    return redirect("campaigns:brief_templates", request.workspace.slug)


@require_POST
@needs(Permission.EDIT)
def template_restore(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = get_object_or_404(BriefTemplate, public_id=public_id)
    attempt(
        request,
        lambda: restore_template(template=row, by=request.user, at=timezone.now()),
        done=_("It stands in the library."),
    )
    return redirect("campaigns:brief_templates", request.workspace.slug)


@WRITE
@needs(Permission.EDIT)
def use(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """Which template a brief begins with; it fills only what says nothing yet."""
    part = collaboration_or_404(public_id)
    rows = templates_for(part.campaign.brand)
    wanted = request.POST.get("template", "")
    if wanted:
        chosen = get_object_or_404(rows, public_id=wanted)
        if _use(request, part, chosen):
            return redirect("campaigns:brief", request.workspace.slug, part.public_id)
    elif request.method == "POST":
        messages.warning(request, _("Choose a template first."))
    found = [(row, _said(row)) for row in rows]
    context = {"part": part, "creator": part.partnership.creator, "rows": found}
    context["levels"] = autonomy_names()
    status = 422 if request.method == "POST" else 200
    return render(request, "campaigns/brief_template_use.html", context, status=status)


def _use(request: WorkspaceRequest, part: Collaboration, chosen: BriefTemplate) -> bool:
    try:
        use_template(collaboration=part, template=chosen, by=request.user, at=timezone.now())
    except EditConflict:
        messages.warning(request, _("The brief has changed since you looked. Look again."))
        return False
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("What was empty is filled in."))
    return True


def _said(row: BriefTemplate) -> list[tuple[Any, dict[str, str]]]:
    sections = clean_sections(row.sections)
    return [(one, sections[one.key]) for one in SECTIONS if any(sections[one.key].values())]


def _brands(current: Brand | None = None) -> Any:
    """Brands in use, and the one that stands there already."""
    return Brand.objects.filter(Q(archived_at=None) | Q(pk=current.pk if current else None))


def _words(form: TemplateForm) -> dict[str, Any]:
    data = form.cleaned_data
    return {
        "name": data["name"],
        "brand": data["brand"],
        "autonomy": data["autonomy"],
        "sections": form.sections(),
    }
