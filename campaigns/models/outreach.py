from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.enums import Answer
from campaigns.models.campaign import Collaboration
from core.models import OutgoingMail, WorkspaceModel
from creators.enums import ContactChannel


class Outreach(WorkspaceModel):
    """One time a creator was asked to take part in a campaign, and the answer (rows 54, 63).

    Retention is counted from these rows. At most one of a collaboration is open; whoever declined
    and is asked again has a second one.
    """

    collaboration = models.ForeignKey(
        Collaboration, on_delete=models.CASCADE, related_name="outreaches"
    )
    asked_at = models.DateTimeField(_("Asked"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    channel = models.CharField(_("By"), max_length=10, choices=ContactChannel)
    # The personal line of the invitation, as it was sent.
    message = models.TextField(_("In your own words"), blank=True)
    # A date in the creator's zone.
    answer_by = models.DateField(_("Answer wanted by"), null=True, blank=True)
    mail = models.OneToOneField(
        OutgoingMail, null=True, blank=True, on_delete=models.SET_NULL, related_name="outreach"
    )
    answer = models.CharField(max_length=4, choices=Answer, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    # Who wrote the answer down; null with an answer: the creator, on the reply page.
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.TextField(_("What they said"), blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["collaboration"], condition=Q(answer=""), name="one_open_outreach"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="outreach_answer_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.collaboration)
