"""What campaigns know of a partnership's playbook (product.md, rows 15 and 39)."""

from campaigns.enums import DeliverableState
from campaigns.models import BriefVersion, Deliverable
from campaigns.rules.autonomy import FREEDOM
from partnerships.rules.maturity import Play


def known_plays(partnership_id: int) -> dict[Play, bool | None]:
    """Two queries: formats published, freedom of the briefs that were shared."""
    formats = set(
        Deliverable.objects.filter(
            collaboration__partnership=partnership_id, state=DeliverableState.PUBLISHED
        )
        .order_by()
        .values_list("format", flat=True)
    )
    shared = BriefVersion.objects.filter(brief__collaboration__partnership=partnership_id)
    levels = shared.order_by("shared_at", "pk").values_list("brief__collaboration", "autonomy")
    return {
        Play.SECOND_FORMAT: len(formats) > 1 if formats else None,
        Play.AUTONOMY: grown(list(levels)),
    }


def grown(levels: list[tuple[int, str]]) -> bool | None:
    """(collaboration, freedom of a shared brief), the earliest first: whether a later campaign had
    more than the first one. One campaign's briefs cannot tell: None."""
    if len({collaboration for collaboration, _level in levels}) < 2:
        return None
    first, start = levels[0]
    later = [FREEDOM.index(level) for collaboration, level in levels if collaboration != first]
    return max(later) > FREEDOM.index(start) or FREEDOM.index(start) == len(FREEDOM) - 1
