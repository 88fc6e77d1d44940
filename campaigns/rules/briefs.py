"""What a brief is made of (product.md, rows 33, 36, 39, 40)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LANGUAGES = ("en", "ru")


@dataclass(frozen=True)
class Section:
    key: str
    title: str | Promise
    # What belongs there, shown to whoever writes.
    hint: str | Promise


SECTIONS = (
    Section("goal", _("Goal"), _("What should be different afterwards? One aim, in one sentence.")),
    Section("audience", _("Audience"), _("Whom of the creator's audience do we speak to?")),
    Section("angle", _("Angle"), _("The story we would like to hear, in the creator's own voice.")),
    Section("must", _("Must be there"), _("Facts, links, tags, legal marking.")),
    Section("must_not", _("Must not be there"), _("Claims, comparisons, other brands.")),
    Section(
        "context",
        _("Cultural context"),
        _("What reads differently in the other market: holidays, humour, words to avoid."),
    ),
)
SECTION_KEYS = tuple(section.key for section in SECTIONS)

Sections = dict[str, dict[str, str]]


def clean_sections(raw: Mapping[str, Any]) -> Sections:
    """Every known section in both languages, trimmed; whatever else came along is dropped."""
    cleaned: Sections = {}
    for key in SECTION_KEYS:
        texts = raw.get(key)
        texts = texts if isinstance(texts, Mapping) else {}
        cleaned[key] = {language: _tidy(texts.get(language)) for language in LANGUAGES}
    return cleaned


def _tidy(text: Any) -> str:
    lines = str(text or "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def empty_sections(sections: Mapping[str, Any]) -> list[str]:
    """Keys of the sections that say nothing in either language."""
    cleaned = clean_sections(sections)
    return [key for key in SECTION_KEYS if not any(cleaned[key].values())]


def is_blank(sections: Mapping[str, Any]) -> bool:
    return len(empty_sections(sections)) == len(SECTION_KEYS)


def changed_texts(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(section key, language) of every text that differs between two briefs."""
    a, b = clean_sections(one), clean_sections(other)
    return [
        (key, language)
        for key in SECTION_KEYS
        for language in LANGUAGES
        if a[key][language] != b[key][language]
    ]


@dataclass(frozen=True)
class ReadSection:
    """A section as its reader sees it. `language` tells whether it fell back to the other one."""

    key: str
    title: str | Promise
    text: str
    language: str


def read_in(sections: Mapping[str, Any], language: str) -> list[ReadSection]:
    """The sections that say something, in `language`; where that is empty, in the other one."""
    cleaned = clean_sections(sections)
    other = next(code for code in LANGUAGES if code != language)
    read = []
    for section in SECTIONS:
        texts = cleaned[section.key]
        shown = language if texts[language] else other
        if texts[shown]:
            read.append(ReadSection(section.key, section.title, texts[shown], shown))
    return read
