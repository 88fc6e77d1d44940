"""What ImportRows and counts say of a row, and where a run is."""

import time

from django.db import connection

from core.imports.registry import Verdict
from core.imports.sentences import Sentence, recorded
from core.imports.sentences import gettext as _
from core.models import ImportJob, ImportRow
from core.models.imports import RowOutcome

# Where a run is, kept among the counts so that it is written with them.
LAST = "_last"
# Where an undoing of a large file is, and that a file is one (large.py).
UNDOING = "_undoing"
LARGE = "_large"


def last_done(job: ImportJob) -> int:
    """The number of the last row that a run has applied; 0 before the first one."""
    return int(job.counts.get(LAST, 0))


def tell(row: ImportRow, verdict: Verdict) -> ImportRow:
    row.outcome = verdict.outcome
    say(row, verdict.reason)
    row.object_type, row.object_id = verdict.object_type, verdict.object_id
    row.before, row.after = verdict.before, verdict.after
    return row


def say(row: ImportRow, why: str) -> None:
    row.reason, row.said = why, recorded(why) if isinstance(why, Sentence) else None


def broken() -> tuple[str, str]:
    return RowOutcome.ERROR, _("This row could not be saved. The others were not harmed by it.")


def let_others_write() -> None:
    """SQLite has one writer: whoever waits for it gets a moment between two batches."""
    if connection.vendor == "sqlite":
        time.sleep(0.02)
