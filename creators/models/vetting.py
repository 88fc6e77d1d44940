from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import Versioned, WorkspaceModel
from creators.enums import Verdict, VettingItem
from creators.models.creator import Creator


class VettingMark(WorkspaceModel):
    """One answer to one item of the checklist, with its evidence (product.md, rows 11 and 12).

    A new answer is a new row; the one before stays as history.
    """

    creator = models.ForeignKey(Creator, on_delete=models.CASCADE, related_name="vetting")
    item = models.CharField(max_length=10, choices=VettingItem)
    verdict = models.CharField(_("Verdict"), max_length=7, choices=Verdict)
    evidence = models.TextField(_("Evidence"))
    link = models.URLField(_("Link"), max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    current = models.BooleanField(default=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["creator", "item"], condition=Q(current=True), name="one_current_mark"
            ),
            models.CheckConstraint(condition=~Q(evidence=""), name="mark_has_evidence"),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.verdict}"


class FitRating(WorkspaceModel, Versioned):
    """How well a creator fits, as one person sees it: 1 to 5 (row 13, the part rated by people)."""

    creator = models.ForeignKey(Creator, on_delete=models.CASCADE, related_name="fit_ratings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    values = models.PositiveSmallIntegerField(_("Values"))
    culture = models.PositiveSmallIntegerField(_("Culture"))
    note = models.TextField(_("Why"), blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["creator", "by"], name="one_rating_a_person"),
            models.CheckConstraint(
                condition=Q(values__gte=1, values__lte=5, culture__gte=1, culture__lte=5),
                name="rating_one_to_five",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.values}/{self.culture}"


class PotentialWeights(WorkspaceModel, Versioned):
    """How many of the 100 points each part can give, for a workspace (row 13)."""

    performance = models.PositiveSmallIntegerField(_("Performance"), default=35)
    stability = models.PositiveSmallIntegerField(_("Stability"), default=20)
    fit = models.PositiveSmallIntegerField(_("Fit"), default=25)
    growth = models.PositiveSmallIntegerField(_("Growth"), default=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace"], name="weights_once"),
            models.CheckConstraint(
                condition=Q(
                    performance=100 - models.F("stability") - models.F("fit") - models.F("growth")
                ),
                name="weights_make_100",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.performance}/{self.stability}/{self.fit}/{self.growth}"


class PotentialScore(WorkspaceModel):
    """The partnership-potential score of a creator as it stood on a day, with what it came from.

    `score` is None where too little is known. `parts` as rules/potential.py writes them:
    `{"performance": {"value": "0.7000", "points": "24.5", "of": 35, "facts": {…}}, …}`; `weights`
    as they were that day.
    """

    creator = models.ForeignKey(Creator, on_delete=models.CASCADE, related_name="potential_scores")
    on = models.DateField()
    score = models.PositiveSmallIntegerField(null=True)
    parts = models.JSONField()
    weights = models.JSONField()
    computed_at = models.DateTimeField()

    class Meta:
        ordering = ["-on"]
        constraints = [
            models.UniqueConstraint(fields=["creator", "on"], name="score_a_day"),
            models.CheckConstraint(condition=Q(score__lte=100), name="score_to_100"),
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.score}"


class PotentialSweep(WorkspaceModel):
    """How far the scoring of a workspace has come, and whom its creators are compared with.

    `peers`: figures of the workspace (rules/peers.py), taken when a sweep begins, so that all
    scores of a night are measured by the same ones. `cursor`: the last creator scored.
    """

    on = models.DateField()
    peers = models.JSONField(default=dict)
    taken_at = models.DateTimeField()
    cursor = models.BigIntegerField(default=0)
    done = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace"], name="potential_sweep_once")]

    def __str__(self) -> str:
        return str(self.on)
