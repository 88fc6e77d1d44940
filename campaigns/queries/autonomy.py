"""What a creator was trusted with so far (product.md, row 39)."""

from dataclasses import dataclass

from django.db.models import Count

from campaigns.enums import DeliverableState
from campaigns.models import BriefVersion, Collaboration, Deliverable
from campaigns.rules.autonomy import Suggestion, suggested
from creators.enums import ContentFormat


@dataclass(frozen=True)
class Freedom:
    """`levels`: (campaign, level) of the newest brief shared in each earlier campaign with the
    brand, newest first; `formats`: (name, how often published), the most frequent first."""

    suggestion: Suggestion
    levels: list[tuple[str, str]]
    formats: list[tuple[str, int]]


def freedom_of(collaboration: Collaboration) -> Freedom:
    """Two queries."""
    partnership = collaboration.partnership
    of_brand = {
        "collaboration__partnership__creator": partnership.creator_id,
        "collaboration__partnership__brand": partnership.brand_id,
    }
    shared = BriefVersion.objects.filter(**{f"brief__{key}": pk for key, pk in of_brand.items()})
    rows = shared.exclude(brief__collaboration=collaboration).order_by("shared_at", "pk")
    newest: dict[int, tuple[str, str]] = {}
    told = ("brief__collaboration", "brief__collaboration__campaign__name", "autonomy")
    for part, campaign, level in rows.values_list(*told):
        newest.pop(part, None)
        newest[part] = (campaign, level)
    levels = list(reversed(newest.values()))
    published = Deliverable.objects.filter(**of_brand, state=DeliverableState.PUBLISHED)
    tried = published.order_by().values_list("format").annotate(n=Count("pk")).order_by("-n")
    return Freedom(
        suggestion=suggested(
            partnership.started_on, collaboration.campaign.starts_on, [one for _, one in levels]
        ),
        levels=levels,
        formats=[(str(ContentFormat(key).label), n) for key, n in tried],
    )
