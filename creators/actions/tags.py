"""Topics, expertise and free tags of a creator (product.md, row 5)."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from accounts.models import User
from core.audit import record
from core.search import fold
from creators.actions.found_by import locked, refresh
from creators.enums import TagKind
from creators.models import Creator, Tag

LONGEST = 60


def set_tags(
    *, creator: Creator, tags: Mapping[str, Iterable[str]], by: User | None, at: datetime
) -> bool:
    """`tags` is {TagKind: names}: each kind that is named is replaced, the others stay.

    Spellings that fold to one (case, script) are one tag. False if nothing differs.
    """
    with transaction.atomic():
        stored = locked(creator)
        before, had = told_tags(stored)
        put_tags(stored, tags)
        after, has = told_tags(stored)
        if had == has:
            return False
        refresh(stored)
        record(verb="creator.tagged", obj=stored, by=by, at=at, changes={"tags": [before, after]})
    creator.search = stored.search
    return True


def current_tags(creator: Creator) -> list[Tag]:
    """As stored, whatever `creator` has prefetched."""
    return list(Tag.objects.filter(creators=creator))


def told_tags(creator: Creator) -> tuple[list[str], set[int]]:
    """Names in order for the audit, and which tags they are: a topic and a free tag of one name
    differ."""
    tags = current_tags(creator)
    return sorted(tag.name for tag in tags), {tag.pk for tag in tags}


def put_tags(creator: Creator, tags: Mapping[str, Iterable[str]]) -> None:
    """The rows alone, inside the transaction of an action."""
    if not tags:
        return
    kept = [tag for tag in current_tags(creator) if tag.kind not in tags]
    wanted = [tag for kind, names in tags.items() for tag in _named(creator, kind, names)]
    creator.tags.set([*kept, *wanted])


def _named(creator: Creator, kind: str, names: Iterable[str]) -> list[Tag]:
    """The tags of `names`, made where they are new; two people may make one at once."""
    kind = TagKind(kind).value
    folded: dict[str, str] = {}
    for name in names:
        name = " ".join(name.split())[:LONGEST]
        if key := fold(name)[:120]:
            folded.setdefault(key, name)
    if not folded:
        return []
    rows = [
        Tag(workspace_id=creator.workspace_id, kind=kind, name=name, folded=key)
        for key, name in folded.items()
    ]
    Tag.objects.bulk_create(rows, ignore_conflicts=True)
    return list(Tag.objects.filter(kind=kind, folded__in=folded))
