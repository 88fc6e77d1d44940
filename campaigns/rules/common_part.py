"""How a brief stands to the common part of its campaign (product.md, rows 19 and 40)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from campaigns.rules.briefs import LANGUAGES, SECTION_KEYS, Sections, clean_sections


class Standing(StrEnum):
    """Of one section. NONE: there is no common part to it; SAME: word for word; OWN: other words,
    and the writer knows the common ones; CHANGED: the common part changed since."""

    NONE = "none"
    SAME = "same"
    OWN = "own"
    CHANGED = "changed"


def standings(
    sections: Mapping[str, Any], common: Mapping[str, Any], seen: Mapping[str, Any]
) -> dict[str, Standing]:
    """Section key → how its text stands to `common`, of which the writer last saw `seen`."""
    mine, now, was = clean_sections(sections), clean_sections(common), clean_sections(seen)
    return {key: _standing(mine[key], now[key], was[key]) for key in SECTION_KEYS}


def _standing(mine: Mapping[str, str], now: Mapping[str, str], was: Mapping[str, str]) -> Standing:
    if mine == now:
        return Standing.SAME if any(now.values()) else Standing.NONE
    if now != was:
        return Standing.CHANGED
    return Standing.OWN if any(now.values()) else Standing.NONE


def untouched(mine: Mapping[str, str], was: Mapping[str, str]) -> bool:
    """Whether nothing of the writer's own stands in a section: each text is empty or common."""
    return all(not mine[language] or mine[language] == was[language] for language in LANGUAGES)


def taken_over(
    sections: Mapping[str, Any], common: Mapping[str, Any], seen: Mapping[str, Any], key: str
) -> Sections:
    """`sections` with the common part in the section `key`. What is the writer's own stays, below
    it: nothing that was typed is lost."""
    mine, now, was = clean_sections(sections), clean_sections(common), clean_sections(seen)
    mine[key] = {
        language: _merged(mine[key][language], now[key][language], was[key][language])
        for language in LANGUAGES
    }
    return mine


def _merged(mine: str, now: str, was: str) -> str:
    if mine in ("", was, now):
        return now
    return mine if not now or now in mine else f"{now}\n\n{mine}"


def looked_at(seen: Mapping[str, Any], common: Mapping[str, Any], key: str) -> Sections:
    """`seen` once the writer has taken over, or passed by, the section `key`."""
    return {**clean_sections(seen), key: clean_sections(common)[key]}


def spread(
    sections: Mapping[str, Any], common: Mapping[str, Any], seen: Mapping[str, Any]
) -> tuple[Sections, Sections, list[str]]:
    """The common part put into every section where nothing is the writer's own:
    (sections, what is seen then, keys that changed)."""
    mine, was = clean_sections(sections), clean_sections(seen)
    now = clean_sections(common)
    changed = []
    for key in SECTION_KEYS:
        if mine[key] != now[key] and was[key] != now[key] and untouched(mine[key], was[key]):
            mine[key], was[key] = now[key], now[key]
            changed.append(key)
    return mine, was, changed


def filled(sections: Mapping[str, Any], offered: Mapping[str, Any]) -> Sections:
    """`sections` with what `offered` (a template) says where they say nothing, by language."""
    mine, other = clean_sections(sections), clean_sections(offered)
    return {
        key: {language: mine[key][language] or other[key][language] for language in LANGUAGES}
        for key in SECTION_KEYS
    }
