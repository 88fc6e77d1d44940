"""How the directory's own filters narrow it, and what they offer to choose from."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q

from creators.enums import TagKind
from creators.models import Channel, Creator, CreatorQuerySet, Rate, Tag
from creators.rules.potential_bands import score_limits
from creators.rules.sizes import band_limits

Rows = CreatorQuerySet
Asked = Mapping[str, list[str]]
Narrow = Callable[[Rows, list[str], Asked], Rows]
MOST_TAGS = 300
ONLY_ARCHIVED, ARCHIVED_TOO = "only", "too"


def by_field(name: str) -> Narrow:
    def narrow(creators: Rows, values: list[str], _asked: Asked) -> Rows:
        if len(values) == 1:
            return creators.filter(**{name: values[0]})
        return creators.filter(**{f"{name}__in": values})

    return narrow


def by_platform(creators: Rows, values: list[str], _asked: Asked) -> Rows:
    return creators.filter(pk__in=Channel.objects.filter(platform__in=values).values("creator"))


def by_format(creators: Rows, values: list[str], _asked: Asked) -> Rows:
    """Who has a price for it that is valid."""
    rates = Rate.objects.filter(format__in=values, valid_until=None)
    return creators.filter(pk__in=rates.values("creator"))


def by_tag(creators: Rows, values: list[str], _asked: Asked) -> Rows:
    tagged = Creator.tags.through.objects.filter(tag__public_id__in=values)
    return creators.filter(pk__in=tagged.values("creator"))


def by_limits(
    limits: Callable[[str], Mapping[str, Any]],
) -> Callable[[Rows, list[str], Asked], Rows]:
    def narrow(creators: Rows, values: list[str], _asked: Asked) -> Rows:
        within = Q()
        for value in values:
            within |= Q(**limits(value))
        return creators.filter(within)

    return narrow


by_size, by_score = by_limits(band_limits), by_limits(score_limits)


def by_archive(creators: Rows, values: list[str], _asked: Asked) -> Rows:
    return creators.exclude(archived_at=None) if values == [ONLY_ARCHIVED] else creators


def tag_choices(kind: TagKind) -> list[tuple[str, str]]:
    """Tags of a kind that somebody has, by name; one query."""
    used = Creator.tags.through.objects.filter(tag=OuterRef("pk"))
    found = Tag.objects.filter(Exists(used), kind=kind).order_by("name")[:MOST_TAGS]
    return list(found.values_list("public_id", "name"))
