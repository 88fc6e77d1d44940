"""Which column is what: suggested by header names, and what a mapping still lacks.

A mapping is {header: key}; a key is that of a Field, or `key.<number>` for a field of numbered
columns (Price1, Post_kind1, Price2, …).
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.imports.values import clean_text

Text = str | Promise
LONGEST_HEADER = 120
# Where one word of `followerCount` ends and the next begins.
_APART = re.compile(r"(?<=[a-zа-яё])(?=[A-ZА-ЯЁ])")
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_LAST_NUMBER = re.compile(r"(?P<before>.*\D)\s?(?P<number>\d{1,2})")
_INNER_NUMBER = re.compile(r"(?P<before>.*\D) (?P<number>\d{1,2}) (?P<after>\D+)")


@dataclass(frozen=True)
class Field:
    """Something a column may be.

    `aliases` are header names as `plain_header` leaves them: lower case, words parted by single
    spaces, in any language. `parse` turns a cell that is not empty into a value, or raises
    ValueError with a text for the person. `pair` names a group of numbered columns (Price1,
    Post_kind1, Price2, …): such a field is mapped as `key.1`, `key.2`. `many` lets several columns
    be mapped to it: their cells come as "Header: cell", one per line. `several` does too, for what
    a contact has more than one of (E-mail 1 - Value, E-mail 2 - Value): their cells come one per
    line, bare. `group` is the heading it stands under on the mapping page.
    """

    key: str
    label: Text
    aliases: tuple[str, ...] = ()
    required: bool = False
    parse: Callable[[str], Any] = clean_text
    pair: str = ""
    many: bool = False
    several: bool = False
    group: Text = ""

    @property
    def takes_more(self) -> bool:
        return self.many or self.several


def plain_header(header: str) -> str:
    """`60_day_eng_rate` → `60 day eng rate`, `E-mail (рабочий)` → `e mail рабочий`."""
    text = unicodedata.normalize("NFKC", header).casefold().replace("ё", "е")
    return " ".join(re.findall(r"[^\W_]+", text))


# Our own words for columns: few, and asked for again with every file. Those of a file are not kept.
plain_alias = cache(plain_header)


def suggest(fields: Sequence[Field], header: Sequence[str]) -> dict[str, str]:
    """The fields whose aliases the headers are. Each field once, the earlier alias first."""
    rank = {
        plain_alias(alias): (place, field)
        for field in reversed(fields)
        for place, alias in reversed(list(enumerate(field.aliases)))
    }
    best: dict[str, tuple[int, int, str]] = {}
    for column, name in enumerate(header):
        for plain, number in _readings(name):
            place, field = rank.get(plain, (0, None))
            if field is None or bool(number) > bool(field.pair or field.several):
                continue
            key = f"{field.key}.{number or 1}" if field.pair else field.key
            # A field of many columns takes them all.
            slot = f"{key} {column}" if field.takes_more else key
            best[slot] = min(best.get(slot, (place, column, key)), (place, column, key))
            break
    return {
        header[column]: key for _place, column, key in sorted(best.values(), key=lambda b: b[1])
    }


def knows(fields: Sequence[Field]) -> Callable[[str], bool]:
    """Whether a cell is a name that one of the fields goes by, with or without a number."""
    words = {plain_alias(alias) for field in fields for alias in field.aliases}

    def known(cell: str) -> bool:
        return len(cell) <= LONGEST_HEADER and any(w in words for w, _n in _readings(cell))

    return known


def _readings(name: str) -> list[tuple[str, int]]:
    """The header as it stands, without the number in it (`E-mail 2 - Value`, `Price3`), and the
    same with `followerCount` as two words."""
    # A second column of one name is `Phone (2)` here; a unit or a hint stands in brackets, too.
    found: dict[tuple[str, int], None] = {}
    for text in (name, _APART.sub(" ", name), _ASIDE.sub(" ", name)):
        plain = plain_header(text)
        found[plain, 0] = None
        for numbered in (_LAST_NUMBER.fullmatch(plain), _INNER_NUMBER.fullmatch(plain)):
            if numbered:
                words = f"{numbered['before']} {numbered.groupdict().get('after') or ''}"
                found[words.strip(), int(numbered["number"])] = None
    return [reading for reading in found if reading[0]]


def missing_fields(fields: Sequence[Field], mapping: Mapping[str, str]) -> list[Text]:
    """A sentence for each required field that no column is mapped to."""
    mapped = set(mapping.values())
    return [
        _("Say which column is “%(field)s”.") % {"field": field.label}
        for field in fields
        if field.required and field.key not in mapped
    ]


def doubled(fields: Sequence[Field], mapping: Mapping[str, str]) -> list[Text]:
    """A sentence for each field that two columns are mapped to, unless it takes many."""
    known = {field.key: field for field in fields}
    taken: dict[str, str] = {}
    problems: list[Text] = []
    for header, key in mapping.items():
        field = known.get(base_key(key))
        if field is None or field.takes_more:
            continue
        if key in taken:
            problems.append(
                _("The columns “%(one)s” and “%(two)s” are both “%(field)s”. Keep one.")
                % {"one": taken[key], "two": header, "field": field.label}
            )
        taken.setdefault(key, header)
    return problems


def base_key(key: str) -> str:
    """`price.2` → `price`; other keys as they are."""
    head, _dot, number = key.rpartition(".")
    return head if head and number.isdigit() else key


def choices(fields: Iterable[Field], pairs: int) -> list[tuple[Text, list[tuple[str, Text]]]]:
    """(group, [(key, label)]) of everything a column may be, with `pairs` numbered ones of each
    pair: Price 1, Format 1, Price 2, …"""
    groups: dict[str, tuple[Text, list[tuple[str, Text]]]] = {}
    fields = list(fields)
    numbered = [field for field in fields if field.pair]
    for field in fields:
        _title, options = groups.setdefault(str(field.group), (field.group, []))
        if not field.pair:
            options.append((field.key, field.label))
        elif field is numbered[0]:
            options += [
                (f"{each.key}.{number}", f"{each.label} {number}")
                for number in range(1, pairs + 1)
                for each in numbered
            ]
    return list(groups.values())


def most_pairs(mapping: Mapping[str, str], fewest: int = 3) -> int:
    """How many numbered columns of a pair to offer: all that are mapped, and some to spare."""
    numbers = [int(key.rpartition(".")[2]) for key in mapping.values() if base_key(key) != key]
    return max([fewest, *numbers])
