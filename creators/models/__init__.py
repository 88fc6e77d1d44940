from creators.models.channel import AudienceSnapshot, Channel
from creators.models.creator import Creator, CreatorQuerySet, Tag
from creators.models.files import CreatorFile
from creators.models.merge import Merge, NotDuplicate
from creators.models.notes import Goal, GoalReview, StyleNote
from creators.models.payout import PayoutDetails
from creators.models.rates import Rate, RatePolicy
from creators.models.saved_view import SavedView
from creators.models.vetting import (
    FitRating,
    PotentialScore,
    PotentialSweep,
    PotentialWeights,
    VettingMark,
)

__all__ = [
    "AudienceSnapshot",
    "Channel",
    "Creator",
    "CreatorFile",
    "CreatorQuerySet",
    "FitRating",
    "Goal",
    "GoalReview",
    "Merge",
    "NotDuplicate",
    "PayoutDetails",
    "PotentialScore",
    "PotentialSweep",
    "PotentialWeights",
    "Rate",
    "RatePolicy",
    "SavedView",
    "StyleNote",
    "Tag",
    "VettingMark",
]
