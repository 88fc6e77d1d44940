"""Which collaborations were co-briefed: what retention is split by (product.md, Formulas)."""

from collections import defaultdict
from collections.abc import Iterable

from campaigns.models import Brief, Idea
from campaigns.rules.ideas import Said, is_co_briefed


def co_briefed(collaboration_ids: Iterable[int]) -> dict[int, bool]:
    """Collaboration id → whether the creator's answer came before the lock and was answered; every
    id that was asked for. Two queries."""
    ids = list(collaboration_ids)
    briefs = Brief.objects.filter(collaboration__in=ids).order_by()
    locked = dict(briefs.values_list("collaboration", "locked_at"))
    said: dict[int, list[Said]] = defaultdict(list)
    rows = Idea.objects.filter(collaboration__in=ids).order_by()
    for pk, at, state in rows.values_list("collaboration", "said_at", "state"):
        said[pk].append(Said(at, state))
    return {pk: is_co_briefed(said[pk], locked_at=locked.get(pk)) for pk in ids}
