"""Surveys by the clock: reminded once after a week, closed after their day (row 65)."""

from datetime import UTC, datetime

import structlog
from celery import shared_task
from django.utils import timezone
from django_scopes import scope

from accounts.models import Workspace
from checkins.actions.survey_runs import REMIND_AFTER, close_survey, remind
from checkins.enums import SurveyState
from checkins.models import Survey

log = structlog.get_logger(__name__)


@shared_task(name="checkins.tend_surveys")
def tend_surveys() -> int:
    """Gives how many reminders were queued. A second one at once does no harm."""
    at = timezone.now()
    reminded = 0
    for workspace in Workspace.objects.order_by("pk"):
        with scope(workspace=workspace):
            for survey in Survey.objects.filter(state=SurveyState.OPEN):
                try:
                    reminded += _tend(survey, at)
                except Exception:
                    log.exception("survey_not_tended", survey=survey.public_id)
    return reminded


def _tend(survey: Survey, at: datetime) -> int:
    assert survey.closes_on is not None
    assert survey.opened_at is not None
    if at.astimezone(UTC).date() > survey.closes_on:
        close_survey(survey=survey, by=None, at=at)
        return 0
    return remind(survey=survey, by=None, at=at) if at >= survey.opened_at + REMIND_AFTER else 0
