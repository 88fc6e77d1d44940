"""Results typed by hand (product.md, row 56). Imported ones come through imports/results.py."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from campaigns.actions.changes import changed, lock, tell
from campaigns.enums import CollaborationState
from campaigns.errors import AlreadyTyped, Refused, WrongState
from campaigns.models import METRICS, Collaboration, Deliverable, Result
from campaigns.models.result import TYPED
from campaigns.rules.days import latest_day
from campaigns.signals import results_changed
from core.audit import record
from core.money import Money


def typed_key(deliverable: Deliverable | None) -> str:
    """What makes a typed row itself, beside day and market: the deliverable it is about."""
    return f"{TYPED}:{deliverable.public_id}" if deliverable else TYPED


def type_result(
    *,
    collaboration: Collaboration,
    day: date,
    market: str,
    metrics: Mapping[str, int | None],
    revenue: Money | None,
    by: User | None,
    at: datetime,
    deliverable: Deliverable | None = None,
    replace: bool = False,
) -> Result:
    """One row of numbers somebody read off a screen; what is not known is None, not zero.

    One row for each day, market and deliverable: the same numbers again change nothing, other
    numbers raise AlreadyTyped unless `replace`.
    """
    new = _columns(metrics, revenue)
    _check(collaboration, deliverable, day, new, at)
    key = {
        "collaboration": collaboration,
        "day": day,
        "market": market,
        "source_key": typed_key(deliverable),
    }
    with transaction.atomic():
        if lock(collaboration).state == CollaborationState.DECLINED:
            raise WrongState(_("They declined. Ask them again first."))
        result, made = Result.objects.get_or_create(
            **key,
            defaults={
                "workspace_id": collaboration.workspace_id,
                "deliverable": deliverable,
                "by": by,
                "updated_at": at,
                "created_at": at,
                **new,
            },
        )
        if made:
            known = {name: value for name, value in new.items() if value not in (None, "")}
            record(verb="result.typed", obj=result, by=by, at=at, changes=known)
        elif differences := changed(result, new):
            if not replace:
                raise AlreadyTyped
            Result.objects.filter(pk=result.pk).update(**new, by=by, updated_at=at)
            result.refresh_from_db()
            record(verb="result.replaced", obj=result, by=by, at=at, changes=differences)
        _tell(collaboration, at)
    return result


def _columns(metrics: Mapping[str, int | None], revenue: Money | None) -> dict[str, Any]:
    columns: dict[str, Any] = {name: metrics.get(name) for name in METRICS}
    columns["revenue_amount"] = revenue.amount if revenue else None
    columns["revenue_currency"] = revenue.currency if revenue else ""
    return columns


def _check(
    collaboration: Collaboration,
    deliverable: Deliverable | None,
    day: date,
    columns: Mapping[str, Any],
    at: datetime,
) -> None:
    if all(columns[name] is None for name in (*METRICS, "revenue_amount")):
        raise Refused(_("Type at least one number."))
    if day > latest_day(at):
        raise Refused(_("This day is still to come."), field="day")
    if deliverable is not None and deliverable.collaboration_id != collaboration.pk:
        raise Refused(_("This deliverable is of somebody else."), field="deliverable")


def delete_result(*, result: Result, by: User | None, at: datetime) -> None:
    """Only what was typed: imported rows go by undoing their import. The numbers stay in the
    audit."""
    if result.job_id is not None or not result.source_key.startswith(TYPED):
        raise WrongState(_("This row came from a file. Undo that import instead."))
    with transaction.atomic():
        kept = {name: getattr(result, name) for name in ("day", "market", *METRICS)}
        kept["revenue"] = [result.revenue_amount, result.revenue_currency]
        record(verb="result.deleted", obj=result, by=by, at=at, changes=kept)
        _tell(result.collaboration, at)
        result.delete()


def _tell(collaboration: Collaboration, at: datetime) -> None:
    facts = {
        "workspace_id": collaboration.workspace_id,
        "campaign_id": collaboration.campaign_id,
    }
    tell(results_changed, Result, at=at, **facts)
