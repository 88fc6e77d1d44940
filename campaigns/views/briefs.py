from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from campaigns.actions.briefs import lock_brief, share_brief
from campaigns.emails import brief_context
from campaigns.errors import Unchanged
from campaigns.forms.sharing import ShareForm
from campaigns.models import Brief, BriefVersion
from campaigns.queries.brief_versions import drafted
from campaigns.queries.goalposts import diff
from campaigns.queries.overlap import clashes_of
from campaigns.rules.briefs import SECTIONS, empty_sections
from campaigns.views.brief_editor import citations_of
from campaigns.views.campaigns import WRITE
from campaigns.views.respond import (
    attempt,
    collaboration_or_404,
    newer,
    posted,
    show_refusal,
    status_of,
)
from core.mail.rendering import render_mail
from core.versions import EditConflict
from core.views.mail_page import mail_page
from partnerships.errors import Refused


@WRITE
@needs(Permission.EDIT)
def share(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """The mail as the creator will read it, what is another for them, and the button that sends
    it."""
    part = collaboration_or_404(public_id)
    brief = get_object_or_404(Brief, collaboration=part)
    brief.collaboration = part
    newest = brief.versions.first()
    form = ShareForm(
        posted(request),
        locked=brief.locked_at is not None,
        first=newest is None,
        initial={"version": brief.version},
    )
    here = redirect("campaigns:brief", request.workspace.slug, part.public_id)
    if request.method == "POST":
        answer = _share(request, brief, form, here)
        if answer is not None:
            return answer
    draft = drafted(brief, newest)
    changes = diff(newest, draft) if newest else None
    if newest is not None and not changes and request.method != "POST":
        messages.info(request, str(Unchanged(newest.number)))
        return here
    context = {
        "part": part,
        "creator": part.partnership.creator,
        "brief": brief,
        "number": draft.number,
        "diff": changes,
        "subject": _mail(draft).subject,
        "to": part.partnership.mail_to[0],
        "empty": [s.title for s in SECTIONS if s.key in empty_sections(brief.sections)],
        "clashes": clashes_of(part),
        "citations": citations_of(brief),
        "form": form,
    }
    return render(request, "campaigns/brief_share.html", context, status=status_of(form))


def _share(
    request: WorkspaceRequest, brief: Brief, form: ShareForm, here: HttpResponse
) -> HttpResponse | None:
    """None: the page says what is missing."""
    creator = {"creator": brief.collaboration.partnership.creator}
    if not form.is_valid() and "version" not in form.errors:
        return None
    try:
        expected = form.cleaned_data.get("version", 0)
        share_brief(
            brief=brief,
            expected=expected,
            reason=form.said,
            by=request.user,
            at=timezone.now(),
        )
    except EditConflict as conflict:
        messages.warning(request, _("The brief has changed since you looked. Look again."))
        return _look_again(request, form, conflict)
    except Unchanged as there:
        # A double click: it is shared, which is what was wanted.
        messages.info(request, str(there))
        return here
    except Refused as refused:
        show_refusal(form, refused)
        return None
    if brief.collaboration.partnership.mail_to[0]:
        messages.success(request, _("Shared. A mail is on its way to %(creator)s.") % creator)
    else:
        words = _("Shared, but %(creator)s has no e-mail address: send the text yourself.")
        messages.warning(request, words % creator)
    return here


def _look_again(
    request: WorkspaceRequest, form: ShareForm, conflict: EditConflict
) -> HttpResponse | None:
    """The page anew; with a reason that was typed, it stays, over the text as it stands now."""
    if not form.said:
        return redirect(request.path)
    form.data = newer(request.POST, conflict)
    return None


@require_safe
@needs(Permission.VIEW)
@mail_page()
def preview(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """The mail with the text as it stands now."""
    part = collaboration_or_404(public_id)
    brief = get_object_or_404(Brief, collaboration=part)
    brief.collaboration = part
    return HttpResponse(_mail(drafted(brief, brief.versions.first())).html)


def _mail(draft: BriefVersion) -> Any:
    brief = draft.brief
    context = {**brief_context(draft), "workspace": brief.workspace}
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
