"""The ideas of one creator in one campaign, and of all (product.md, rows 33, 34)."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from campaigns.actions.ideas import decide_idea, record_idea
from campaigns.enums import IdeaKind, IdeaSource, IdeaState
from campaigns.forms.ideas import DecideForm, TypedIdeaForm
from campaigns.models import BriefVersion, Collaboration, Idea
from campaigns.queries.ideas import (
    idea_page,
    idea_rows,
    ideas_of_part,
    standing_of_part,
    state_counts,
    versions_of,
)
from campaigns.rules.ideas import said_once
from campaigns.views.campaigns import WRITE
from campaigns.views.respond import (
    collaboration_or_404,
    differences,
    newer,
    posted,
    save,
    status_of,
)
from core.versions import EditConflict
from creators.models import Creator
from partnerships.queries.policies import brands

_NOON = time(12)
# Days that the list looks back; 0: all.
PERIODS = (30, 90, 365, 0)


@WRITE
@needs(Permission.VIEW, write=Permission.EDIT)
def part_ideas(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """What they said and what became of it; POST adds what they said in a call."""
    part = collaboration_or_404(public_id)
    form = TypedIdeaForm(posted(request), today=_today(part))
    if (
        request.method == "POST"
        and form.is_valid()
        and save(request, form, lambda: _type(request, part, form), done=_("Noted."))
    ):
        return redirect("campaigns:ideas", request.workspace.slug, part.public_id)
    return _page(request, part, typed=form, status=status_of(form))


def _today(part: Collaboration) -> date:
    return timezone.localdate(timezone=part.partnership.creator.zone)


def _type(request: WorkspaceRequest, part: Collaboration, form: TypedIdeaForm) -> Idea:
    data, now = form.cleaned_data, timezone.now()
    at_noon = datetime.combine(data["said_on"], _NOON, tzinfo=part.partnership.creator.zone)
    said_at = min(at_noon, now)
    once = said_once(data["once"], data["kind"], data["section"], data["text"])
    return record_idea(
        collaboration=part,
        of_version=_shown(part, said_at),
        text=data["text"],
        kind=data["kind"],
        section=data["section"],
        source=IdeaSource.CALL,
        source_key=f"typed:{part.public_id}:{once}",
        said_at=said_at,
        by=request.user,
        at=now,
    )


def _shown(part: Collaboration, at: datetime) -> BriefVersion | None:
    """What they had read on the day of the call."""
    until = at + timedelta(hours=12)
    return next((one for one in versions_of(part) if one.shared_at <= until), None)


def _page(
    request: WorkspaceRequest,
    part: Collaboration,
    *,
    typed: TypedIdeaForm,
    deciding: DecideForm | None = None,
    conflict: dict[str, Any] | None = None,
    of: Idea | None = None,
    status: int = 200,
) -> HttpResponse:
    versions = versions_of(part)
    rows = []
    for idea in ideas_of_part(part):
        mine = of is not None and idea.pk == of.pk
        form = deciding if mine else DecideForm(idea=idea, versions=versions)
        rows.append({"idea": idea, "form": form, "asks": mine, **(conflict or {} if mine else {})})
    context = {
        "part": part,
        "creator": part.partnership.creator,
        "rows": rows,
        "standing": standing_of_part(part),
        "form": typed,
        "asked": bool(versions),
    }
    return render(request, "campaigns/ideas/part.html", context, status=status)


@require_POST
@needs(Permission.EDIT)
def decide(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    idea: Idea = get_object_or_404(Idea.objects.select_related("used_in"), public_id=public_id)
    part = collaboration_or_404(idea.collaboration.public_id)
    versions = versions_of(part)
    form = DecideForm(request.POST, idea=idea, versions=versions)
    conflict: dict[str, Any] | None = None
    if form.is_valid():
        try:
            if save(request, form, lambda: _decide(request, idea, form), done=_("Decided.")):
                there = redirect("campaigns:ideas", request.workspace.slug, part.public_id)
                there["Location"] += f"#idea-{idea.public_id}"
                return there
        except EditConflict as theirs:
            conflict = _conflict(form, theirs)
            form = DecideForm(newer(request.POST, theirs), idea=idea, versions=versions)
    typed = TypedIdeaForm(today=_today(part))
    status = status_of(form, conflict=conflict)
    return _page(
        request, part, typed=typed, deciding=form, conflict=conflict, of=idea, status=status
    )


def _decide(request: WorkspaceRequest, idea: Idea, form: DecideForm) -> Idea:
    data = form.cleaned_data
    return decide_idea(
        idea=idea,
        expected=data["version"],
        state=data["state"],
        answer=data["answer"],
        kind=data["kind"],
        used_in=form.chosen_version,
        by=request.user,
        at=timezone.now(),
    )


def _conflict(form: DecideForm, conflict: EditConflict) -> dict[str, Any]:
    theirs = conflict.theirs
    return {
        "conflict": differences(form, DecideForm.initial_of(theirs)),
        "who": str(theirs.decided_by or ""),
        "theirs_version": theirs.version,
    }


@require_safe
@needs(Permission.VIEW)
def idea_list(request: WorkspaceRequest) -> HttpResponse:
    asked = {name: request.GET.get(name, "") for name in ("state", "brand", "creator", "kind")}
    days = days_asked(request.GET.get("days", ""))
    since = timezone.now() - timedelta(days=days) if days else None
    found = state_counts()
    chips = [("", _("All"), sum(found[state] for state in IdeaState.values))]
    chips += [(state, str(label), found[state]) for state, label in IdeaState.choices]
    chips.append(("untold", _("To be told"), found["untold"]))
    creator = None
    if asked["creator"]:
        creator = Creator.objects.filter(public_id=asked["creator"]).first()
    context = {
        "page": idea_page(idea_rows(**asked, since=since), request.GET.get("page", "1")),
        "asked": {**asked, "days": str(days or "")},
        "any": any(asked.values()) or bool(days),
        "chips": chips,
        "kinds": IdeaKind.choices,
        "periods": [(str(n or ""), period_words(n)) for n in PERIODS],
        "brands": list(brands()),
        "creator": creator,
    }
    return render(request, "campaigns/ideas/list.html", context)


def days_asked(text: str) -> int:
    return int(text) if text in {str(n) for n in PERIODS} else 0


def period_words(days: int) -> str:
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days} if days else _("Any time")
