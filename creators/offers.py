"""The directory's filters and what there is to choose from."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from core.panels import Filter
from core.panels import filters as registered
from creators.models import Creator, CreatorQuerySet
from creators.queries.directory import SLOT

# (value, words, whether it is on)
Choice = tuple[str, str, bool]


@dataclass(frozen=True)
class Offered:
    """A filter as it is chosen from: headings, each with (value, words, whether it is on)."""

    filter: Filter
    groups: list[tuple[str, list[Choice]]]
    on: list[str]


class Offers:
    """The filters and what they offer, read when it is first asked for and once."""

    def __init__(self) -> None:
        self.filters = registered(SLOT)
        self._read: dict[str, list[tuple[str, Any]]] = {}

    def choices(self, one: Filter) -> list[tuple[str, Any]]:
        """Pairs, or groups of pairs."""
        if one.key not in self._read:
            self._read[one.key] = list(one.choices())
        return self._read[one.key]

    def labels(self, one: Filter) -> dict[str, str]:
        return {str(key): str(label) for key, label in _flat(self.choices(one))}

    def groups(self, asked: Mapping[str, list[str]]) -> list[tuple[str, list[Offered]]]:
        """Every filter that offers something, under its heading."""
        found: dict[str, list[Offered]] = {}
        for one in self.filters:
            if choices := self.choices(one):
                on = asked.get(one.key, [])
                heading = str(one.group or _("Relationship"))
                found.setdefault(heading, []).append(Offered(one, _grouped(choices, on), on))
        return list(found.items())


def narrowed_by(
    one: Filter, creators: CreatorQuerySet, values: list[str], asked: Mapping[str, list[str]]
) -> CreatorQuerySet:
    if one.narrow_all:
        return one.narrow_all(creators, values, asked)
    if len(values) == 1:
        return one.narrow(creators, values[0])
    any_of = Q()
    for value in values:
        any_of |= Q(pk__in=one.narrow(Creator.objects.all(), value).order_by().values("pk"))
    return creators.filter(any_of)


def _grouped(choices: Iterable[tuple[str, Any]], on: list[str]) -> list[tuple[str, list[Choice]]]:
    groups: dict[str, list[Choice]] = {}
    for key, label in choices:
        nested = isinstance(label, list | tuple)
        for value, words in label if nested else [(key, label)]:
            heading = str(key) if nested else ""
            groups.setdefault(heading, []).append((str(value), str(words), str(value) in on))
    return list(groups.items())


def _flat(choices: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield key, label
