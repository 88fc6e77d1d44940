"""Prepared queries about the rows of a page of a list.

@about_rows("creator")
def _handles() -> QuerySet[Channel]:
    return Channel.objects.order_by("pk").values_list("creator_id", "handle")

handles = _handles(creator_ids)
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.lookups import In

from core.prepared import Given, prepared

# As many rows as a page of a list has; a place that is not filled asks for nobody.
MOST = 50
_NOBODY = 0
_NAMES = [f"id_{n}" for n in range(MOST)]


def about_rows(
    field: str,
) -> Callable[[Callable[[], "QuerySet[Any, Any]"]], Callable[[Iterable[int]], list[Any]]]:
    """The rows of the queryset that `build` states whose `field` is one of the ids given; one
    query, none without ids.

    Up to MOST ids are a question that is written once (`prepared` says what `build` may hold);
    for more of them, as a file has, it is written anew.
    """

    def decorate(build: Callable[[], "QuerySet[Any, Any]"]) -> Callable[[Iterable[int]], list[Any]]:
        page = prepared(lambda: build().filter(In(F(field), [Given(name) for name in _NAMES])))

        def ask(ids: Iterable[int]) -> list[Any]:
            asked = list(ids)
            if not asked:
                return []
            if len(asked) > MOST:
                return list(build().filter(**{f"{field}__in": asked}))
            asked += [_NOBODY] * (MOST - len(asked))
            return page(**dict(zip(_NAMES, asked, strict=True)))

        return ask

    return decorate
