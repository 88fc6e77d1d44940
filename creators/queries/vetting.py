"""The checklist of creators as pages and the gate read it (product.md, rows 10 to 12)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from core.prepared import Given, prepared
from creators.enums import VettingItem
from creators.models import Creator, VettingMark
from creators.rules.vetting import DECIDING, GATE, Checklist


@dataclass(frozen=True)
class Item:
    """An item with its current answer and those before, newest first."""

    key: VettingItem
    mark: VettingMark | None
    earlier: list[VettingMark]

    @property
    def is_gate(self) -> bool:
        return self.key == GATE


def checklists(creator_ids: Iterable[int]) -> dict[int, Checklist]:
    """Creator id → checklist, for every id asked for; one query."""
    ids = list(creator_ids)
    verdicts: dict[int, dict[str, str]] = {pk: {} for pk in ids}
    marks = VettingMark.objects.filter(creator__in=ids, current=True).order_by()
    for pk, item, verdict in marks.values_list("creator", "item", "verdict"):
        verdicts[pk][item] = verdict
    return {pk: Checklist(found) for pk, found in verdicts.items()}


def checklist_of(creator: Creator) -> Checklist:
    return Checklist(dict(_verdicts(creator=creator.pk)))


@prepared
def _verdicts() -> "QuerySet[VettingMark, Any]":
    marks = VettingMark.objects.filter(creator=Given("creator"), current=True)
    return marks.order_by().values_list("item", "verdict")


def items_of(creator: Creator) -> list[Item]:
    """All eight in their order, with their history; one query."""
    marks: dict[str, list[VettingMark]] = defaultdict(list)
    for mark in VettingMark.objects.filter(creator=creator).select_related("by"):
        marks[mark.item].append(mark)
    return [_item(key, marks[key]) for key in VettingItem]


def deciding_items(creator: Creator) -> list[Item]:
    """Those that a tier depends on, for the forms that set one; one query."""
    return [item for item in items_of(creator) if item.key in DECIDING]


def _item(key: VettingItem, marks: list[VettingMark]) -> Item:
    now = next((mark for mark in marks if mark.current), None)
    return Item(key, now, [mark for mark in marks if mark is not now])
