from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Direction(models.TextChoices):
    OUT = "out", _("From us")
    IN = "in", _("From the creator")
    BOTH = "both", _("Both ways")


class TouchKind(models.TextChoices):
    CHECK_IN = "check_in", _("Check-in")
    REPLY = "reply", _("Reply")
    MESSAGE = "message", _("Message")
    CALL = "call", _("Call")
    MEETING = "meeting", _("Meeting")
    COMMENT = "comment", _("Comment on their content")
    QUESTION = "question", _("“Why that angle?”")
    OPINION = "opinion", _("Asked for their opinion")
    HOW_IS_YEAR = "how_is_year", _("“How is your year?”")
    WIN = "win", _("A win shared")
    BRIEF = "brief", _("Brief shared")
    SUMMARY = "summary", _("Summary sent")
    INTRODUCTION = "introduction", _("Introduction")
    LETTER = "letter", _("Letter")
    SESSION = "session", _("Session")
    SURVEY = "survey", _("Survey")
    ADVICE = "advice", _("Advice")
    OTHER = "other", _("Other")


class CheckInKind(models.TextChoices):
    CADENCE = "cadence", _("Check-in")
    CHECKPOINT = "checkpoint", _("Quarterly checkpoint")


class TemplateKind(models.TextChoices):
    """What a text is for: planned check-ins, and the contacts of row 44 that ask for nothing."""

    CADENCE = "cadence", _("Check-in")
    CHECKPOINT = "checkpoint", _("Quarterly checkpoint")
    COMMENT = "comment", _("Comment on their content")
    QUESTION = "question", _("“Why that angle?”")
    OPINION = "opinion", _("Asked for their opinion")
    HOW_IS_YEAR = "how_is_year", _("“How is your year?”")
    WIN = "win", _("A win shared")
    MESSAGE = "message", _("Message")


class CheckInState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    SENT = "sent", _("Sent")
    DONE = "done", _("Done")
    SKIPPED = "skipped", _("Skipped")
    # A contact, a pause or another rhythm came first; `reason["closed"]` says which.
    MOVED = "moved", _("Moved")


class WarmthLevel(models.TextChoices):
    WARM = "warm", _("Warm")
    COOLING = "cooling", _("Cooling")
    COLD = "cold", _("Cold")


class BalanceLevel(models.TextChoices):
    """Asks against gifts of twelve months (row 44)."""

    BALANCED = "balanced", pgettext_lazy("asks and gifts", "Balanced")
    LEANING = "leaning", _("Asks more than it gives")
    ASKING = "asking", _("Mostly asks")
    QUIET = "quiet", _("Neither asked nor given")


class IntroductionState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("introduction", "Planned")
    ASKED = "asked", _("Both asked")
    DECLINED = "declined", pgettext_lazy("introduction", "Declined")
    MADE = "made", _("Introduced")
    CLOSED = "closed", _("Followed up")
    # Taken back by us before it was made.
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Side(models.TextChoices):
    """Which of the two of an introduction."""

    FIRST = "first", "first"
    SECOND = "second", "second"

    @property
    def other(self) -> "Side":
        return Side.SECOND if self is Side.FIRST else Side.FIRST


class TimelineGroup(models.TextChoices):
    """What the timeline is narrowed by (row 7)."""

    TALK = "talk", _("Conversations")
    WORK = "work", _("Briefs and content")
    RESULTS = "results", _("Results and summaries")
    TERMS = "terms", _("Money and terms")
    NOTES = "notes", _("Notes")


class AbsenceKind(models.TextChoices):
    LEAVE = "leave", _("On leave")
    ILLNESS = "illness", _("Ill")
    OTHER = "other", pgettext_lazy("absence", "Away")


class SessionKind(models.TextChoices):
    CALL = "call", _("Call")
    PLANNING = "planning", _("Planning call")
    COUNCIL = "council", _("Creator council")
    STRATEGY = "strategy", _("Paid strategy session")


class SessionState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("session", "Draft")
    # Guests were asked which of the times suit them.
    POLLED = "polled", _("Looking for a time")
    FIXED = "fixed", _("Time is fixed")
    HELD = "held", pgettext_lazy("session", "Held")
    CANCELLED = "cancelled", pgettext_lazy("session", "Cancelled")


class GuestAnswer(models.TextChoices):
    YES = "yes", pgettext_lazy("guest", "Comes")
    NO = "no", pgettext_lazy("guest", "Does not come")


class AgendaKind(models.TextChoices):
    AUDIENCE = "audience", _("Audience behaviour")
    BRIEF = "brief", _("A brief that struggles")
    EMERGING = "emerging", _("What is emerging")
    QUESTION = "question", _("A question to decide")
    OTHER = "other", pgettext_lazy("agenda", "Other")


class LetterKind(models.TextChoices):
    NEWS = "news", _("Brand news")
    MARKET = "market", _("Market intelligence")
    CONTEXT = "context", _("Context on the other market")


class LetterState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("letter", "Draft")
    SCHEDULED = "scheduled", pgettext_lazy("letter", "Scheduled")
    SENDING = "sending", pgettext_lazy("letter", "Going out")
    SENT = "sent", pgettext_lazy("letter", "Sent")


class NotSent(models.TextChoices):
    """Why somebody of the audience gets no copy of a letter."""

    OPTED_OUT = "opted_out", _("Wants no letters")
    SUPPRESSED = "suppressed", _("Their address bounced or complained")
    NO_ADDRESS = "no_address", _("No address known")
    NO_WORDS = "no_words", _("No text in their language")
    OVER_LIMIT = "over_limit", _("Had the month's letters already")
    AWAY = "away", _("Paused or away")
    ENDED = "ended", _("The partnership has ended")
    STOPPED = "stopped", _("Stopped before it went")


class SurveyState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("survey", "Draft")
    OPEN = "open", pgettext_lazy("survey", "Open")
    CLOSED = "closed", pgettext_lazy("survey", "Closed")


class QuestionKind(models.TextChoices):
    CHOICE = "choice", _("One of several")
    MULTI = "multi", _("Any of several")
    SCALE = "scale", _("1 to 5")
    TEXT = "text", _("In their own words")
