"""Kinds of lines by what they are about, so that Today can be narrowed (product.md, row 43)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Family(models.TextChoices):
    TOUCH = "touch", _("Keeping in touch")
    WORK = "work", _("Campaigns and content")
    MONEY = "money", _("Money")
    TERMS = "terms", _("Agreements")
    TOGETHER = "together", _("Growing together")
    OTHER = "other", _("Everything else")


_KINDS = {
    Family.TOUCH: (
        "check_in checkpoint undelivered warmth remark answer inbox sync introduction win away"
    ),
    Family.WORK: (
        "deliverable review idea ideas_untold outreach campaign summary correction debrief"
        " suggestions"
    ),
    Family.MONEY: "payment budget",
    Family.TERMS: "agreement signature window close_out afterwards",
    Family.TOGETHER: (
        "business_review concern shortfall objectives decision opening opportunity session survey"
        " letter advice question"
    ),
}
_FAMILY = {kind: family for family, kinds in _KINDS.items() for kind in kinds.split()}


def family_of(kind: str) -> Family:
    return _FAMILY.get(kind, Family.OTHER)
