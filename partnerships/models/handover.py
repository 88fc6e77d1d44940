from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import OutgoingMail, WorkspaceModel
from partnerships.models.partnership import Partnership


class Handover(WorkspaceModel):
    """The one contact on our side became another one (product.md, row 6).

    Never changed but for what became of telling the creator.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="handovers")
    # The same instant for all partnerships that were handed over together.
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    from_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    to_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    # What the next contact should know; for the team, never for the creator.
    note = models.TextField(_("What the next contact should know"), blank=True)
    # A line of the old contact in the mail to the creator.
    farewell = models.TextField(_("A line to the creator"), blank=True)
    # The creator is still to be told: found by a sweep where there are many.
    to_tell = models.BooleanField(default=False)
    # The mail that told the creator; none if they have no address or were told in person.
    mail = models.ForeignKey(
        OutgoingMail, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["partnership", "-at"], name="handover_newest"),
            models.Index(
                fields=["workspace", "at"],
                condition=models.Q(to_tell=True),
                name="handover_to_tell",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_owner} → {self.to_owner}"
