from partnerships.models.agreement import Agreement, AgreementRate
from partnerships.models.brand import Brand, TierPolicy
from partnerships.models.handover import Handover
from partnerships.models.partnership import Partnership, PartnershipQuerySet, TierChange

__all__ = [
    "Agreement",
    "AgreementRate",
    "Brand",
    "Handover",
    "Partnership",
    "PartnershipQuerySet",
    "TierChange",
    "TierPolicy",
]
