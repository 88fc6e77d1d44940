"""What a creator may read of themselves (row 75): only what was shared, never an internal note.

Each function takes the Creator and gives plain rows for one page, in a fixed number of queries.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from campaigns.basis import title_of
from campaigns.enums import CampaignState, CollaborationState, DeliverableState
from campaigns.models import BriefVersion, Collaboration, Debrief, Deliverable, Payment
from creators.models import Creator
from partnerships.enums import AgreementState, AmendmentState, Stage
from partnerships.models import Agreement, Amendment, Partnership
from partnerships.queries.amendments import Told, told
from partnerships.queries.terms import terms_of, with_terms
from partnerships.rules.term_words import InWords
from reports.models import Correction, CorrectionState, Summary, SummaryState

# All that a page says of a campaign: reading whole rows of four tables costs more than the page.
_CAMPAIGN = ("campaign__name", "campaign__starts_on", "campaign__ends_on", "campaign__brand__name")
_WORK = ("fee_amount", "fee_currency", *_CAMPAIGN)
_SUMMARY = ("public_id", "state", "closed_at", "figures", "opening")
# Of a home page: who has worked more finds the rest under results.
MOST_SHOWN = 60
# What was sent of a change and does not hold yet.
_COMING = (AmendmentState.SENT, AmendmentState.SIGNED)


@dataclass(frozen=True)
class Shared:
    """The newest version of a brief that was shared."""

    public_id: str
    number: int


@dataclass(frozen=True)
class Work:
    """A collaboration that is not finished, with the newest shared brief (or None)."""

    collaboration: Collaboration
    brief: Shared | None
    deliverables: list[Deliverable]


def partnerships(creator: Creator) -> QuerySet[Partnership]:
    return (
        creator.partnerships.exclude(stage=Stage.ENDED)
        .select_related("brand", "owner")
        .only("creator", "started_on", "brand__name", "owner__name", "owner__email")
        .order_by("brand__name", "pk")
    )


def unfinished_work(creator: Creator) -> list[Work]:
    """Soonest first; two queries."""
    rows = _with_newest_brief(
        Collaboration.objects.filter(_unfinished(), partnership__creator=creator)
    )
    return work_of(list(rows.order_by("campaign__starts_on", "pk")))


def work_of(rows: list[Collaboration]) -> list[Work]:
    """Of unfinished collaborations as `_with_newest_brief` read them; one query."""
    found: dict[int, list[Deliverable]] = {row.pk: [] for row in rows}
    deliverables = Deliverable.objects.filter(collaboration__in=list(found)) if rows else []
    for deliverable in sorted(deliverables, key=lambda d: (d.due_on, d.pk)):
        found[deliverable.collaboration_id].append(deliverable)
    return [
        Work(
            collaboration=row,
            brief=Shared(row.brief_id_shared, row.brief_number) if row.brief_number else None,  # type: ignore[attr-defined]
            deliverables=found[row.pk],
        )
        for row in rows
    ]


@dataclass(frozen=True)
class Home:
    """`pending`: closed, the summary still on its way; `summaries`: newest first."""

    work: list[Work]
    pending: list[Collaboration]
    summaries: list[Summary]


def home_of(creator: Creator, *, summaries: int = 3) -> Home:
    """The creator's campaigns, running and finished, in two queries."""
    rows = list(
        _with_newest_brief(
            Collaboration.objects.filter(
                _unfinished() | Q(state=CollaborationState.CLOSED), partnership__creator=creator
            )
        )
        .select_related("campaign__brand", "summary")
        .only(*_WORK, "state", "closed_at", *(f"summary__{name}" for name in _SUMMARY))
        .annotate(corrected=_corrected(summary__collaboration=OuterRef("pk")))
        .order_by(F("closed_at").desc(nulls_first=True), "campaign__starts_on", "pk")[:MOST_SHOWN]
    )
    closed = [row for row in rows if row.state == CollaborationState.CLOSED]
    sent = [row.summary for row in closed if _is_sent(row)]
    for row in closed:
        if _is_sent(row):
            row.summary.corrected = row.corrected  # type: ignore[attr-defined]
    return Home(
        work=work_of([row for row in rows if row.state != CollaborationState.CLOSED]),
        pending=[row for row in closed if not _is_sent(row)],
        summaries=sent[:summaries],
    )


def _is_sent(row: Collaboration) -> bool:
    return hasattr(row, "summary") and row.summary.state == SummaryState.SENT


def _unfinished() -> Q:
    states = [CollaborationState.INVITED, CollaborationState.CONFIRMED]
    return Q(state__in=states) & ~Q(campaign__state=CampaignState.CLOSED)


def _with_newest_brief(rows: QuerySet[Collaboration]) -> QuerySet[Collaboration]:
    versions = BriefVersion.objects.filter(brief__collaboration=OuterRef("pk")).order_by("-number")
    return (
        rows.select_related("campaign__brand")
        .only(*_WORK)
        .annotate(
            brief_id_shared=Subquery(versions.values("public_id")[:1]),
            brief_number=Subquery(versions.values("number")[:1]),
        )
    )


def next_deliverables(work: list[Work], limit: int = 3) -> list[Deliverable]:
    """The nearest unpublished ones over all work, soonest first."""
    open_ones = [
        deliverable
        for item in work
        for deliverable in item.deliverables
        if deliverable.state != DeliverableState.PUBLISHED
    ]
    return sorted(open_ones, key=lambda d: (d.due_on, d.pk))[:limit]


def sent_summaries(creator: Creator) -> QuerySet[Summary]:
    """Newest first; a draft is nobody's business yet."""
    return (
        Summary.objects.filter(collaboration__partnership__creator=creator, state=SummaryState.SENT)
        .annotate(corrected=_corrected(summary=OuterRef("pk")))
        .select_related("collaboration__campaign__brand")
        .only(
            "public_id",
            "closed_at",
            "figures",
            "opening",
            "personal",
            "worked",
            "did_not",
            "next_time",
            "chart_svg",
            *(f"collaboration__{name}" for name in _CAMPAIGN),
        )
        .order_by("-closed_at", "-pk")
    )


def _corrected(**of: Any) -> Subquery:
    """The figures of the last correction that was sent; None where none was."""
    rows = Correction.objects.filter(**of, state=CorrectionState.SENT)
    return Subquery(rows.order_by("-number").values("figures")[:1])


def told_corrections(summary: Summary) -> list[Correction]:
    """What was sent of corrections, oldest first; one query."""
    rows = Correction.objects.filter(summary=summary, state=CorrectionState.SENT)
    rows = rows.only("number", "figures", "note", "decided_at", "chart_svg")
    return list(rows.order_by("number"))


def shared_debriefs(creator: Creator) -> QuerySet[Debrief]:
    """Wins and debriefs that were shared, newest first; what stands aside is not even read."""
    return (
        Debrief.objects.filter(collaboration__partnership__creator=creator, shared_at__isnull=False)
        .select_related("collaboration__campaign__brand", "collaboration__partnership__owner")
        .defer("aside")
        .order_by("-shared_at", "-pk")
    )


def finished_without_summary(creator: Creator) -> QuerySet[Collaboration]:
    """Closed campaigns whose summary is still on its way: shown as such, with the promise."""
    return (
        Collaboration.objects.filter(partnership__creator=creator, state=CollaborationState.CLOSED)
        .exclude(summary__state=SummaryState.SENT)
        .select_related("campaign__brand")
        .only("closed_at", *_CAMPAIGN)
        .order_by("-closed_at", "-pk")
    )


@dataclass(frozen=True)
class Agreed:
    """An agreement in the words that the team reads too; `changes`: what was sent to be answered,
    or is signed and begins on a day to come."""

    agreement: Agreement
    words: InWords
    changes: list[Told]


def agreements(creator: Creator, today: date) -> list[Agreed]:
    """Everything that was ever sent to the creator, with their prices of `today`; drafts are not.
    Three queries."""
    rows = (
        Agreement.objects.filter(partnership__creator=creator)
        .exclude(state=AgreementState.DRAFT)
        .select_related("partnership__brand", "partnership__owner")
        .order_by("-starts_on", "-pk")
    )
    found = with_terms(rows)
    coming = Amendment.objects.filter(agreement__in=found, state__in=_COMING).order_by("number")
    changes = [told(row) for row in coming]
    return [
        Agreed(
            row, InWords(terms_of(row), today),
            [one for one in changes if one.row.agreement_id == row.pk],
        )
        for row in found
    ]  # fmt: skip


def shared_versions(creator: Creator) -> QuerySet[BriefVersion]:
    return BriefVersion.objects.filter(
        brief__collaboration__partnership__creator=creator
    ).select_related("brief__collaboration__campaign__brand", "shared_by")


def payments(creator: Creator) -> QuerySet[Payment]:
    return (
        Payment.objects.filter(partnership__creator=creator)
        .select_related("collaboration__campaign", "partnership__brand")
        .only(
            "partnership__brand__name",
            "collaboration__campaign__name",
            "kind",
            "note",
            "basis",
            "first",
            "last",
            "amount",
            "currency",
            "due_on",
            "paid_on",
        )
        .order_by("-due_on", "-pk")
    )


@dataclass(frozen=True)
class Owed:
    """A payment as the creator reads it: what it is for in plain words, and for which brand."""

    payment: Payment
    title: str
    brand: str


def owed(rows: QuerySet[Payment]) -> list[Owed]:
    return [Owed(row, title_of(row), row.partnership.brand.name) for row in rows]


def today_of(creator: Creator, now: datetime) -> date:
    """The creator's own date: what is due is due where they live."""
    return now.astimezone(creator.zone).date()
