from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CampaignState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("campaign", "Planned")
    LIVE = "live", pgettext_lazy("campaign", "Live")
    CLOSED = "closed", pgettext_lazy("campaign", "Closed")


class CollaborationState(models.TextChoices):
    INVITED = "invited", pgettext_lazy("collaboration", "Invited")
    CONFIRMED = "confirmed", _("Confirmed")
    DECLINED = "declined", _("Declined")
    CLOSED = "closed", pgettext_lazy("collaboration", "Closed")


class DeliverableState(models.TextChoices):
    DUE = "due", pgettext_lazy("deliverable", "Due")
    SUBMITTED = "submitted", _("Submitted")
    REVISION = "revision", _("Revision asked")
    APPROVED = "approved", _("Approved")
    PUBLISHED = "published", _("Published")


class LearningKind(models.TextChoices):
    WORKED = "worked", _("What worked")
    DID_NOT = "did_not", _("What did not")
    NEXT_TIME = "next_time", _("Next time")


class Answer(models.TextChoices):
    """What a creator said to an outreach. NONE: the question was closed without an answer."""

    YES = "yes", pgettext_lazy("outreach", "Yes")
    NO = "no", pgettext_lazy("outreach", "No")
    NONE = "none", _("No answer")


class IdeaKind(models.TextChoices):
    SUGGESTION = "suggestion", _("Suggestion")
    OBJECTION = "objection", _("Objection")


class IdeaSource(models.TextChoices):
    MAIL = "mail", _("By mail")
    PAGE = "page", _("On the reply page")
    CALL = "call", _("In a call")


class IdeaState(models.TextChoices):
    OPEN = "open", pgettext_lazy("idea", "Not answered yet")
    ADOPTED = "adopted", _("Adopted")
    ADAPTED = "adapted", _("Adapted")
    DECLINED = "declined", pgettext_lazy("idea", "Declined")
    # An answer without a suggestion in it: "all clear, thank you".
    NOTED = "noted", pgettext_lazy("idea", "No idea in it")


class CitationKind(models.TextChoices):
    LEARNING = "learning", _("Learning")
    RESULT = "result", _("Earlier result")
    PREFERENCE = "preference", _("Preference")
    GOAL = "goal", _("Their goal")
    IDEA = "idea", _("Their idea")


class Verdict(models.TextChoices):
    REVISION = "revision", _("Revision asked")
    APPROVED = "approved", _("Approved")


class EvidenceKind(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("file", "Draft")
    SCREENSHOT = "screenshot", _("Screenshot")
    FILE = "file", _("File")


class FeedbackKind(models.TextChoices):
    AUDIENCE = "audience", _("What the audience says")
    PRODUCT = "product", _("Product suggestion")


class FeedbackState(models.TextChoices):
    OPEN = "open", pgettext_lazy("feedback", "Not answered yet")
    PLANNED = "planned", _("We will do it")
    NOTED = "noted", _("Passed on")
    REFUSED = "refused", _("Not for us")


class DebriefKind(models.TextChoices):
    WIN = "win", _("A win")
    DEBRIEF = "debrief", _("Debrief")


class CodeKind(models.TextChoices):
    DISCOUNT = "discount", _("Discount code")
    UTM = "utm", _("UTM tag")
    LINK = "link", _("Tracked link")
