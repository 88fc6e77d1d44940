from django.db import models
from django.utils.translation import gettext_lazy as _


class Tier(models.TextChoices):
    T1 = "T1", _("T1 · strategic")
    T2 = "T2", _("T2 · regular")
    T3 = "T3", _("T3 · occasional")


class Cadence(models.TextChoices):
    MONTHLY = "monthly", _("Monthly")
    QUARTERLY = "quarterly", _("Quarterly")
    NONE = "none", _("None")


class Stage(models.TextChoices):
    OPENING = "opening", _("Opening")
    ACTIVE = "active", _("Active")
    PAUSED = "paused", _("Paused")
    ENDED = "ended", _("Ended")


class AgreementKind(models.TextChoices):
    ANNUAL = "annual", _("Annual agreement")
    EVERGREEN = "evergreen", _("Evergreen agreement")
    STANDING = "standing", _("Standing terms")


class AgreementState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SENT = "sent", _("Sent")
    SIGNED = "signed", _("Signed")
    IN_FORCE = "in_force", _("In force")
    IN_NOTICE = "in_notice", _("In notice")
    ENDED = "ended", _("Ended")
    # Never came into force.
    WITHDRAWN = "withdrawn", _("Withdrawn")
