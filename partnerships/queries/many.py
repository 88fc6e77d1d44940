"""The partnerships of many creators at once, and what became of them since a moment."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from creators.models import Creator
from partnerships.models import Handover, Partnership, TierChange


def living_with(creators: Iterable[Creator], brand: str) -> dict[int, list[Partnership]]:
    """Creator id → living partnerships with the brand of this public id ("": with any)."""
    rows = Partnership.objects.living().filter(creator__in=[each.pk for each in creators])
    if brand:
        rows = rows.filter(brand__public_id=brand)
    found: dict[int, list[Partnership]] = defaultdict(list)
    for row in rows.select_related("creator", "brand", "owner", "workspace").order_by("pk"):
        found[row.creator_id].append(row)
    return dict(found)


def handed_over_since(partnerships: Iterable[Partnership], at: datetime) -> dict[int, str]:
    """Partnership id → the name of its newest owner, where it changed hands after `at`."""
    rows = Handover.objects.filter(partnership__in=[p.pk for p in partnerships], at__gt=at)
    ordered = rows.select_related("to_owner").order_by("at", "pk")
    return {row.partnership_id: str(row.to_owner) for row in ordered}


def handovers_by_id(public_ids: Iterable[str]) -> dict[str, Handover]:
    rows = Handover.objects.filter(public_id__in=list(public_ids)).select_related(
        "from_owner", "to_owner", "mail", "partnership__creator", "partnership__workspace",
        "partnership__brand", "partnership__owner",
    )  # fmt: skip
    return {row.public_id: row for row in rows}


def tier_changes_since(partnerships: Iterable[Partnership], at: datetime) -> set[int]:
    """Ids of the partnerships whose tier somebody changed after `at`."""
    rows = TierChange.objects.filter(partnership__in=[p.pk for p in partnerships], at__gt=at)
    return set(rows.values_list("partnership_id", flat=True))


def newest_tier_change(public_id: str) -> TierChange | None:
    """This change with its partnership, if none came after it."""
    rows = TierChange.objects.select_related("partnership__brand", "partnership__creator")
    change = rows.filter(public_id=public_id).first()
    if change is None:
        return None
    after = TierChange.objects.filter(partnership=change.partnership_id, pk__gt=change.pk)
    return None if after.exists() else change
