"""Writing a survey: as a draft only, since nobody may be asked one thing and counted for another
(product.md, row 65)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Workspace
from checkins.enums import QuestionKind, SurveyState
from checkins.errors import Refused
from checkins.models import Survey, SurveyQuestion
from checkins.rules.survey_ready import INTRO, QUESTIONS, TITLE
from core.audit import record
from core.once import insert_once
from core.versions import save_version

MOST_QUESTIONS, MOST_CHOICES = 20, 12


class SurveyMoved(Refused):
    message = _("This survey is no longer a draft, so its questions stand as they are.")


@dataclass(frozen=True)
class QuestionWords:
    """`key`: the public id of the question that it changes; "" for a new one. `choices`: pairs of
    (English, Russian)."""

    kind: str
    text_en: str
    text_ru: str
    choices: tuple[tuple[str, str], ...] = ()
    required: bool = False
    key: str = ""


def create_survey(
    *,
    workspace: Workspace,
    words: Mapping[str, str],
    questions: Sequence[QuestionWords],
    author: User,
    at: datetime,
    public_id: str = "",
) -> Survey:
    """A draft. `words`: titles and openings in both languages. The same `public_id` again gives the
    draft that is there."""
    _refuse(questions)
    with transaction.atomic():
        row = Survey(workspace=workspace, author=author, created_at=at, **_clean(words))
        survey, new = insert_once(row, public_id, author=author)
        if new:
            _write(survey, questions, at)
            record(verb="survey.created", obj=survey, by=author, at=at, changes=_told(questions))
    return survey


def create_ready(*, workspace: Workspace, author: User, at: datetime) -> Survey:
    """The one about coming back and vanishing, as a draft to be read first."""
    words = {
        "title_en": TITLE[0], "title_ru": TITLE[1], "intro_en": INTRO[0], "intro_ru": INTRO[1],
    }  # fmt: skip
    questions = [
        QuestionWords(one.kind, one.en, one.ru, one.choices, one.required) for one in QUESTIONS
    ]
    return create_survey(
        workspace=workspace, words=words, questions=questions, author=author, at=at
    )


def change_survey(
    *,
    survey: Survey,
    expected: int,
    words: Mapping[str, str],
    questions: Sequence[QuestionWords],
    by: User,
    at: datetime,
) -> None:
    """All its words and questions, in this order. EditConflict, SurveyMoved."""
    _refuse(questions)
    with transaction.atomic():
        locked(survey, SurveyState.DRAFT)
        save_version(survey, expected=expected, changes=_clean(words))
        _write(survey, questions, at)
        record(verb="survey.changed", obj=survey, by=by, at=at, changes=_told(questions))


def delete_draft(*, survey: Survey, by: User, at: datetime) -> None:
    """Nobody was asked: nothing is lost but the words. SurveyMoved."""
    with transaction.atomic():
        row = locked(survey, SurveyState.DRAFT)
        record(verb="survey.deleted", obj=row, by=by, at=at, changes={"title": row.title_en})
        row.delete()


def locked(survey: Survey, *states: str) -> Survey:
    """The row as it is now, held until commit. SurveyMoved if it is in none of `states`."""
    row = Survey.objects.select_for_update(of=("self",)).get(pk=survey.pk)
    if row.state not in states:
        raise SurveyMoved
    return row


def _refuse(questions: Sequence[QuestionWords]) -> None:
    if not questions:
        raise Refused(_("A survey needs a question."), field="questions")
    if len(questions) > MOST_QUESTIONS:
        raise Refused(_("Twenty questions are more than anybody answers."), field="questions")
    for one in questions:
        if one.kind in (QuestionKind.CHOICE, QuestionKind.MULTI) and len(one.choices) < 2:
            raise Refused(_("A choice needs at least two answers."), field="questions")


def _clean(words: Mapping[str, str]) -> dict[str, str]:
    names = ("title_en", "title_ru", "intro_en", "intro_ru")
    return {name: words.get(name, "").strip() for name in names}


def _write(survey: Survey, questions: Sequence[QuestionWords], at: datetime) -> None:
    there = {row.public_id: row for row in survey.questions.all()}
    kept = {one.key for one in questions if one.key in there}
    SurveyQuestion.objects.filter(survey=survey).exclude(public_id__in=kept).delete()
    for position, one in enumerate(questions):
        fields: dict[str, Any] = {
            "position": position,
            "kind": QuestionKind(one.kind),
            "text_en": one.text_en.strip(),
            "text_ru": one.text_ru.strip(),
            "choices": [{"en": en, "ru": ru} for en, ru in one.choices[:MOST_CHOICES]],
            "required": one.required,
        }
        if one.key in kept:
            SurveyQuestion.objects.filter(pk=there[one.key].pk).update(**fields)
        else:
            SurveyQuestion.objects.create(
                workspace_id=survey.workspace_id, survey=survey, created_at=at, **fields
            )


def _told(questions: Sequence[QuestionWords]) -> dict[str, Any]:
    return {"questions": [one.text_en for one in questions]}
