"""What this room can do to many creators at once: tags, archive, restore."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.bulk.registry import (
    SAME,
    BulkAct,
    BulkForm,
    Outcome,
    RowRefused,
    register_act,
    register_list,
)
from core.models import BulkJob, BulkRow
from creators.actions.creators import archive_creator, restore_creator
from creators.actions.retagging import drop_unused_tags, put_tags_back, retag
from creators.errors import Refused
from creators.forms.bulk import TagForm
from creators.models import Creator
from creators.queries.selection import DIRECTORY, load_creators, tags_of

BATCH = 500


class TagAct(BulkAct):
    kind = "creators.tag"
    slot = DIRECTORY
    title = _("Tags")
    icon = "tag"
    order = 10
    verb = _("Change the tags")
    refusals = (Refused,)

    def form(self, data: Any, job: BulkJob) -> BulkForm:
        return TagForm(data, tags=tags_of(job.selection))

    def describe(self, options: Mapping[str, Any]) -> str:
        parts = [
            f"{sign} {name}"
            for sign, key in (("+", "add"), ("−", "remove"))
            for names in options.get(key, {}).values()
            for name in names
        ]
        return ", ".join(parts)

    def apply(
        self, job: BulkJob, known: Any, batch: Any, row: Creator, *, by: Any, at: datetime
    ) -> Outcome:
        add, remove = job.options["add"], job.options["remove"]
        done = retag(creator=row, add=add, remove=remove, by=by, at=at)
        if done is None:
            return Outcome(SAME)
        return Outcome(before=done.before, after={"tags": done.after, "made": done.made})

    def undo(self, job: BulkJob, told: BulkRow, row: Creator, *, by: Any, at: datetime) -> None:
        after = told.after["tags"]
        put_tags_back(creator=row, expected=after, tags=told.before, by=by, at=at)

    def after_undo(self, job: BulkJob) -> None:
        made = {
            public_id
            for after in job.rows.exclude(after=None).values_list("after", flat=True)
            for public_id in (after or {}).get("made", ())
        }
        drop_unused_tags(made)


class ArchiveAct(BulkAct):
    kind = "creators.archive"
    slot = DIRECTORY
    title = pgettext_lazy("bulk act", "Archive")
    icon = "archive"
    order = 80
    verb = pgettext_lazy("bulk act", "Archive")
    intro = _("They leave the directory, and everything about them is kept.")

    def apply(
        self, job: BulkJob, known: Any, batch: Any, row: Creator, *, by: Any, at: datetime
    ) -> Outcome:
        if not archive_creator(creator=row, by=by, at=at):
            return Outcome(SAME, _("Archived already."))
        return Outcome(after={"archived_at": at.isoformat()})

    def undo(self, job: BulkJob, told: BulkRow, row: Creator, *, by: Any, at: datetime) -> None:
        if _since(row) != told.after["archived_at"]:
            raise RowRefused(_("It was restored or archived again since."))
        restore_creator(creator=row, by=by, at=at)

    refusals = (Refused,)


class RestoreAct(BulkAct):
    kind = "creators.restore"
    slot = DIRECTORY
    title = _("Restore")
    icon = "archive-restore"
    order = 81
    verb = _("Restore")
    intro = _("They are back in the directory.")
    refusals = (Refused,)

    def apply(
        self, job: BulkJob, known: Any, batch: Any, row: Creator, *, by: Any, at: datetime
    ) -> Outcome:
        before = {"archived_at": _since(row)}
        if not restore_creator(creator=row, by=by, at=at):
            return Outcome(SAME, _("Not archived."))
        return Outcome(before=before)

    def undo(self, job: BulkJob, told: BulkRow, row: Creator, *, by: Any, at: datetime) -> None:
        since = datetime.fromisoformat(told.before["archived_at"])
        if not archive_creator(creator=row, by=by, at=at, since=since):
            raise RowRefused(_("It was archived again since."))


def _since(creator: Creator) -> str:
    return creator.archived_at.isoformat() if creator.archived_at else ""


def register() -> None:
    register_list(DIRECTORY, load_creators)
    for act in (TagAct(), ArchiveAct(), RestoreAct()):
        register_act(act)
