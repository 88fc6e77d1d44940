from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _


class Tier(models.TextChoices):
    T1 = "T1", _("T1 · strategic")
    T2 = "T2", _("T2 · regular")
    T3 = "T3", _("T3 · occasional")


class Cadence(models.TextChoices):
    MONTHLY = "monthly", _("Monthly")
    QUARTERLY = "quarterly", _("Quarterly")
    NONE = "none", pgettext_lazy("cadence", "None")


class Stage(models.TextChoices):
    OPENING = "opening", pgettext_lazy("stage", "Opening")
    ACTIVE = "active", pgettext_lazy("stage", "Active")
    PAUSED = "paused", pgettext_lazy("stage", "Paused")
    ENDED = "ended", pgettext_lazy("stage", "Ended")


class AgreementKind(models.TextChoices):
    ANNUAL = "annual", _("Annual agreement")
    EVERGREEN = "evergreen", _("Evergreen agreement")
    MULTI_YEAR = "multi_year", _("Multi-year agreement")
    STANDING = "standing", _("Standing terms")


class AgreementState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("agreement", "Draft")
    SENT = "sent", pgettext_lazy("agreement", "Sent")
    SIGNED = "signed", pgettext_lazy("agreement", "Signed")
    IN_FORCE = "in_force", pgettext_lazy("agreement", "In force")
    IN_NOTICE = "in_notice", pgettext_lazy("agreement", "In notice")
    ENDED = "ended", pgettext_lazy("agreement", "Ended")
    # Never came into force.
    WITHDRAWN = "withdrawn", pgettext_lazy("agreement", "Withdrawn")


class ContentUse(models.TextChoices):
    """Where the brand may use what the creator made."""

    ORGANIC = "organic", _("The brand's own channels")
    PAID = "paid", _("Paid advertising")
    SITE = "site", _("Website and shop")
    MAIL = "mail", _("Newsletters")
    PRINT = "print", _("Print and points of sale")
    PRESS = "press", _("Press")


class Metric(models.TextChoices):
    """What a KPI, an objective or a performance term is measured by. The two rates are fractions:
    0.05 is 5 %."""

    ENGAGEMENT_RATE = "engagement_rate", _("Engagement rate")
    CONVERSION_RATE = "conversion_rate", _("Conversion rate")
    IMPRESSIONS = "impressions", _("Impressions")
    REACH = "reach", _("Reach")
    VIEWS = "views", _("Views")
    CLICKS = "clicks", _("Clicks")
    PURCHASES = "purchases", _("Purchases")
    NEW_CUSTOMERS = "new_customers", _("New customers")
    REVENUE = "revenue", _("Revenue")


class PerformanceKind(models.TextChoices):
    REVENUE_SHARE = "revenue_share", _("Revenue share")
    BONUS = "bonus", _("Performance bonus")
    # Recorded, never computed.
    EQUITY = "equity", _("Equity")


class Rhythm(models.TextChoices):
    """How often something is counted and paid."""

    CAMPAIGN = "campaign", _("After each campaign")
    MONTH = "month", _("Monthly")
    QUARTER = "quarter", _("Quarterly")


class AmendmentState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("amendment", "Draft")
    SENT = "sent", pgettext_lazy("amendment", "Sent")
    SIGNED = "signed", pgettext_lazy("amendment", "Signed")
    IN_FORCE = "in_force", pgettext_lazy("amendment", "In force")
    WITHDRAWN = "withdrawn", pgettext_lazy("amendment", "Withdrawn")


class SowState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("SOW", "Draft")
    SENT = "sent", pgettext_lazy("SOW", "Sent")
    AGREED = "agreed", pgettext_lazy("SOW", "Agreed")


class RenewalState(models.TextChoices):
    # The yearly window to adjust is open.
    OPEN = "open", pgettext_lazy("renewal", "Window open")
    RENEWED = "renewed", pgettext_lazy("renewal", "Renewed")
    # Notice or an end came first.
    STOPPED = "stopped", pgettext_lazy("renewal", "Stopped")


class CloseOut(models.TextChoices):
    """What is left to do when somebody gave notice."""

    FINISH_WORK = "finish_work", _("Finish the work that is agreed")
    SETTLE = "settle", _("Pay what is owed")
    RESULTS = "results", _("Share the last results")
    RIGHTS = "rights", _("Note when the content rights run out")
    FAREWELL = "farewell", _("Say thank you and ask why")


class EndKind(models.TextChoices):
    """Why a partnership ended, to be counted (row 14); the words stand beside it."""

    RAN_OUT = "ran_out", _("Ran its time")
    PERFORMANCE = "performance", _("Results")
    FIT = "fit", _("No longer a fit")
    BUDGET = "budget", _("Budget")
    CREATOR_LEFT = "creator_left", _("The creator's wish")
    SILENCE = "silence", _("Went silent")
    TROUBLE = "trouble", _("A problem")
    OTHER = "other", pgettext_lazy("end", "Other")


class ReviewKind(models.TextChoices):
    FIRST_CAMPAIGN = "first_campaign", _("After the first campaign")
    QUARTERLY = "quarterly", _("Quarterly checkpoint")


class Decision(models.TextChoices):
    EXTEND = "extend", _("Extend")
    ADJUST = "adjust", _("Adjust")
    STOP = "stop", _("Stop")


class OpportunityKind(models.TextChoices):
    FEATURE = "feature", _("Feature")
    SERIES = "series", _("Signature series with credit")
    PLATFORM = "platform", _("New platform")
    BIGGER = "bigger", _("Bigger campaign")
    AMBASSADOR = "ambassador", _("Ambassador")
    ADVISOR = "advisor", _("Advisor")


class OpportunityState(models.TextChoices):
    IDEA = "idea", pgettext_lazy("opportunity", "Idea")
    OFFERED = "offered", pgettext_lazy("opportunity", "Offered")
    ACCEPTED = "accepted", pgettext_lazy("opportunity", "Accepted")
    DECLINED = "declined", pgettext_lazy("opportunity", "Declined")
    DONE = "done", pgettext_lazy("opportunity", "Done")
    DROPPED = "dropped", pgettext_lazy("opportunity", "Dropped")


class RoadmapKind(models.TextChoices):
    LEARNED = "learned", _("Learned")
    TRYING = "trying", _("Trying")
    BUILDING = "building", _("Building")


class RoadmapState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("roadmap", "Planned")
    DOING = "doing", pgettext_lazy("roadmap", "In work")
    DONE = "done", pgettext_lazy("roadmap", "Done")
    DROPPED = "dropped", pgettext_lazy("roadmap", "Dropped")


class SupportKind(models.TextChoices):
    """What the brand did for the creator (row 50)."""

    FEATURED = "featured", _("Featured")
    SHARED = "shared", _("Shared")
    CREDITED = "credited", _("Credited")
    LAUNCH = "launch", _("Promoted their launch")
    OTHER = "other", pgettext_lazy("support", "Other")


class PartnerRole(models.TextChoices):
    """Steps of growth (row 73)."""

    PARTNER = "partner", pgettext_lazy("role", "Partner")
    AMBASSADOR = "ambassador", pgettext_lazy("role", "Ambassador")
    ADVISOR = "advisor", pgettext_lazy("role", "Advisor")


class CostKind(models.TextChoices):
    """What it cost to win a creator, spread over their campaigns (row 32)."""

    VETTING = "vetting", _("Vetting")
    NEGOTIATION = "negotiation", _("Negotiation")
    SAMPLES = "samples", _("Samples and gifts")
    TRAVEL = "travel", _("Travel")
    OTHER = "other", pgettext_lazy("cost", "Other")


class Severity(models.TextChoices):
    LOW = "low", _("Low")
    MEDIUM = "medium", _("Medium")
    HIGH = "high", _("High")
    CRITICAL = "critical", _("Critical")


class Escalate(models.TextChoices):
    """Whom a step of the escalation path tells."""

    OWNER = "owner", _("Whoever looks after it")
    CONTACT = "contact", _("The creator's contact")
    OWNERS = "owners", _("Owners of the workspace")


class CommitmentKind(models.TextChoices):
    FEE = "fee", _("Fee of a collaboration")
    RETAINER = "retainer", _("Retainer")
    SESSION = "session", _("Session")
    REVENUE_SHARE = "revenue_share", _("Revenue share")
    BONUS = "bonus", _("Performance bonus")
    OTHER = "other", pgettext_lazy("commitment", "Other")


class CommitmentState(models.TextChoices):
    COMMITTED = "committed", pgettext_lazy("commitment", "Committed")
    SPENT = "spent", pgettext_lazy("commitment", "Spent")
    # The work was called off; kept, so that the history adds up.
    RELEASED = "released", pgettext_lazy("commitment", "Released")


class AuditItem(models.TextChoices):
    """The three lights of the mutual-value audit (row 66)."""

    WORK = "work", _("Consistent work")
    INPUT = "input", _("Creative input")
    GROWTH = "growth", _("Visible growth")


class Light(models.TextChoices):
    GREEN = "green", _("Green")
    AMBER = "amber", _("Amber")
    RED = "red", _("Red")


def figure_words(key: str, has: int | None, wanted: int | None) -> str:
    """A figure that falls short, in words: "potential score 55 of 70"."""
    names = {"score": gettext("potential score"), "campaigns": gettext("finished campaigns")}
    values = {"name": names[key], "has": "–" if has is None else has, "wanted": wanted}
    return gettext("%(name)s %(has)s of %(wanted)s") % values
