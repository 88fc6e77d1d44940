from typing import Any

from csp.decorators import csp_replace
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from campaigns.actions.briefs import lock_brief, save_brief, share_brief
from campaigns.emails import brief_context
from campaigns.errors import Unchanged
from campaigns.forms.briefs import LABELS, BriefForm
from campaigns.forms.results import NothingForm
from campaigns.models import Brief, BriefVersion, Collaboration
from campaigns.queries.briefs import at_hand, standing_of, versions_with_mail
from campaigns.rules.briefs import SECTIONS, clean_sections, empty_sections
from campaigns.views.campaigns import WRITE
from campaigns.views.respond import (
    attempt,
    collaboration_or_404,
    newer,
    posted,
    save,
    status_of,
)
from core.mail.rendering import render_mail
from core.versions import EditConflict
from partnerships.errors import Refused
from partnerships.views.respond import Difference


@WRITE
@needs(Permission.VIEW, write=Permission.EDIT)
def editor(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """The brief beside all that is known of its reader; readers of the workspace may look."""
    part = collaboration_or_404(public_id)
    brief = Brief.objects.filter(collaboration=part).first()
    form = BriefForm(posted(request), initial=BriefForm.initial_of(brief))
    context: dict[str, Any] = {"form": form, "conflict": None}
    if request.method == "POST" and form.is_valid():
        try:
            if save(request, form, lambda: _save(request, part, form), done=_("Saved.")):
                there = "brief_share" if "then_share" in request.POST else "brief"
                return redirect(f"campaigns:{there}", request.workspace.slug, part.public_id)
        except EditConflict as conflict:
            context["conflict"] = _differences(conflict)
            context["who"] = str(conflict.theirs.updated_by or "")
            context["theirs_version"] = conflict.theirs.version
            context["form"] = BriefForm(newer(request.POST, conflict))
    context |= _beside(part, brief)
    status = status_of(form, conflict=context["conflict"] is not None)
    return render(request, "campaigns/brief.html", context, status=status)


def _save(request: WorkspaceRequest, part: Collaboration, form: BriefForm) -> Brief:
    return save_brief(
        collaboration=part,
        sections=form.sections(),
        autonomy=form.cleaned_data["autonomy"],
        expected=form.cleaned_data["version"],
        by=request.user,
        at=timezone.now(),
    )


def _beside(part: Collaboration, brief: Brief | None) -> dict[str, Any]:
    today = timezone.localdate(timezone=part.partnership.creator.zone)
    return {
        "part": part,
        "creator": part.partnership.creator,
        "brief": brief,
        "standing": standing_of(brief),
        "at_hand": at_hand(part, today),
        "versions": versions_with_mail(brief) if brief else [],
        "language": LABELS[part.partnership.creator.language],
    }


def autonomy_names() -> dict[str, Any]:
    return dict(Brief._meta.get_field("autonomy").choices or ())


def _differences(conflict: EditConflict) -> list[Difference]:
    theirs, mine = conflict.theirs, conflict.mine
    stored, typed = clean_sections(theirs.sections), clean_sections(mine["sections"])
    found = [
        Difference(f"{section.title} · {language.upper()}", stored[section.key][language], text)
        for section in SECTIONS
        for language, text in typed[section.key].items()
        if text != stored[section.key][language]
    ]
    if theirs.autonomy != mine["autonomy"]:
        names = autonomy_names()
        label = _("How free they are")
        found.append(Difference(label, str(names[theirs.autonomy]), str(names[mine["autonomy"]])))
    return found


@WRITE
@needs(Permission.EDIT)
def share(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """The mail as the creator will read it, and the button that sends it."""
    part = collaboration_or_404(public_id)
    brief = get_object_or_404(Brief, collaboration=part)
    brief.collaboration = part
    here = redirect("campaigns:brief", request.workspace.slug, part.public_id)
    form = NothingForm(posted(request))
    if request.method == "POST":
        if _share(request, brief):
            return here
        return redirect("campaigns:brief_share", request.workspace.slug, part.public_id)
    standing = standing_of(brief)
    if standing.state in ("shared", "locked"):
        messages.info(request, str(Unchanged(standing.number)))
        return here
    context = {
        "part": part,
        "creator": part.partnership.creator,
        "brief": brief,
        "number": standing.number + 1,
        "subject": _preview(brief, standing.number + 1).subject,
        "to": part.partnership.mail_to[0],
        "empty": [s.title for s in SECTIONS if s.key in empty_sections(brief.sections)],
        "form": form,
    }
    return render(request, "campaigns/brief_share.html", context)


def _share(request: WorkspaceRequest, brief: Brief) -> bool:
    """False: look at it again first."""
    creator = {"creator": brief.collaboration.partnership.creator}
    try:
        expected = int(request.POST.get("version", ""))
        share_brief(brief=brief, expected=expected, by=request.user, at=timezone.now())
    except (EditConflict, ValueError):
        messages.warning(request, _("The brief has changed since you looked. Look again."))
        return False
    except Unchanged as there:
        # A double click: it is shared, which is what was wanted.
        messages.info(request, str(there))
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        if brief.collaboration.partnership.mail_to[0]:
            messages.success(request, _("Shared. A mail is on its way to %(creator)s.") % creator)
        else:
            words = _("Shared, but %(creator)s has no e-mail address: send the text yourself.")
            messages.warning(request, words % creator)
    return True


@require_safe
@needs(Permission.VIEW)
@xframe_options_sameorigin
@csp_replace(  # type: ignore[arg-type]
    {
        # The page is the mail: its styles stand in it, and nothing in it runs or loads.
        "default-src": ["'none'"],
        "style-src": ["'unsafe-inline'"],
        "img-src": ["'none'"],
        "script-src": ["'none'"],
        "frame-src": ["'none'"],
    }
)
def preview(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """The mail with the text as it stands now."""
    part = collaboration_or_404(public_id)
    brief = get_object_or_404(Brief, collaboration=part)
    brief.collaboration = part
    return HttpResponse(_preview(brief, standing_of(brief).number + 1).html)


def _preview(brief: Brief, number: int) -> Any:
    version = BriefVersion(
        brief=brief,
        number=number,
        sections=brief.sections,
        autonomy=brief.autonomy,
        after_lock=brief.locked_at is not None,
    )
    context = {**brief_context(version), "workspace": brief.workspace}
    language = brief.collaboration.partnership.creator.language
    return render_mail("campaigns/mail/brief", context, language=language)


@require_POST
@needs(Permission.EDIT)
def lock(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    part = collaboration_or_404(public_id)
    brief = get_object_or_404(Brief, collaboration=part)
    attempt(
        request,
        lambda: lock_brief(brief=brief, by=request.user, at=timezone.now()),
        done=_("Locked. What is shared from now on counts as a change after the agreement."),
        late=_("It was locked already."),
    )
    return redirect("campaigns:brief", request.workspace.slug, part.public_id)


@require_safe
@needs(Permission.VIEW)
def version(request: WorkspaceRequest, public_id: str, number: int) -> HttpResponse:
    """A version as it was shared, in both languages."""
    part = collaboration_or_404(public_id)
    rows = BriefVersion.objects.select_related("shared_by", "brief")
    found: BriefVersion = get_object_or_404(rows, brief__collaboration=part, number=number)
    sections = clean_sections(found.sections)
    context = {
        "part": part,
        "creator": part.partnership.creator,
        "version": found,
        "rows": [(section, sections[section.key]) for section in SECTIONS],
        "autonomy": autonomy_names()[found.autonomy],
    }
    return render(request, "campaigns/brief_version.html", context)
