"""What a creator said of briefs and what became of it (product.md, rows 33 and 75)."""

from dataclasses import dataclass

from campaigns.models import Collaboration, Idea
from campaigns.queries.ideas import titled
from creators.models import Creator

# The newest; who has said more finds the rest in our mails.
MOST = 200


@dataclass(frozen=True)
class Said:
    """Of one campaign, as said, first to last."""

    collaboration: Collaboration
    ideas: list[Idea]


def ideas_of(creator: Creator) -> list[Said]:
    """The newest campaign first; one query. An answer is read by the page only once it was told."""
    rows = (
        Idea.objects.filter(collaboration__partnership__creator=creator)
        .select_related("used_in", "collaboration__campaign__brand")
        .only(
            "text", "section", "state", "answer", "told_at", "said_at", "used_in__number",
            "used_in__public_id", "collaboration__campaign__name",
            "collaboration__campaign__starts_on", "collaboration__campaign__brand__name",
        )
        .order_by("-said_at", "-pk")[:MOST]
    )  # fmt: skip
    found: dict[int, Said] = {}
    for row in reversed(titled(rows)):
        found.setdefault(row.collaboration_id, Said(row.collaboration, [])).ideas.append(row)
    return sorted(
        found.values(),
        key=lambda one: (one.collaboration.campaign.starts_on, one.collaboration.pk),
        reverse=True,
    )
