"""Surveys: the list, writing one in both languages, how it will look (product.md, row 65)."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from checkins.actions import surveys as actions
from checkins.enums import SurveyState
from checkins.errors import Refused
from checkins.forms.surveys import QuestionForms, SurveyAnswerForm, SurveyForm
from checkins.models import Survey
from checkins.queries.surveys import surveys
from checkins.views.respond import SeeOther, posted, show_refusal
from core.ids import new_public_id
from core.versions import EditConflict

METHODS = ["GET", "HEAD", "POST"]
PAGE = 50


def survey_or_404(public_id: str) -> Survey:
    rows = Survey.objects.select_related("workspace", "author")
    return get_object_or_404(rows, public_id=public_id)


def to_survey(request: WorkspaceRequest, row: Survey) -> HttpResponse:
    return redirect("checkins:survey", request.workspace.slug, row.public_id)


@require_safe
@needs(Permission.VIEW)
def listing(request: WorkspaceRequest) -> HttpResponse:
    page = Paginator(surveys(), PAGE).get_page(request.GET.get("page"))
    return render(request, "checkins/surveys/list.html", {"page": page})


@require_POST
@needs(Permission.EDIT)
def ready(request: WorkspaceRequest) -> HttpResponse:
    """The survey of coming back and vanishing, as a draft."""
    row = actions.create_ready(workspace=request.workspace, author=request.user, at=timezone.now())
    messages.success(request, _("Here it is, in both languages. Read it, change what you like."))
    return redirect("checkins:survey_edit", request.workspace.slug, row.public_id)


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def new(request: WorkspaceRequest) -> HttpResponse:
    form = SurveyForm(posted(request), initial={"once": new_public_id()})
    questions = QuestionForms(posted(request), more=_more(request))
    if _is_saved(request, form, questions):
        row = actions.create_survey(
            workspace=request.workspace, words=form.words, questions=questions.questions,
            author=request.user, at=timezone.now(), public_id=form.cleaned_data["once"],
        )  # fmt: skip
        return to_survey(request, row)
    return _page(request, None, form, questions)


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def edit(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = survey_or_404(public_id)
    if row.state != SurveyState.DRAFT:
        messages.warning(request, str(actions.SurveyMoved()))
        return to_survey(request, row)
    form = SurveyForm(posted(request), initial=SurveyForm.initial_of(row))
    start = QuestionForms.start_of(row.questions.all())
    questions = QuestionForms(posted(request), start=start, more=_more(request))
    conflict = None
    if _is_saved(request, form, questions):
        try:
            _change(request, row, form, questions)
            return to_survey(request, row)
        except EditConflict as found:
            conflict = found
        except Refused as refused:
            show_refusal(form, refused)
    return _page(request, row, form, questions, conflict)


def _change(
    request: WorkspaceRequest, row: Survey, form: SurveyForm, questions: QuestionForms
) -> None:
    actions.change_survey(
        survey=row, expected=form.cleaned_data["version"] or 0, words=form.words,
        questions=questions.questions, by=request.user, at=timezone.now(),
    )  # fmt: skip
    messages.success(request, _("Saved."))


def _more(request: WorkspaceRequest) -> bool:
    return request.method == "POST" and "more" in request.POST


def _is_saved(request: WorkspaceRequest, form: SurveyForm, questions: QuestionForms) -> bool:
    if request.method != "POST" or _more(request):
        return False
    return all([form.is_valid(), questions.is_valid()])


def _page(
    request: WorkspaceRequest,
    row: Survey | None,
    form: SurveyForm,
    questions: QuestionForms,
    conflict: EditConflict | None = None,
) -> HttpResponse:
    if _more(request):
        form = SurveyForm(initial={name: request.POST.get(name, "") for name in form.fields})
    context: dict[str, Any] = {"survey": row, "form": form, "questions": questions}
    status = 422 if form.is_bound else 200
    if conflict is not None:
        context["theirs"] = conflict.theirs
        context["conflict"] = [
            {
                "label": form.fields[name].label,
                "theirs": getattr(conflict.theirs, name),
                "mine": mine,
            }
            for name, mine in form.words.items()
            if getattr(conflict.theirs, name) != mine
        ]
        status = 409
    return render(request, "checkins/surveys/edit.html", context, status=status)


@require_safe
@needs(Permission.VIEW)
def preview(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """The page as the creator will see it, in `?language=`; it takes no answer."""
    row = survey_or_404(public_id)
    asked = request.GET.get("language", "")
    language = asked if asked in ("en", "ru") else (translation.get_language() or "en")[:2]
    russian = language == "ru"
    with translation.override(language):
        form = SurveyAnswerForm(questions=row.questions.all(), russian=russian)
        context = {
            "survey": row,
            "title": row.title_ru if russian else row.title_en,
            "intro": row.intro_ru if russian else row.intro_en,
            "form": form,
            "open": True,
            "preview": True,
            "tongue": language,
        }
        return render(request, "checkins/surveys/answer.html", context)


@require_POST
@needs(Permission.EDIT)
def delete(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = survey_or_404(public_id)
    try:
        actions.delete_draft(survey=row, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return to_survey(request, row)
    messages.success(request, _("The draft is deleted."))
    return SeeOther(reverse("checkins:surveys", args=[request.workspace.slug]))
