"""Drafts of a campaign that was opened again leave their clock (product.md, row 57)."""

from datetime import datetime

from django.db import transaction

from campaigns.models import Collaboration
from core import audit
from core.models import AuditEntry
from reports.models import Summary, SummaryState
from reports.queries.sweeps import is_stale
from reports.rules.wording import WORDS

WITHDRAWN = "withdraw summary"
KEPT = (*WORDS, "personal")


def withdraw_draft(*, summary: Summary, at: datetime) -> bool:
    """Take an unsent summary away whose campaign is open again, or was closed anew since: the next
    closing makes another one, with a clock of its own. False if there is nothing to take away.

    Words that people typed are kept: the new draft begins with them.
    """
    with transaction.atomic():
        rows = Summary.objects.select_for_update(of=["self"]).exclude(state=SummaryState.SENT)
        found = rows.select_related("collaboration__campaign").filter(pk=summary.pk).first()
        if found is None or not is_stale(found):
            return False
        told = {"words": typed_words(found), "state": found.state, "held": found.hold_reason}
        audit.record(verb=WITHDRAWN, obj=found.collaboration, by=None, at=at, changes=told)
        found.delete()
    return True


def typed_words(summary: Summary) -> dict[str, str]:
    """What people wrote into a draft, beside what it was made with."""
    made = {"personal": "", **summary.figures.get("drafted", {})}
    return {name: getattr(summary, name) for name in KEPT if getattr(summary, name) != made[name]}


def kept_words(collaboration: Collaboration) -> dict[str, str]:
    """What was typed into the draft that was taken away last; one query."""
    entry = (
        AuditEntry.objects.filter(
            verb=WITHDRAWN,
            object_type=collaboration._meta.label_lower,
            object_id=collaboration.public_id,
        )
        .order_by("-at", "-pk")
        .first()
    )
    words: dict[str, str] = entry.changes.get("words", {}) if entry else {}
    return {name: text for name, text in words.items() if name in KEPT}
