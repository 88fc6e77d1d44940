"""How things stand with creators and partnerships: last contact, next check-in, warmth. Each is one
query for a whole page of a list (product.md, row 1)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, Q, QuerySet

from checkins.enums import CheckInState, WarmthLevel
from checkins.models import CheckIn
from checkins.queries.contact import newest, real_touches
from checkins.queries.rhythm import policies, policy_cadence
from checkins.queries.warmth import warmth_beside, with_level
from checkins.rules.warmth import Warmth
from partnerships.enums import Stage
from partnerships.models import Partnership

BY_CREATOR, BY_PARTNERSHIP = "partnership__creator", "partnership"
_ORDER = [WarmthLevel.WARM, WarmthLevel.COOLING, WarmthLevel.COLD]


def last_contact(ids: Iterable[int], by: str) -> dict[int, datetime]:
    """Id → the newest real contact, either way; `by` is BY_CREATOR or BY_PARTNERSHIP."""
    rows = (real_touches().filter(**{f"{by}__in": list(ids)}).order_by().values_list(by)).annotate(
        Max("at")
    )
    return dict(rows)


def next_check_ins(ids: Iterable[int], by: str) -> dict[int, CheckIn]:
    """Id → the first planned check-in."""
    rows = (
        CheckIn.objects.filter(**{f"{by}__in": list(ids)}, state=CheckInState.PLANNED)
        .select_related("partnership")
        .order_by("-due_on", "-pk")
    )
    if by == BY_PARTNERSHIP:
        return {row.partnership_id: row for row in rows}
    return {row.partnership.creator_id: row for row in rows}


def warmths(ids: Iterable[int], by: str, at: datetime) -> dict[int, Warmth]:
    """Id → warmth; of a creator with several partnerships the coldest."""
    field = "creator" if by == BY_CREATOR else "pk"
    found: dict[int, list[Warmth]] = defaultdict(list)
    for row in _with_warmth(Partnership.objects.filter(**{f"{field}__in": list(ids)})):
        one = warmth_beside(row, at)
        if one is not None:
            found[row.creator_id if by == BY_CREATOR else row.pk].append(one)
    return {pk: max(many, key=lambda w: _ORDER.index(w.level)) for pk, many in found.items()}


def _with_warmth(rows: "QuerySet[Partnership, Any]") -> Any:
    return rows.exclude(stage=Stage.ENDED).annotate(
        last_two_way=newest("at", two_way=True), policy=policy_cadence()
    )


def narrow_creators(creators: Any, level: str, at: datetime) -> Any:
    """Creators with a living partnership that has this warmth."""
    rows = Partnership.objects.exclude(stage__in=[Stage.PAUSED, Stage.ENDED])
    found = with_level(rows, [level], policies(), at)
    return creators.filter(Q(pk__in=found.values("creator")))


@dataclass(frozen=True)
class Standing:
    """One partnership, as the profile's head and its own page show it."""

    partnership: Partnership
    warmth: Warmth | None
    last_at: datetime | None
    check_ins: list[CheckIn]


def standings(partnerships: "QuerySet[Partnership, Any]", at: datetime) -> list[Standing]:
    """Of living partnerships; two queries."""
    rows = list(
        _with_warmth(partnerships)
        .annotate(last_at=newest("at"))
        .select_related("creator", "brand", "owner")
        .order_by("tier", "pk")
    )
    planned: Mapping[int, list[CheckIn]] = defaultdict(list)
    for check_in in CheckIn.objects.filter(
        partnership__in=[row.pk for row in rows], state=CheckInState.PLANNED
    ).order_by("due_on", "pk"):
        planned[check_in.partnership_id].append(check_in)
    return [Standing(row, warmth_beside(row, at), row.last_at, planned[row.pk]) for row in rows]
