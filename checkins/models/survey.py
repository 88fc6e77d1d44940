"""What repeat creators say made them come back, and what would have made them vanish (row 65)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from checkins.enums import QuestionKind, SurveyState
from core.models import OutgoingMail, Versioned, WorkspaceModel
from creators.enums import Market
from creators.models import Creator
from partnerships.models import Partnership


class Survey(WorkspaceModel, Versioned):
    """Asked in both languages. Answers hold no name: results show below five answers nothing."""

    title_en = models.CharField(_("Title in English"), max_length=160)
    title_ru = models.CharField(_("Title in Russian"), max_length=160)
    intro_en = models.TextField(_("Opening in English"), blank=True)
    intro_ru = models.TextField(_("Opening in Russian"), blank=True)
    state = models.CharField(
        max_length=6, choices=SurveyState, default=SurveyState.DRAFT, editable=False
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="surveys"
    )
    # The last day on which it can be answered, UTC.
    closes_on = models.DateField(_("Open until"), null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title_en


class SurveyQuestion(WorkspaceModel):
    """`choices`: [{"en": "…", "ru": "…"}], for the kinds that have some; answers keep their
    places, so that both languages count together."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("Kind"), max_length=6, choices=QuestionKind)
    text_en = models.CharField(_("Question in English"), max_length=300)
    text_ru = models.CharField(_("Question in Russian"), max_length=300)
    choices = models.JSONField(default=list, blank=True)
    required = models.BooleanField(_("Must be answered"), default=False)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text_en


class SurveyInvite(WorkspaceModel):
    """Who was asked and whether they answered; never what. `answered_on` is a date only, so that
    an answer is not found by its time."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="invites")
    creator = models.ForeignKey(Creator, on_delete=models.CASCADE, related_name="survey_invites")
    partnership = models.ForeignKey(
        Partnership, on_delete=models.CASCADE, related_name="survey_invites"
    )
    mail = models.OneToOneField(
        OutgoingMail, null=True, blank=True, on_delete=models.SET_NULL, related_name="survey_invite"
    )
    answered_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "creator"], name="survey_invite_once")
        ]

    def __str__(self) -> str:
        return f"{self.survey}: {self.creator}"


class SurveyAnswer(WorkspaceModel):
    """One person's answers, without the person: `values` is {question public id: [places] or
    text or a number 1 to 5}. The market and language are kept, for
    results of each with five. `created_at` is the moment the survey was opened, for all of them."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="answers")
    market = models.CharField(max_length=2, choices=Market)
    language = models.CharField(max_length=5)
    values = models.JSONField(default=dict)

    class Meta:
        # By a random id, so that the order tells nothing.
        ordering = ["public_id"]
        constraints = [
            models.CheckConstraint(condition=~Q(language=""), name="survey_answer_has_language")
        ]

    def __str__(self) -> str:
        return f"{self.survey}"
