"""Corrections: what the creator was told last, what waits, and which sent summaries are no longer
right (product.md, row 57)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django_scopes import scope

from accounts.models import Workspace
from campaigns.enums import CampaignState, CollaborationState
from campaigns.models import Result
from campaigns.queries.tallies import tallies
from campaigns.rules.tallies import Tally
from core.models import ImportJob
from core.models.imports import ImportState
from reports.models import Correction, CorrectionState, Summary, SummaryState
from reports.queries.sweeps import Row
from reports.rules.clock import Quiet, sends_itself_at
from reports.rules.corrections import Change, changes, compared, tells_sums

A_BATCH = 500
_CLOSED = Q(
    collaboration__state=CollaborationState.CLOSED,
    collaboration__campaign__state=CampaignState.CLOSED,
)


@dataclass(frozen=True)
class Told:
    """What the creator knows: of the summary, or of the last correction sent; and since when."""

    figures: Mapping[str, Any]
    at: datetime


@dataclass(frozen=True)
class Story:
    """A sent summary with all its corrections, oldest first."""

    summary: Summary
    corrections: list[Correction]

    @property
    def draft(self) -> Correction | None:
        return next((c for c in self.corrections if c.state == CorrectionState.DRAFT), None)

    @property
    def sent(self) -> list[Correction]:
        return [c for c in self.corrections if c.state == CorrectionState.SENT]

    @property
    def told(self) -> Told:
        if self.sent:
            last = self.sent[-1]
            assert last.decided_at is not None
            return Told(last.figures, last.decided_at)
        assert self.summary.sent_at is not None
        return Told(self.summary.figures, self.summary.sent_at)

    @property
    def refused(self) -> Mapping[str, Any] | None:
        """The figures that a person decided last not to tell of."""
        last = self.corrections[-1] if self.corrections else None
        by_hand = last is not None and last.drop_reason
        return last.figures if last is not None and by_hand else None

    def before(self, correction: Correction) -> Mapping[str, Any]:
        """What the creator knew when this one was made."""
        earlier = [c.figures for c in self.sent if c.number < correction.number]
        return earlier[-1] if earlier else self.summary.figures

    def changes(self, correction: Correction) -> list[Change]:
        return changes(self.before(correction), correction.figures)


def story_of(summary: Summary) -> Story:
    """One query."""
    rows = summary.corrections.select_related("decided_by", "mail")
    rows = rows.defer("chart_png", "mail__text", "mail__html")
    return Story(summary, list(rows.order_by("number")))


def told_of(summary: Summary) -> list[tuple[Correction, list[Change]]]:
    """Each correction with what it changes, newest first; one query, none of an unsent one."""
    if summary.state != SummaryState.SENT:
        return []
    story = story_of(summary)
    return [(one, story.changes(one)) for one in reversed(story.corrections)]


def file_since(summary: Summary, since: datetime) -> str:
    """The name of the newest file that brought results after `since`, "" where none did, or where
    it was undone; two queries at most."""
    rows = Result.objects.filter(
        collaboration=summary.collaboration_id, job__isnull=False, updated_at__gt=since
    )
    newest = rows.order_by("-updated_at").values_list("job", flat=True).first()
    if newest is None:
        return ""
    job = ImportJob.objects.filter(pk=newest).exclude(state=ImportState.UNDONE).first()
    return job.file_name if job else ""


def sent_of_campaign(campaign_id: int) -> list[int]:
    """Ids of summaries that were sent of a campaign that is closed now."""
    rows = Summary.objects.filter(
        _CLOSED, state=SummaryState.SENT, collaboration__campaign=campaign_id
    )
    return list(rows.order_by("pk").values_list("pk", flat=True))


def changed_since_sent() -> list[Row]:
    """What no signal told: sent summaries of closed campaigns whose sums are not those that were
    told last, and drafts whose sums are. Three queries for each five hundred."""
    found: list[Row] = []
    for workspace in Workspace.objects.order_by("pk"):
        with scope(workspace=workspace):
            rows = Summary.objects.filter(_CLOSED, state=SummaryState.SENT).order_by("pk")
            ids = list(rows.values_list("pk", flat=True))
            for start in range(0, len(ids), A_BATCH):
                some = ids[start : start + A_BATCH]
                found += [(workspace.pk, pk) for pk in _changed(some)]
    return found


def _changed(ids: Iterable[int]) -> list[int]:
    summaries = Summary.objects.filter(pk__in=ids).only("collaboration", "figures", "sent_at")
    told: dict[int, dict[str, Any]] = {row.pk: row.figures for row in summaries}
    known: dict[int, dict[str, Any]] = {}
    for row in (
        Correction.objects.filter(summary__in=list(told))
        .order_by("number")
        .only("summary", "state", "figures", "drop_reason")
    ):
        if row.state == CorrectionState.SENT:
            told[row.summary_id] = row.figures
            known.pop(row.summary_id, None)
        elif row.state == CorrectionState.DRAFT or row.drop_reason:
            known[row.summary_id] = row.figures
    parts = {row.pk: row.collaboration_id for row in summaries}
    sums = tallies(Result.objects.filter(collaboration__in=parts.values()), "collaboration_id")
    return [
        pk
        for pk, figures in told.items()
        if not tells_sums(known.get(pk, figures), sums.get((parts[pk],), Tally()))
    ]


def with_everything() -> QuerySet[Correction]:
    return Correction.objects.select_related(
        "workspace",
        "decided_by",
        "mail",
        *(
            f"summary__{path}"
            for path in (
                "workspace",
                "collaboration__campaign__brand",
                "collaboration__campaign__owner",
                "collaboration__partnership__creator",
                "collaboration__partnership__brand",
                "collaboration__partnership__owner",
            )
        ),
    ).defer("summary__chart_png", "mail__text", "mail__html")


def correction_counts() -> dict[str, int]:
    """How many wait, were sent and were not needed; one query."""
    return Correction.objects.aggregate(
        waiting=Count("pk", filter=Q(state=CorrectionState.DRAFT)),
        sent=Count("pk", filter=Q(state=CorrectionState.SENT)),
        dropped=Count("pk", filter=Q(state=CorrectionState.DROPPED)),
    )


@dataclass(frozen=True)
class CorrectionPage:
    """What stands beside the form, in the reader's language. `sends_at`: when it goes out by
    itself; None if it will not."""

    changes: list[Change]
    rows: list[Change]
    taken_at: datetime
    address: str
    sends_at: datetime | None
    waiting: bool
    reopened: bool
    overdue: bool


def page_of(story: Story, correction: Correction, now: datetime) -> CorrectionPage:
    """No query: `correction` comes from `with_everything`."""
    part = correction.summary.collaboration
    creator = part.partnership.creator
    address = part.partnership.mail_to[0]
    waiting = correction.state == CorrectionState.DRAFT
    reopened = part.campaign.state != CampaignState.CLOSED
    quiet = Quiet(creator.zone, creator.quiet_from, creator.quiet_until)
    by_itself = waiting and not reopened and bool(address)
    before = story.before(correction)
    return CorrectionPage(
        changes=changes(before, correction.figures),
        rows=compared(before, correction.figures),
        taken_at=datetime.fromisoformat(correction.figures["taken_at"]),
        address=address,
        sends_at=sends_itself_at(correction.found_at, quiet) if by_itself else None,
        waiting=waiting,
        reopened=reopened,
        overdue=waiting and now > correction.due_at,
    )
