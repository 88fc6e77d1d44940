"""Continuation reviews and openings by the clock (product.md, rows 16 and 17)."""

from collections.abc import Iterable
from datetime import datetime

import structlog
from celery import shared_task
from django.utils import timezone
from django_scopes import scope

from accounts.models import Workspace
from partnerships.actions.openings import begin_opening
from partnerships.actions.reviews import keep_reviews
from partnerships.models import Partnership
from partnerships.queries.openings import without_opening
from partnerships.queries.reviews import to_review

log = structlog.get_logger(__name__)


@shared_task(name="partnerships.keep_reviews")
def keep_reviews_everywhere() -> int:
    """Asks, renews and drops reviews in every workspace, and begins openings that lack a record.

    Gives how many rows were written. A workspace that fails does not hold up the rest."""
    at = timezone.now()
    written = 0
    for workspace in Workspace.objects.order_by("pk"):
        with scope(workspace=workspace):
            try:
                written += _openings() + keep_reviews(partnerships=to_review(), at=at)
            except Exception:
                log.exception("reviews_not_kept", workspace=workspace.slug)
    return written


def _openings() -> int:
    rows = without_opening()
    for partnership in rows:
        begin_opening(partnership=partnership)
    return len(rows)


@shared_task(name="partnerships.review")
def review(workspace_id: int, partnership_ids: Iterable[int]) -> int:
    """The same for some partnerships, as soon as their campaign is closed."""
    at: datetime = timezone.now()
    with scope(workspace=Workspace.objects.get(pk=workspace_id)):
        rows = Partnership.objects.filter(pk__in=list(partnership_ids))
        return keep_reviews(partnerships=rows.select_related("creator", "brand"), at=at)
