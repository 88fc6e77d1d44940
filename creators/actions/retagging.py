"""Tags put on, taken off and put back, kind by kind (product.md, row 5)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.search import fold
from creators.actions.found_by import locked
from creators.actions.tags import current_tags, set_tags
from creators.enums import TagKind
from creators.errors import Refused
from creators.models import Creator, Tag

# Kind → names, every kind named.
Named = dict[str, list[str]]


class RetaggedSince(Refused):
    message = _("Its tags were changed since.")


@dataclass(frozen=True)
class Retagged:
    """Names before and after, and the public ids of tags that did not exist before."""

    before: Named
    after: Named
    made: list[str]


def retag(
    *,
    creator: Creator,
    add: Mapping[str, Iterable[str]],
    remove: Mapping[str, Iterable[str]],
    by: User | None,
    at: datetime,
) -> Retagged | None:
    """Put on the names of `add`, take off those of `remove`; both are {TagKind: names}, compared
    as tags are: by their folded spelling. None if nothing differs."""
    with transaction.atomic():
        before = named_tags(locked(creator))
        wanted = {
            kind: [n for n in names if fold(n) not in _folded(remove.get(kind, ()))]
            + [n for n in add.get(kind, ()) if fold(n) not in _folded(names)]
            for kind, names in before.items()
        }
        added = {kind: [n for n in wanted[kind] if n not in before[kind]] for kind in wanted}
        known = _public_ids(added)
        if not set_tags(creator=creator, tags=wanted, by=by, at=at):
            return None
        made = sorted(_public_ids(added) - known)
        return Retagged(before, named_tags(creator), made)


def put_tags_back(
    *, creator: Creator, expected: Named, tags: Named, by: User | None, at: datetime
) -> None:
    """Make the tags those of `tags` again. RetaggedSince if they are not `expected` any more."""
    with transaction.atomic():
        if named_tags(locked(creator)) != expected:
            raise RetaggedSince
        set_tags(creator=creator, tags=tags, by=by, at=at)


def drop_unused_tags(public_ids: Iterable[str]) -> int:
    """Delete those of these tags that nobody has; gives how many."""
    used = Creator.tags.through.objects.filter(tag=OuterRef("pk"))
    return Tag.objects.filter(~Exists(used), public_id__in=list(public_ids)).delete()[0]


def named_tags(creator: Creator) -> Named:
    """Every kind with its names in order, as stored."""
    found: Named = {kind.value: [] for kind in TagKind}
    for tag in current_tags(creator):
        found[tag.kind].append(tag.name)
    return {kind: sorted(names) for kind, names in found.items()}


def _folded(names: Iterable[str]) -> set[str]:
    return {fold(name) for name in names}


def _public_ids(tags: Mapping[str, Iterable[str]]) -> set[str]:
    found: set[str] = set()
    for kind, names in tags.items():
        if keys := [fold(name)[:120] for name in names]:
            rows = Tag.objects.filter(kind=kind, folded__in=keys)
            found.update(rows.values_list("public_id", flat=True))
    return found
