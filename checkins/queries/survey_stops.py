"""Asked between the claim of a survey's mail and its sending (quality.md, stop rules)."""

from datetime import datetime

from checkins.enums import SurveyState
from checkins.models import SurveyInvite
from core.models import OutgoingMail


def reason_not_to_ask_survey(mail: OutgoingMail, at: datetime) -> str | None:
    """It is over, or they have answered: on the page before the reminder left."""
    invite = SurveyInvite.objects.select_related("survey").filter(public_id=mail.about_id).first()
    if invite is None:
        return "they are asked no more"
    if invite.survey.state != SurveyState.OPEN:
        return "the survey is closed"
    return "they have answered" if invite.answered_on is not None else None
