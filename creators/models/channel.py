from django.db import models
from django.db.models.functions import Replace
from django.utils.translation import gettext_lazy as _

from core.models import WorkspaceModel
from creators.enums import Platform
from creators.models.creator import Creator


class Channel(WorkspaceModel):
    """A social account."""

    creator = models.ForeignKey(Creator, on_delete=models.CASCADE, related_name="channels")
    platform = models.CharField(_("Platform"), max_length=10, choices=Platform)
    handle = models.CharField(_("Handle"), max_length=120)
    # Lower case, without @ and the address before it: what an import or a result row is matched by.
    handle_key = models.CharField(max_length=120, editable=False)
    # Without what people vary from platform to platform: sveta.home here, sveta_home there.
    loose_key = models.GeneratedField(
        expression=Replace(
            Replace(
                Replace(models.F("handle_key"), models.Value("."), models.Value("")),
                models.Value("_"),
                models.Value(""),
            ),
            models.Value("-"),
            models.Value(""),
        ),
        output_field=models.CharField(max_length=120),
        db_persist=True,
    )
    url = models.URLField(_("Address"), max_length=300, blank=True)
    # The newest snapshot, kept here by actions for lists.
    followers = models.PositiveBigIntegerField(null=True, editable=False)
    engagement = models.DecimalField(max_digits=7, decimal_places=5, null=True, editable=False)

    class Meta:
        ordering = ["-followers", "pk"]
        indexes = [
            models.Index(fields=["workspace", "loose_key", "creator"], name="channel_loose_key")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "platform", "handle_key"], name="channel_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_platform_display()} · {self.handle}"


class AudienceSnapshot(WorkspaceModel):
    """The audience of a channel on a day; growth is computed from these."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="snapshots")
    taken_on = models.DateField(_("Date"))
    followers = models.PositiveBigIntegerField(_("Followers"))
    # A fraction: 0.0139 is 1.39 %.
    engagement = models.DecimalField(
        _("Engagement rate"), max_digits=7, decimal_places=5, null=True, blank=True
    )
    source = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["taken_on"]
        constraints = [
            models.UniqueConstraint(fields=["channel", "taken_on"], name="snapshot_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.taken_on}: {self.followers}"
