"""Numbers that may be in twice: of posts one by one, and of the whole account day by day."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q

from campaigns.models import Campaign, Result
from campaigns.models.result import metric_label
from core.models import ImportJob
from core.models.imports import ImportState
from creators.models import Creator

# What an account's series and its posts both tell.
_BOTH = ("reach", "views", "likes", "comments", "shares")
_CREATOR = F("collaboration__partnership__creator")
_SERIES = Q(source_key__startswith="series:")
_FORMATS = {
    "youtube.series", "youtube.geography", "meta.series", "tiktok.overview", "tiktok.viewers",
    "tiktok.followers", "vk.series", "long", "any",
}  # fmt: skip
# A post is known by its address.
_POSTS = Q(source_key__contains="/") & ~_SERIES


@dataclass(frozen=True)
class Doubled:
    """`names`: the numbers that both have, in the reader's language."""

    creator: Creator
    names: str


def doubled(campaign: Campaign, imports: Iterable[ImportJob]) -> list[Doubled]:
    """Whose posts and whose account are both counted; asks only where a series came in."""
    if not any(_is_series(job) for job in imports):
        return []
    kinds = (("series", _SERIES), ("posts", _POSTS))
    counts = {f"{of}_{name}": Count(name, filter=q) for name in _BOTH for of, q in kinds}
    rows = Result.objects.filter(collaboration__campaign=campaign).order_by()
    found: Any = rows.values(creator=_CREATOR).annotate(**counts)
    names = {
        row["creator"]: [
            str(metric_label(name))
            for name in _BOTH
            if row[f"series_{name}"] and row[f"posts_{name}"]
        ]
        for row in found
    }
    creators = Creator.objects.filter(pk__in=[pk for pk, both in names.items() if both])
    return [Doubled(one, ", ".join(names[one.pk])) for one in creators.order_by("name", "pk")]


def _is_series(job: ImportJob) -> bool:
    return job.state == ImportState.DONE and job.options.get("format", "") in _FORMATS
