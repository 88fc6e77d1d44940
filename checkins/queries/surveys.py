"""Surveys as their pages show them (row 65)."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from checkins.enums import SurveyState
from checkins.models import Survey, SurveyInvite, SurveyQuestion
from checkins.queries.contact import UNDELIVERED
from checkins.rules.surveys import Asked, Found, Given, results


@dataclass(frozen=True)
class Line:
    """A question with what may be shown of it. `names`: of its options, in the reader's language;
    `markets`: code → name."""

    question: SurveyQuestion
    text: str
    names: dict[int, str]
    found: Found


def surveys() -> "QuerySet[Survey, Any]":
    """With `asked`, `answered` and `parts` (questions), the newest first; one query."""
    invites = SurveyInvite.objects.filter(survey=OuterRef("pk")).order_by().values("survey")
    parts = SurveyQuestion.objects.filter(survey=OuterRef("pk")).order_by().values("survey")

    def counted(rows: Any, **which: Any) -> Subquery:
        return Subquery(rows.annotate(n=Count("pk", filter=Q(**which))).values("n"))

    return Survey.objects.select_related("author").annotate(
        asked=counted(invites),
        answered=counted(invites, answered_on__isnull=False),
        parts=counted(parts),
    )


def unreached(survey: Survey) -> list[SurveyInvite]:
    """Those whose mail surely was not read."""
    rows = survey.invites.filter(mail__state__in=UNDELIVERED).select_related("creator", "mail")
    return list(rows.order_by("creator__name"))


def asked_people(survey: Survey) -> list[SurveyInvite]:
    """By name. Not whether they answered: a page that says so beside results that grow would tell
    what each of them said."""
    return list(survey.invites.select_related("creator", "mail").order_by("creator__name", "pk"))


def lines(survey: Survey, language: str) -> list[Line]:
    """Results; of a survey that is not closed none, since what grows from one visit to the next is
    told by the difference. Two queries."""
    if survey.state != SurveyState.CLOSED:
        return []
    questions = list(survey.questions.all())
    answers = [
        Given(key, market, values)
        for key, market, values in survey.answers.values_list("public_id", "market", "values")
    ]
    found = results([asked_of(row) for row in questions], answers)
    tongue = "ru" if language.startswith("ru") else "en"
    return [
        Line(row, row.text_ru if tongue == "ru" else row.text_en, names_of(row, tongue), one)
        for row, one in zip(questions, found, strict=True)
    ]


def asked_of(row: SurveyQuestion) -> Asked:
    return Asked(row.public_id, row.kind, len(row.choices))


def names_of(row: SurveyQuestion, tongue: str) -> dict[int, str]:
    """Option → its words; of a scale the number itself."""
    if row.choices:
        return {n: one[tongue] for n, one in enumerate(row.choices)}
    return {option: str(option) for option in asked_of(row).options}
