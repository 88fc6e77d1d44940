from campaigns.models.brief import AUTONOMY, Brief, BriefTemplate, BriefVersion, Citation
from campaigns.models.campaign import Campaign, Collaboration, CollaborationQuerySet
from campaigns.models.deliverable import Deliverable, DeliverableFile, Submission
from campaigns.models.idea import Idea
from campaigns.models.learning import ClosingMark, Debrief, Learning
from campaigns.models.live import CampaignObjective, Feedback, SyncNote, TrackingCode
from campaigns.models.outreach import Outreach
from campaigns.models.payment import Payment
from campaigns.models.result import METRICS, Result

__all__ = [
    "AUTONOMY",
    "METRICS",
    "Brief",
    "BriefTemplate",
    "BriefVersion",
    "Campaign",
    "CampaignObjective",
    "Citation",
    "ClosingMark",
    "Collaboration",
    "CollaborationQuerySet",
    "Debrief",
    "Deliverable",
    "DeliverableFile",
    "Feedback",
    "Idea",
    "Learning",
    "Outreach",
    "Payment",
    "Result",
    "Submission",
    "SyncNote",
    "TrackingCode",
]
