"""Which creators a form of the directory means: the ticked rows, or all that match."""

from collections.abc import Sequence
from itertools import islice

from django.http import QueryDict

from core.bulk.jobs import MOST
from creators.filters import Asked, read_address
from creators.models import Creator, CreatorQuerySet

_LONGEST_ID = 16


def chosen_ids(data: QueryDict) -> list[str]:
    """Public ids in the order of the list, at most one more than can be changed at once.

    `row`: the ticked ones; `all`: whatever matches the address in `query`.
    """
    if data.get("all"):
        found = read_address(data.get("query", "")).creators.values_list("public_id", flat=True)
        return list(found[: MOST + 1])
    return list(islice(ticked(data), MOST + 1))


def ticked(data: QueryDict) -> Sequence[str]:
    rows = dict.fromkeys(data.getlist("row"))
    return [row for row in rows if 0 < len(row) <= _LONGEST_ID and row.isalnum()]


def listed(asked: Asked, selection: Sequence[str]) -> CreatorQuerySet:
    """What an export is of, in no order: the list, or those of it that are ticked. A ticked row
    counts whatever the list is narrowed by meanwhile."""
    if selection:
        return Creator.objects.filter(public_id__in=list(selection), merged_into=None)
    return asked.narrowed
