from partnerships.models.agreement import Agreement, AgreementRate
from partnerships.models.brand import Brand, TierPolicy
from partnerships.models.budget import BudgetLine, BudgetPlan, Commitment, OverBudget
from partnerships.models.growth import (
    AcquisitionCost,
    Concern,
    ConcernNote,
    Escalation,
    EscalationStep,
    Opportunity,
    RoadmapItem,
    RoleChange,
    Support,
)
from partnerships.models.handover import Handover
from partnerships.models.living import (
    AgreementFile,
    Amendment,
    CloseOutTask,
    Objective,
    ObjectiveChange,
    Renewal,
    Sow,
)
from partnerships.models.partnership import Partnership, PartnershipQuerySet, TierChange
from partnerships.models.review import AuditMark, BusinessReview, ContinuationReview, Opening
from partnerships.models.terms import Exclusivity, Kpi, PerformanceTerm, Retainer, TenureStep

__all__ = [
    "AcquisitionCost",
    "Agreement",
    "AgreementFile",
    "AgreementRate",
    "Amendment",
    "Brand",
    "AuditMark",
    "BudgetLine",
    "BudgetPlan",
    "BusinessReview",
    "CloseOutTask",
    "Commitment",
    "Concern",
    "ConcernNote",
    "ContinuationReview",
    "Escalation",
    "EscalationStep",
    "Exclusivity",
    "Handover",
    "Kpi",
    "Objective",
    "ObjectiveChange",
    "Opening",
    "Opportunity",
    "OverBudget",
    "Partnership",
    "PartnershipQuerySet",
    "PerformanceTerm",
    "Renewal",
    "Retainer",
    "RoadmapItem",
    "RoleChange",
    "Sow",
    "Support",
    "TenureStep",
    "TierChange",
    "TierPolicy",
]
