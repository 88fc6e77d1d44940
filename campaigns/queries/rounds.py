"""One deliverable with its rounds, files and history, in a fixed number of queries (row 41)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campaigns.deliverable_emails import REVISION
from campaigns.enums import DeliverableState
from campaigns.models import BriefVersion, Deliverable, DeliverableFile, Submission
from campaigns.rules.briefs import ReadSection, read_in
from campaigns.rules.rounds import says_unclear_brief, standing_of
from core.file_names import MOST_PREVIEWED, is_renamed
from core.models import AuditEntry, OutgoingMail
from partnerships.enums import Stage

# Of a piece of work nobody needs more; the audit has the rest.
MOST_TOLD = 50
_TOLD: dict[str, str | Promise] = {
    "deliverable.added": pgettext_lazy("deliverable", "Planned"),
    "deliverable.updated": _("Edited"),
    "deliverable.submitted": _("Handed in"),
    "deliverable.revision_asked": _("Revision asked"),
    "deliverable.approved": _("Approved"),
    "deliverable.published": _("Published"),
    "deliverable.taken_back": _("Publication taken back"),
}


@dataclass(frozen=True)
class FileLine:
    """`preview`: a browser may draw it small; `renamed`: its name promises other bytes."""

    row: DeliverableFile
    preview: bool
    renamed: bool


@dataclass(frozen=True)
class Round:
    """`again`: nothing was handed in, the same draft was looked at once more."""

    row: Submission
    files: list[FileLine]
    again: bool


@dataclass(frozen=True)
class Standing:
    """`rounds`: newest first; `files`: of no round; `seen`: for the forms of a verdict."""

    rounds: list[Round]
    files: list[FileLine]
    removed: list[DeliverableFile]
    history: list[tuple[str | Promise, AuditEntry]]
    angle: ReadSection | None
    unclear: bool
    seen: str

    @property
    def open(self) -> Submission | None:
        last = self.rounds[0].row if self.rounds else None
        return last if last is not None and not last.verdict else None


def standing(deliverable: Deliverable) -> Standing:
    """Four queries."""
    rows = list(rounds_of(deliverable).select_related("by", "verdict_by", "mail"))
    seen: dict[int | None, list[FileLine]] = defaultdict(list)
    removed = []
    for file in deliverable.files.select_related("by"):
        if file.removed_at is None:
            seen[file.submission_id].append(_line(file))
        else:
            removed.append(file)
    return Standing(
        rounds=[Round(row, seen[row.pk], row.submitted_at == row.verdict_at) for row in rows],
        files=seen[None],
        removed=removed,
        history=_history(deliverable),
        angle=angle_of(deliverable),
        unclear=says_unclear_brief(deliverable.revisions),
        seen=standing_of(rows[0] if rows else None),
    )


def rounds_of(deliverable: Deliverable) -> QuerySet[Submission]:
    """Newest first."""
    return Submission.objects.filter(deliverable=deliverable).order_by("-number")


def seen_of(deliverable: Deliverable) -> str:
    return standing_of(rounds_of(deliverable).first())


def angle_of(deliverable: Deliverable, language: str = "") -> ReadSection | None:
    """The angle of the newest brief that was shared, in `language` or the creator's; one query."""
    part = deliverable.collaboration
    rows = BriefVersion.objects.filter(brief__collaboration=part).order_by("-number")
    version = rows.only("sections").first()
    if version is None:
        return None
    read = read_in(version.sections, language or part.partnership.creator.language)
    return next((section for section in read if section.key == "angle"), None)


def screenshot_of(deliverable: Deliverable) -> DeliverableFile | None:
    """The newest picture of what was published, if it can be drawn; one query."""
    rows = deliverable.files.filter(removed_at=None, size__lte=MOST_PREVIEWED)
    return next((row for row in rows.exclude(kind="draft") if row.can_be_drawn), None)


def handed_in() -> QuerySet[Submission]:
    """Rounds that began with something coming in, without those looked at once more."""
    return Submission.objects.filter(Q(verdict_at=None) | ~Q(submitted_at=F("verdict_at")))


def reason_not_to_ask(mail: OutgoingMail, at: datetime) -> str | None:
    """Stop rule of a mail that asks for another draft: it came meanwhile, or is not wanted."""
    path = "deliverable__collaboration__partnership"
    row: Any = Submission.objects.select_related(path).filter(public_id=mail.about_id).first()
    if row is None or mail.kind != REVISION:
        return None
    if row.deliverable.state != DeliverableState.REVISION:
        return "the draft is no longer waited for"
    ended = row.deliverable.collaboration.partnership.stage == Stage.ENDED
    return "the partnership has ended" if ended else None


def _line(file: DeliverableFile) -> FileLine:
    return FileLine(
        row=file,
        preview=file.can_be_drawn and file.size <= MOST_PREVIEWED,
        renamed=is_renamed(file.name, file.content_type),
    )


def _history(deliverable: Deliverable) -> list[tuple[str | Promise, AuditEntry]]:
    rows = AuditEntry.objects.filter(
        object_type=Deliverable._meta.label_lower, object_id=deliverable.public_id, verb__in=_TOLD
    ).select_related("by")
    return [(_TOLD[row.verb], row) for row in rows.order_by("-at", "-pk")[:MOST_TOLD]]
