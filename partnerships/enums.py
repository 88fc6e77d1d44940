from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Tier(models.TextChoices):
    T1 = "T1", _("T1 · strategic")
    T2 = "T2", _("T2 · regular")
    T3 = "T3", _("T3 · occasional")


class Cadence(models.TextChoices):
    MONTHLY = "monthly", _("Monthly")
    QUARTERLY = "quarterly", _("Quarterly")
    NONE = "none", pgettext_lazy("cadence", "None")


class Stage(models.TextChoices):
    OPENING = "opening", pgettext_lazy("stage", "Opening")
    ACTIVE = "active", pgettext_lazy("stage", "Active")
    PAUSED = "paused", pgettext_lazy("stage", "Paused")
    ENDED = "ended", pgettext_lazy("stage", "Ended")


class AgreementKind(models.TextChoices):
    ANNUAL = "annual", _("Annual agreement")
    EVERGREEN = "evergreen", _("Evergreen agreement")
    STANDING = "standing", _("Standing terms")


class AgreementState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("agreement", "Draft")
    SENT = "sent", pgettext_lazy("agreement", "Sent")
    SIGNED = "signed", pgettext_lazy("agreement", "Signed")
    IN_FORCE = "in_force", pgettext_lazy("agreement", "In force")
    IN_NOTICE = "in_notice", pgettext_lazy("agreement", "In notice")
    ENDED = "ended", pgettext_lazy("agreement", "Ended")
    # Never came into force.
    WITHDRAWN = "withdrawn", pgettext_lazy("agreement", "Withdrawn")
