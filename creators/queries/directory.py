"""A page of the directory: a fixed number of queries, however many creators there are."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch

from core.panels import Column
from creators.models import Channel, Creator, CreatorQuerySet, Tag

PER_PAGE = 50
# Counting and paging end here: past it a search or a filter is the way, and counting stays cheap.
COUNTED = 10_000
# Who searches and finds more than this types another letter.
SEARCHED = 1_000
MOST_TAGS = 300
NAME, BIGGEST, NEWEST = "name", "-followers", "-created"
# Each is an index of the model, read forward or backward.
ORDERS = {
    NAME: ("name", "pk"),
    "-name": ("-name", "-pk"),
    BIGGEST: ("-followers", "pk"),
    "followers": ("followers", "-pk"),
    NEWEST: ("-created_at", "pk"),
    "created": ("created_at", "-pk"),
}
_SHOWN = ["public_id", "workspace", "name", "market", "city", "followers", "archived_at"]


@dataclass(frozen=True)
class DirectoryPage:
    """`total` is at most the limit of counting; `is_more`: there are more than that. Creators
    carry their channels, biggest first, as `known_channels`. Reads like a page of Django's
    Paginator where `components/pager.html` needs it."""

    creators: list[Creator]
    total: int
    is_more: bool
    number: int
    # Column, its title in the reader's language, primary key → context of its cell.
    cells: list[tuple[Column, str, dict[int, Any]]]

    @property
    def last(self) -> int:
        return max(1, -(-self.total // PER_PAGE))

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_next(self) -> bool:
        return self.number < self.last

    @property
    def has_other_pages(self) -> bool:
        return self.last > 1

    @property
    def is_end_of_counting(self) -> bool:
        return self.is_more and not self.has_next

    def previous_page_number(self) -> int:
        return self.number - 1

    def next_page_number(self) -> int:
        return self.number + 1


def directory_page(
    creators: CreatorQuerySet, *, sort: str, number: int, searching: bool, columns: list[Column]
) -> DirectoryPage:
    """Page `number` (the last one, if there are fewer) of `creators` in one of ORDERS.

    Looking into the text is the dear part of a search: it is done once, in no order, and the page
    is then taken from the ids that were found, unless they are too many to be all of them.
    """
    if searching:
        ids = list(creators.order_by().values_list("pk", flat=True)[: SEARCHED + 1])
        total, most = len(ids), SEARCHED
        if total <= most:
            creators = Creator.objects.filter(pk__in=ids)
    else:
        total, most = creators.order_by()[: COUNTED + 1].count(), COUNTED
    is_more, total = total > most, min(total, most)
    number = max(1, min(number, -(-total // PER_PAGE)))
    start = (number - 1) * PER_PAGE
    rows = creators.order_by(*ORDERS[sort])[start : min(start + PER_PAGE, total)]
    channels = Channel.objects.only("creator", "platform", "handle", "url", "followers")
    shown = list(
        rows.only(*_SHOWN).prefetch_related(
            Prefetch("channels", channels, to_attr="known_channels")
        )
    )
    pks = [creator.pk for creator in shown]
    return DirectoryPage(
        creators=shown,
        total=total,
        is_more=is_more,
        number=number,
        cells=[(column, str(column.title), dict(column.load(pks))) for column in columns],
    )


def tags_in_use() -> list[Tag]:
    """Tags that somebody has, for the filter: by kind, then by name."""
    used = Creator.tags.through.objects.filter(tag=OuterRef("pk"))
    return list(Tag.objects.filter(Exists(used)).order_by("kind", "name")[:MOST_TAGS])


def any_creator() -> bool:
    return Creator.objects.exists()
