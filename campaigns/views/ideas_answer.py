"""The page that the mail of a brief links to: what the creator thinks of it, as often as they
like, without signing in (product.md, row 33)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.answer_pages import Found, answer_page
from campaigns.actions.ideas import record_idea
from campaigns.enums import IdeaKind, IdeaSource, IdeaState
from campaigns.forms.ideas import FITS, OwnIdeaForm
from campaigns.idea_emails import PURPOSE, answer_url
from campaigns.models import BriefVersion
from campaigns.queries.ideas import ideas_of_part, newest_of
from campaigns.rules.briefs import read_in
from campaigns.rules.ideas import said_once

_PATH = "brief__collaboration"


def _version(public_id: str) -> Found:
    rows = BriefVersion.objects.select_related(
        "workspace", "shared_by", f"{_PATH}__campaign", f"{_PATH}__workspace",
        f"{_PATH}__partnership__creator", f"{_PATH}__partnership__brand",
        f"{_PATH}__partnership__owner",
    )  # fmt: skip
    version = rows.filter(public_id=public_id).first()
    if version is None:
        return None
    return version, version.brief.collaboration.partnership.creator.language


@answer_page(PURPOSE, _version)
def brief_answer(request: HttpRequest, version: BriefVersion) -> HttpResponse:
    """GET shows the brief and what was said of it, and writes nothing; a POST adds one answer."""
    part = version.brief.collaboration
    creator = part.partnership.creator
    sections = read_in(version.sections, creator.language)
    data = request.POST if request.method == "POST" else None
    form = OwnIdeaForm(data, sections=[(one.key, one.title) for one in sections])
    if request.method == "POST" and form.is_valid():
        _keep(version, form)
        return redirect(f"{request.path}?thanks=1#said")
    newest = newest_of(part) or version
    context: dict[str, Any] = {
        "version": version,
        "newer": answer_url(newest) if newest.number > version.number else "",
        "campaign": part.campaign,
        "brand": part.partnership.brand,
        "creator": creator,
        "owner": part.partnership.owner,
        "sections": sections,
        "ideas": ideas_of_part(part),
        "thanks": "thanks" in request.GET,
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "campaigns/ideas/answer.html", context, status=status)


def _keep(version: BriefVersion, form: OwnIdeaForm) -> None:
    data, now = form.cleaned_data, timezone.now()
    fits = data["kind"] == FITS
    text = data["text"] or _("It suits me as it is")
    once = said_once(data["once"], data["kind"], data["section"], data["text"])
    record_idea(
        collaboration=version.brief.collaboration,
        of_version=version,
        text=text,
        kind=IdeaKind.SUGGESTION if fits else data["kind"],
        section=data["section"],
        source=IdeaSource.PAGE,
        source_key=f"page:{version.public_id}:{once}",
        said_at=now,
        by=None,
        at=now,
        # What stands beside "it suits me" may still hold an idea: a person reads it.
        state=IdeaState.NOTED if fits and not data["text"] else IdeaState.OPEN,
    )
