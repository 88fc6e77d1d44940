"""What surveys bring to the rest of the house; called by `ready()`."""

from checkins import survey_tasks as survey_tasks  # Celery knows tasks that were imported.
from checkins.actions import merging_surveys
from checkins.queries.survey_stops import reason_not_to_ask_survey
from checkins.survey_emails import ASK, REMIND
from core.mail.stop_rules import register_stop_rule


def register() -> None:
    merging_surveys.register()
    for kind in (ASK, REMIND):
        register_stop_rule(kind, reason_not_to_ask_survey)
