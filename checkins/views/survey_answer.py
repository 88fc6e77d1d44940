"""The page a survey's mail links to: one answer without a name, once (product.md, row 65)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language

from accounts.answer_pages import Found, answer_page
from checkins.actions.survey_runs import Answered, Incomplete, NotOpen, answer_survey
from checkins.enums import SurveyState
from checkins.forms.surveys import SurveyAnswerForm
from checkins.models import SurveyInvite
from checkins.survey_emails import PURPOSE


def _invited(public_id: str) -> Found:
    rows = SurveyInvite.objects.select_related(
        "workspace", "survey", "creator", "partnership__owner", "partnership__brand"
    )
    invite = rows.filter(public_id=public_id).first()
    return (invite, invite.creator.language) if invite is not None else None


@answer_page(PURPOSE, _invited)
def survey_answer(request: HttpRequest, invite: SurveyInvite) -> HttpResponse:
    """GET shows the questions, or that they have answered, and writes nothing; POST adds one."""
    survey, russian = invite.survey, (get_language() or "en").startswith("ru")
    is_open = survey.state == SurveyState.OPEN
    form = SurveyAnswerForm(
        request.POST if request.method == "POST" else None,
        questions=survey.questions.all(),
        russian=russian,
    )
    if request.method == "POST" and is_open and invite.answered_on is None and form.is_valid():
        if _kept(invite, form, russian):
            return redirect(request.path)
    elif request.method == "POST" and invite.answered_on is not None:
        return redirect(request.path)
    context: dict[str, Any] = {
        "survey": survey,
        "title": survey.title_ru if russian else survey.title_en,
        "intro": survey.intro_ru if russian else survey.intro_en,
        "owner": invite.partnership.owner,
        "brand": invite.partnership.brand,
        "answered": invite.answered_on,
        "open": is_open,
        "form": form,
        # It closed while they wrote: their own words are shown back.
        "typed": [] if is_open else form.own_words(),
    }
    status = 409 if form.is_bound and not is_open else 422 if form.is_bound else 200
    return render(request, "checkins/surveys/answer.html", context, status=status)


def _kept(invite: SurveyInvite, form: SurveyAnswerForm, russian: bool) -> bool:
    """False where something is missing; then the form says what."""
    try:
        answer_survey(
            invite=invite,
            values=form.cleaned_data,
            language="ru" if russian else "en",
            at=timezone.now(),
        )
    except Incomplete as incomplete:
        form.missing(incomplete.fields)
        return False
    except (Answered, NotOpen):
        # Pressed twice, or it closed meanwhile: the page says how it stands.
        return True
    return True
