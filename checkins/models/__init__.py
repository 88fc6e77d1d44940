from checkins.models.absence import Absence
from checkins.models.advisory import AdvisoryQuestion
from checkins.models.checkin import CheckIn
from checkins.models.contact import LastContact
from checkins.models.introduction import Introduction
from checkins.models.letter import ContactPolicy, Letter, LetterCopy, LetterOptOut, LetterText
from checkins.models.session import (
    AgendaItem,
    CalendarFeed,
    DecisionUse,
    Session,
    SessionDecision,
    SessionGuest,
    SessionHost,
    SessionTime,
)
from checkins.models.survey import Survey, SurveyAnswer, SurveyInvite, SurveyQuestion
from checkins.models.template import CheckInTemplate, TemplateVersion
from checkins.models.today import Snooze
from checkins.models.touch import Touch

__all__ = [
    "Absence",
    "AdvisoryQuestion",
    "AgendaItem",
    "CalendarFeed",
    "CheckIn",
    "CheckInTemplate",
    "ContactPolicy",
    "DecisionUse",
    "Introduction",
    "LastContact",
    "Letter",
    "LetterCopy",
    "LetterOptOut",
    "LetterText",
    "Session",
    "SessionDecision",
    "SessionGuest",
    "SessionHost",
    "SessionTime",
    "Snooze",
    "Survey",
    "SurveyAnswer",
    "SurveyInvite",
    "SurveyQuestion",
    "TemplateVersion",
    "Touch",
]
