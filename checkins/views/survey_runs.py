"""A survey at work: whom it is put to, how many have answered, what came of it (row 65)."""

from datetime import timedelta
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from checkins.actions import survey_runs as actions
from checkins.enums import SurveyState
from checkins.errors import Refused
from checkins.forms.surveys import OpenForm
from checkins.models import Survey
from checkins.queries import surveys as queries
from checkins.queries.survey_audience import Audience, audience
from checkins.rules.surveys import FEWEST
from checkins.survey_sheet import heads, rows, shown
from checkins.views.respond import posted, show_refusal
from checkins.views.surveys import METHODS, survey_or_404, to_survey
from core.exports.writers import CSV, TYPES, XLSX, write_csv, write_xlsx
from core.versions import EditConflict

OPEN_FOR = timedelta(days=21)


@require_safe
@needs(Permission.VIEW)
def survey(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """A draft to be read, the course of an open one, the results of a closed one."""
    row = survey_or_404(public_id)
    language = get_language() or "en"
    people = queries.asked_people(row) if row.state != SurveyState.DRAFT else []
    context: dict[str, Any] = {
        "survey": row,
        "title": row.title_ru if language.startswith("ru") else row.title_en,
        "questions": row.questions.all() if row.state == SurveyState.DRAFT else [],
        "lines": shown(queries.lines(row, language), language),
        "people": people,
        "answered": sum(one.answered_on is not None for one in people),
        "unreached": queries.unreached(row) if people else [],
        "fewest": FEWEST,
    }
    return render(request, "checkins/surveys/survey.html", context)


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def begin(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = survey_or_404(public_id)
    if row.state != SurveyState.DRAFT:
        return to_survey(request, row)
    last = (timezone.now() + OPEN_FOR).date()
    form = OpenForm(posted(request), initial={"closes_on": last, "version": row.version})
    if request.method == "POST" and form.is_valid():
        try:
            _begin(request, row, form)
            return to_survey(request, row)
        except Refused as refused:
            show_refusal(form, refused)
        except EditConflict:
            form.add_error(None, _("Somebody changed it meanwhile. Read it again, then open it."))
    found = audience()
    context = {
        "survey": row,
        "form": form,
        "audience": found,
        "ticked": _ticked(request, found),
    }
    status = 422 if form.is_bound else 200
    return render(request, "checkins/surveys/open.html", context, status=status)


def _begin(request: WorkspaceRequest, row: Survey, form: OpenForm) -> None:
    opened = actions.open_survey(
        survey=row,
        expected=form.cleaned_data["version"],
        creators=set(request.POST.getlist("who")),
        closes_on=form.cleaned_data["closes_on"],
        by=request.user,
        at=timezone.now(),
    )
    n = opened.asked
    told = ngettext("%(n)d creator is asked.", "%(n)d creators are asked.", n) % {"n": n}
    messages.success(request, told)
    if opened.left_out:
        names = ", ".join(str(one.creator) for one in opened.left_out)
        messages.warning(request, _("No mail reaches: %(names)s") % {"names": names})


def _ticked(request: WorkspaceRequest, found: Audience) -> set[str]:
    if request.method == "POST":
        return set(request.POST.getlist("who"))
    return {one.creator.public_id for one in found.repeated if one.by_default}


@require_POST
@needs(Permission.EDIT)
def remind(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = survey_or_404(public_id)
    try:
        n = actions.remind(survey=row, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return to_survey(request, row)
    if n:
        told = ngettext("%(n)d creator is reminded.", "%(n)d creators are reminded.", n)
        messages.success(request, told % {"n": n})
    else:
        messages.info(request, _("Everybody has answered or was reminded already."))
    return to_survey(request, row)


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def close(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """GET asks, since nobody can answer any more."""
    row = survey_or_404(public_id)
    if request.method != "POST" and row.state == SurveyState.OPEN:
        return render(request, "checkins/surveys/close.html", {"survey": row})
    if request.method == "POST" and actions.close_survey(
        survey=row, by=request.user, at=timezone.now()
    ):
        messages.success(request, _("It is closed. Here is what they say."))
    return to_survey(request, row)


@require_safe
@needs(Permission.EXPORT)
def export(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """What the page shows, and nothing else; `?kind=xlsx` as a workbook."""
    row = survey_or_404(public_id)
    language = get_language() or "en"
    found = rows(queries.lines(row, language))
    kind = XLSX if request.GET.get("kind") == XLSX else CSV
    file = BytesIO()
    if kind == XLSX:
        write_xlsx(file, heads(), found, title=row.title_en, pulse=_no_pulse)
    else:
        write_csv(file, heads(), found, language=language, pulse=_no_pulse)
    response = HttpResponse(file.getvalue(), content_type=TYPES[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="survey.{kind}"'
    return response


def _no_pulse(_number: int) -> None:
    """A survey is a small file."""
