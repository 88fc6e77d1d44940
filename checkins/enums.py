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
    OTHER = "other", _("Other")


class CheckInKind(models.TextChoices):
    CADENCE = "cadence", _("Check-in")
    CHECKPOINT = "checkpoint", _("Quarterly checkpoint")


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
