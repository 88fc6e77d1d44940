from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import OutgoingMail, Versioned, WorkspaceModel
from partnerships.models import Partnership


class AdvisoryQuestion(WorkspaceModel, Versioned):
    """A question to an advisor on retainer, and the answer (row 70). Whether it lies within the
    retainer's scope is said when it is asked, so that the scope is never unclear."""

    partnership = models.ForeignKey(
        Partnership, on_delete=models.CASCADE, related_name="advisory_questions"
    )
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    question = models.TextField(_("Question"))
    in_scope = models.BooleanField(_("Within the retainer's scope"), default=True)
    # How it is dealt with where it is not.
    scope_note = models.CharField(_("How it is paid then"), max_length=200, blank=True)
    mail = models.OneToOneField(
        OutgoingMail, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answer = models.TextField(_("Their answer"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    # Their own estimate or ours; for the use of the retainer.
    minutes = models.PositiveSmallIntegerField(_("Minutes it took"), null=True, blank=True)
    # What we did with it.
    used = models.TextField(_("What we made of it"), blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(
                fields=["workspace", "asked_at"],
                condition=Q(answered_at=None),
                name="advisory_open",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(in_scope=True) | ~Q(scope_note=""), name="out_of_scope_says_how"
            )
        ]

    def __str__(self) -> str:
        return self.question[:80]
