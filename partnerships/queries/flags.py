"""Partnerships that ask for a look, as the list narrows to them (product.md, 17, 28, 53, 62)."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from partnerships.models import Partnership
from partnerships.queries.concerns import with_concern
from partnerships.queries.fatigue import tired
from partnerships.queries.pace import behind_guarantee
from partnerships.queries.reviews import with_undecided

CONCERN, BEHIND, TIRED, UNDECIDED = "concern", "behind", "tired", "undecided"
FLAGS = [
    (CONCERN, _("With an open concern")),
    (BEHIND, _("Behind guarantee")),
    (TIRED, _("Over-used or tired")),
    (UNDECIDED, _("With a decision to make")),
]


def flagged(rows: "QuerySet[Partnership]", flag: str, at: datetime) -> "QuerySet[Partnership]":
    """Of `rows` those with the flag; an unknown flag finds nothing."""
    if flag == CONCERN:
        return with_concern(rows)
    if flag == BEHIND:
        return rows.filter(pk__in=behind_guarantee(at))
    if flag == TIRED:
        return rows.filter(pk__in=tired(at))
    if flag == UNDECIDED:
        return with_undecided(rows)
    return rows.none()
