from django.db import models
from django.utils.translation import gettext_lazy as _


class CampaignState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    LIVE = "live", _("Live")
    CLOSED = "closed", _("Closed")


class CollaborationState(models.TextChoices):
    INVITED = "invited", _("Invited")
    CONFIRMED = "confirmed", _("Confirmed")
    DECLINED = "declined", _("Declined")
    CLOSED = "closed", _("Closed")


class DeliverableState(models.TextChoices):
    DUE = "due", _("Due")
    SUBMITTED = "submitted", _("Submitted")
    REVISION = "revision", _("Revision asked")
    APPROVED = "approved", _("Approved")
    PUBLISHED = "published", _("Published")


class LearningKind(models.TextChoices):
    WORKED = "worked", _("What worked")
    DID_NOT = "did_not", _("What did not")
    NEXT_TIME = "next_time", _("Next time")
