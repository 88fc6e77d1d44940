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
