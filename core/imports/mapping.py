"""Which column is what: suggested by header names, and what a mapping still lacks.

A mapping is {header: key}; a key is that of a Field, or `key.<number>` for a field of numbered
columns (Price1, Post_kind1, Price2, …).
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.imports.values import clean_text

Text = str | Promise


@dataclass(frozen=True)
class Field:
    """Something a column may be.

    `aliases` are header names as `plain_header` leaves them: lower case, words parted by single
    spaces, in any language. `parse` turns a cell that is not empty into a value, or raises
    ValueError with a text for the person. `pair` names a group of numbered columns (Price1,
    Post_kind1, Price2, …): such a field is mapped as `key.1`, `key.2`. `many` lets several columns
    be mapped to it: their cells come as "Header: cell", one per line. `group` is the heading it
    stands under on the mapping page.
    """

    key: str
    label: Text
    aliases: tuple[str, ...] = ()
    required: bool = False
    parse: Callable[[str], Any] = clean_text
    pair: str = ""
    many: bool = False
    group: Text = ""


def plain_header(header: str) -> str:
    """`60_day_eng_rate` → `60 day eng rate`, `E-mail (рабочий)` → `e mail рабочий`."""
    text = unicodedata.normalize("NFKC", header).casefold().replace("ё", "е")
    return " ".join(re.findall(r"[^\W_]+", text))


def suggest(fields: Sequence[Field], header: Sequence[str]) -> dict[str, str]:
    """The fields whose aliases the headers are. Each field once, the earlier alias first."""
    rank = {
        plain_header(alias): (place, field)
        for field in reversed(fields)
        for place, alias in reversed(list(enumerate(field.aliases)))
    }
    best: dict[str, tuple[int, int, str]] = {}
    for column, name in enumerate(header):
        for plain, number in _readings(name):
            place, field = rank.get(plain, (0, None))
            if field is None or bool(number) > bool(field.pair):
                continue
            key = f"{field.key}.{number or 1}" if field.pair else field.key
            # A field of many columns takes them all.
            slot = f"{key} {column}" if field.many else key
            best[slot] = min(best.get(slot, (place, column, key)), (place, column, key))
            break
    return {
        header[column]: key for _place, column, key in sorted(best.values(), key=lambda b: b[1])
    }


def _readings(name: str) -> list[tuple[str, int]]:
    """The header as it stands, and without the number at its end."""
    plain = plain_header(name)
    numbered = re.fullmatch(r"(.*\D)\s?(\d{1,2})", plain)
    if not numbered:
        return [(plain, 0)]
    return [(plain, 0), (numbered[1].strip(), int(numbered[2]))]


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
        if field is None or field.many:
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
