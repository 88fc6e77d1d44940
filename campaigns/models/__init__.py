from campaigns.models.brief import Brief, BriefVersion
from campaigns.models.campaign import Campaign, Collaboration, CollaborationQuerySet, Learning
from campaigns.models.deliverable import Deliverable
from campaigns.models.payment import Payment
from campaigns.models.result import METRICS, Result

__all__ = [
    "METRICS",
    "Brief",
    "BriefVersion",
    "Campaign",
    "Collaboration",
    "CollaborationQuerySet",
    "Deliverable",
    "Learning",
    "Payment",
    "Result",
]
