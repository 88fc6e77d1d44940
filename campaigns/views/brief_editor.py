"""Writing a brief: one form, and buttons that save it and do one thing more, so that nothing typed
is lost without scripts either (product.md, rows 19, 35, 37 to 40)."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from campaigns.actions.briefs import save_brief
from campaigns.actions.citations import cite, uncite
from campaigns.actions.common_part import pass_common, take_common
from campaigns.enums import CampaignState, CollaborationState
from campaigns.errors import Refused
from campaigns.forms.briefs import AUTONOMY, LABELS, BriefForm
from campaigns.models import Brief, Collaboration
from campaigns.queries.brief_sources import sources_of
from campaigns.queries.brief_versions import inherited_moved
from campaigns.queries.briefs import at_hand, standing_of, versions_with_mail
from campaigns.queries.ideas import standing_of_part
from campaigns.queries.inherited import agreement_of, inherited_by
from campaigns.rules.briefs import LANGUAGES, SECTIONS, clean_sections
from campaigns.rules.citations import Cited, frozen
from campaigns.rules.citations import read as read_citations
from campaigns.views.campaigns import WRITE
from campaigns.views.respond import collaboration_or_404, newer, posted, save, status_of
from core.panels import load_panels
from core.versions import EditConflict
from partnerships.views.respond import Difference

# Where a button leads once the text is saved: (name of the route, or "" for here; words).
_SAVED = gettext_lazy("Saved.")
_THEN = {
    "then_share": ("brief_share", _SAVED),
    "then_template": ("brief_template_use", _SAVED),
    "as_template": ("brief_template_from", _SAVED),
    "cite": ("", gettext_lazy("Saved, and cited.")),
    "uncite": ("", gettext_lazy("Saved; it is not cited any more.")),
    "take": ("", gettext_lazy("Saved, with the common part.")),
    "pass": ("", gettext_lazy("Saved. Your words stay.")),
}


@WRITE
@needs(Permission.VIEW, write=Permission.EDIT)
def editor(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """The brief beside all that is known of its reader; readers of the workspace may look."""
    part = collaboration_or_404(public_id)
    brief = Brief.objects.select_related("template").filter(collaboration=part).first()
    page = _beside(part, brief)
    initial = BriefForm.initial_of(brief, part.campaign.common, page["at_hand"].freedom.suggestion)
    form = BriefForm(posted(request), initial=initial)
    page["conflict"] = None
    if request.method == "POST" and form.is_valid():
        act = next((name for name in _THEN if name in request.POST), "")
        try:
            done = _THEN.get(act, ("", _SAVED))[1]
            if save(request, form, lambda: _save(request, part, form, act), done=done):
                return _go_on(request, part, act)
        except EditConflict as conflict:
            page |= _conflict(conflict)
            form = BriefForm(newer(request.POST, conflict))
    page |= {"form": form, "rows": _rows(form, part, brief)}
    status = status_of(form, conflict=page["conflict"] is not None)
    page["panels"] = load_panels("campaigns.brief", request, part)
    return render(request, "campaigns/brief.html", page, status=status)


def _save(request: WorkspaceRequest, part: Collaboration, form: BriefForm, act: str) -> None:
    """The text, and the one thing that the button asks for, or neither."""
    now = timezone.now()
    with transaction.atomic():
        brief = save_brief(
            collaboration=part,
            sections=form.sections(),
            autonomy=form.cleaned_data["autonomy"],
            expected=form.cleaned_data["version"],
            by=request.user,
            at=now,
        )
        brief.collaboration = part
        named: dict[str, Any] = {"brief": brief, "by": request.user, "at": now}
        key = request.POST.get(act, "")
        if act == "cite":
            source = sources_of(part).named(key)
            if source is None:
                raise Refused(_("What you wanted to cite is not there any more."))
            cite(source=source, **named)
        elif act == "uncite":
            uncite(key=key, **named)
        elif act == "take":
            take_common(key=key, **named)
        elif act == "pass":
            pass_common(key=key, **named)


def _go_on(request: WorkspaceRequest, part: Collaboration, act: str) -> HttpResponse:
    route = _THEN.get(act, ("", ""))[0]
    args = [request.workspace.slug, part.public_id]
    answer = HttpResponse(status=302)
    answer["Location"] = reverse(f"campaigns:{route or 'brief'}", args=args)
    if act in ("cite", "uncite"):
        answer["Location"] += "#cited"
    elif act in ("take", "pass"):
        known = [section.key for section in SECTIONS if section.key == request.POST.get(act)]
        answer["Location"] += f"#section-{known[0]}" if known else ""
    return answer


def _beside(part: Collaboration, brief: Brief | None) -> dict[str, Any]:
    creator = part.partnership.creator
    found = at_hand(part, timezone.localdate(timezone=creator.zone))
    cited = citations_of(brief) if brief else []
    agreement = agreement_of(part)
    inherited = inherited_by(part, agreement)
    versions = versions_with_mail(brief) if brief else []
    newest = versions[0][0] if versions else None
    open_campaign = part.campaign.state != CampaignState.CLOSED
    return {
        "part": part,
        "creator": creator,
        "brief": brief,
        "standing": standing_of(brief),
        "at_hand": found,
        "ideas": standing_of_part(part),
        "citations": cited,
        "cited": {row.key for row in cited},
        "agreement": agreement,
        "inherited": inherited,
        "moved": inherited_moved(newest, inherited),
        "levels": autonomy_names(),
        "versions": versions,
        "language": LABELS[creator.language],
        "open": open_campaign and part.state != CollaborationState.DECLINED,
    }


def _rows(form: BriefForm, part: Collaboration, brief: Brief | None) -> list[Any]:
    common = part.campaign.common
    seen = brief.common_seen if brief else common
    return form.beside(common, seen, part.partnership.creator.language)


def citations_of(brief: Brief) -> list[Cited]:
    return read_citations(frozen(brief.citations.all()))


def autonomy_names() -> dict[str, Any]:
    return dict(AUTONOMY)


def _conflict(conflict: EditConflict) -> dict[str, Any]:
    theirs, mine = conflict.theirs, conflict.mine
    found = text_differences(theirs.sections, mine["sections"])
    if theirs.autonomy != mine["autonomy"]:
        names = autonomy_names()
        label = _("How free they are")
        found.append(Difference(label, str(names[theirs.autonomy]), str(names[mine["autonomy"]])))
    who = str(theirs.updated_by or "")
    return {"conflict": found, "who": who, "theirs_version": theirs.version}


def text_differences(theirs: Mapping[str, Any], mine: Mapping[str, Any]) -> list[Difference]:
    """The texts in which two versions of the sections differ, both as they stand."""
    stored, typed = clean_sections(theirs), clean_sections(mine)
    return [
        Difference(
            f"{section.title} · {language.upper()}",
            stored[section.key][language],
            typed[section.key][language],
        )
        for section in SECTIONS
        for language in LANGUAGES
        if typed[section.key][language] != stored[section.key][language]
    ]
