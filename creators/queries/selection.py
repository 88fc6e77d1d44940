"""The creators that were ticked in the directory, or all that match what it was narrowed by."""

from collections.abc import Iterable, Sequence

from django.db.models import Count

from creators.models import Creator, Tag

DIRECTORY = "creators.directory"
# So many tags are offered to be taken off, the most used first.
MOST_TAGS = 40
# A list of ids in one statement, as long as every database takes it.
CHUNK = 500


def load_creators(public_ids: Iterable[str]) -> dict[str, Creator]:
    """Public id → creator; whoever was deleted or merged away is absent."""
    ids = list(public_ids)
    rows = Creator.objects.filter(public_id__in=ids, merged_into=None).select_related("workspace")
    found = {row.public_id: row for row in rows}
    return {each: found[each] for each in ids if each in found}


def tags_of(public_ids: Sequence[str]) -> list[Tag]:
    """The tags that these creators have, the most used first; a query for each CHUNK."""
    counted: dict[int, int] = {}
    for start in range(0, len(public_ids), CHUNK):
        some = public_ids[start : start + CHUNK]
        rows = Creator.tags.through.objects.filter(creator__public_id__in=some)
        for tag, number in rows.values_list("tag").annotate(Count("pk")).order_by():
            counted[tag] = counted.get(tag, 0) + number
    most = sorted(counted, key=lambda pk: (-counted[pk], pk))[:MOST_TAGS]
    tags = Tag.objects.in_bulk(most)
    return [tags[pk] for pk in most]
