from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from checkins.enums import AbsenceKind
from core.models import WorkspaceModel
from creators.models import Creator


class Absence(WorkspaceModel):
    """Leave or illness of a creator: days in their zone, both included, on which nobody writes
    by plan (row 42). `until` None: not known yet. What falls inside comes right after it."""

    creator = models.ForeignKey(Creator, on_delete=models.CASCADE, related_name="absences")
    kind = models.CharField(_("Why"), max_length=7, choices=AbsenceKind)
    first = models.DateField(_("First day"))
    until = models.DateField(_("Last day"), null=True, blank=True)
    note = models.CharField(_("Note"), max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["first", "pk"]
        indexes = [models.Index(fields=["workspace", "until"], name="absence_until")]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("first")), name="absence_has_an_order"
            ),
            models.UniqueConstraint(
                fields=["creator"], condition=Q(until=None), name="one_open_absence"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.creator} {self.first}"
