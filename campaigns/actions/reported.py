"""Results that a script sends (product.md, rows 56 and 61; People: Script)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from campaigns.actions.changes import lock, tell
from campaigns.imports.attribution import Owner, Unattributed, people_of
from campaigns.models import Campaign, Result
from campaigns.rules.days import latest_day
from campaigns.signals import results_changed
from core.audit import record
from core.money import Money

CREATED, UPDATED, SAME, REFUSED = "created", "updated", "same", "refused"
# Rows are a script's own before its name, so that two scripts never write over each other.
_PREFIX = "api"


@dataclass(frozen=True)
class Reported:
    """One row. `said` names whose it is: {"collaboration": id}, or link, handle (with platform),
    code, as a file would. `key` makes it itself beside day and market, for the script that sends
    it; `numbers` are metrics, those it does not know left out."""

    key: str
    day: date
    said: dict[str, str]
    numbers: dict[str, int]
    market: str = ""
    revenue: Money | None = None


@dataclass(frozen=True)
class Told:
    """What became of a row: `outcome` is CREATED, UPDATED, SAME, or REFUSED with its reason."""

    outcome: str
    id: str = ""
    reason: str = ""


def report_results(
    *, campaign: Campaign, source: str, rows: Sequence[Reported], by: User, at: datetime
) -> list[Told]:
    """Write what `source` (the name of a token) says; one answer for each row, in order.

    The same rows again change nothing; other numbers under the same key, day and creator update
    what the row knows and leave the rest. A row that is refused does not harm the others.
    """
    with transaction.atomic():
        lock(campaign)
        people = people_of(campaign)
        parts = {part.public_id: part for part in people.parts.values()}
        told, changed = [], []
        for row in rows:
            try:
                owner = _owner(row, people, parts)
                answer = _write(row, owner, source, by, at)
            except Unattributed as error:
                answer = Told(REFUSED, reason=str(error))
            told.append(answer)
            if answer.outcome in (CREATED, UPDATED):
                changed.append(answer.id)
        if changed:
            said = {"source": source, "rows": len(changed)}
            record(verb="results.reported", obj=campaign, by=by, at=at, changes=said)
            facts = {"workspace_id": campaign.workspace_id, "campaign_id": campaign.pk}
            tell(results_changed, Result, at=at, **facts)
    return told


def _owner(row: Reported, people: Any, parts: dict[str, Any]) -> Owner:
    """Raises Unattributed."""
    named = row.said.get("collaboration", "")
    if not named:
        found: Owner = people.owner(row.said)
        return found
    if named not in parts:
        raise Unattributed(_("No collaboration of this campaign has this id."))
    return Owner(parts[named], None, "")


def _write(row: Reported, owner: Owner, source: str, by: User, at: datetime) -> Told:
    if row.day > latest_day(at):
        return Told(REFUSED, reason=_("This day is still to come."))
    if not row.numbers and row.revenue is None:
        return Told(REFUSED, reason=_("This row has no number."))
    known: dict[str, Any] = dict(row.numbers)
    if row.revenue is not None:
        known |= {"revenue_amount": row.revenue.amount, "revenue_currency": row.revenue.currency}
    result, made = Result.objects.select_for_update().get_or_create(
        collaboration=owner.part,
        day=row.day,
        market=row.market or owner.part.partnership.creator.market,
        source_key=f"{_PREFIX}:{source}:{row.key}",
        defaults={
            "workspace_id": owner.part.workspace_id,
            "deliverable": owner.deliverable,
            "by": by,
            "updated_at": at,
            "created_at": at,
            **known,
        },
    )
    if made:
        return Told(CREATED, result.public_id)
    if all(getattr(result, name) == value for name, value in known.items()):
        return Told(SAME, result.public_id)
    Result.objects.filter(pk=result.pk).update(**known, by=by, updated_at=at)
    return Told(UPDATED, result.public_id)
