"""What an import of results says of a line, and to whom it tells that figures have changed."""

from collections.abc import Sequence
from functools import lru_cache

from django.db import transaction
from django.utils import timezone, translation

from campaigns.models import Campaign, Result
from campaigns.models.result import metric_label
from campaigns.signals import results_changed
from core.imports.registry import Verdict
from core.imports.sentences import Sentence, joined
from core.imports.sentences import gettext as _
from core.models import ImportJob
from core.models.imports import RowOutcome

RESULT = Result._meta.label_lower


def again(line: int, *, same: bool) -> Verdict:
    """A line whose row was asked for by an earlier one of the same file."""
    if same:
        return Verdict(RowOutcome.SAME, _("The same as line %(line)s.") % {"line": line})
    words = _(
        "Line %(line)s has other numbers for the same post, day and market. Keep one of them."
    )
    return Verdict(RowOutcome.ERROR, words % {"line": line})


def double() -> Sentence:
    return _("Numbers were typed for this day and market too: both count. Delete one of them.")


def changes(names: Sequence[str]) -> Sentence:
    """Which columns get other numbers; revenue and its currency are one."""
    return _changes(tuple(names), translation.get_language() or "")


@lru_cache(maxsize=256)
def _changes(names: tuple[str, ...], _language: str) -> Sentence:
    titles = {str(metric_label(name)): metric_label(name) for name in names}
    return _("Changes: %(what)s.") % {"what": joined(titles.values(), by=", ")}


def tell_changed(job: ImportJob, campaign_id: int) -> None:
    facts = {"workspace_id": job.workspace_id, "campaign_id": campaign_id, "at": timezone.now()}
    transaction.on_commit(lambda: results_changed.send_robust(sender=Result, **facts))


def campaign_of(job: ImportJob) -> int:
    found: int = Campaign.objects.values_list("pk", flat=True).get(public_id=job.target_id)
    return found
