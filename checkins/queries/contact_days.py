"""Days on which we were in touch: the weekly syncs of an opening are read from them (row 47)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from checkins.models import Touch
from checkins.queries.contact import TO_MANY


def contact_days(partnership_ids: Iterable[int], first: date, last: date) -> dict[int, list[date]]:
    """Partnership id → days of the creator, either way; one query."""
    # A day further at both ends: zones reach from 12 hours behind to 14 ahead.
    since = datetime.combine(first - timedelta(days=1), time(), tzinfo=UTC)
    until = datetime.combine(last + timedelta(days=2), time(), tzinfo=UTC)
    rows = (
        Touch.objects.filter(partnership__in=list(partnership_ids), at__gte=since, at__lt=until)
        .exclude(kind__in=TO_MANY)
        .select_related("partnership__creator")
    )
    found: dict[int, list[date]] = defaultdict(list)
    for row in rows.only("at", "partnership", "partnership__creator__zone").order_by("at"):
        day = row.at.astimezone(row.partnership.creator.zone).date()
        if first <= day <= last:
            found[row.partnership_id].append(day)
    return found
