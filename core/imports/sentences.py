"""Sentences that remember how they were made, so that a report reads in its reader's language.

`from core.imports.sentences import gettext as _` in place of Django's: what `_("…") % {…}` gives
is text in the language of the moment, as ever, and besides knows its message and what was put
into it. `recorded` makes JSON of that, which an ImportRow keeps; `spoken` says it again in the
language of whoever reads.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _django_gettext
from django.utils.translation import ngettext as _django_ngettext


class Sentence(str):
    """Translated text and its origin: `origin` is what `recorded` keeps of it."""

    origin: dict[str, Any]

    @classmethod
    def of(cls, text: str, origin: dict[str, Any]) -> "Sentence":
        made = cls(text)
        made.origin = origin
        return made

    def __str__(self) -> str:
        # str() of an exception that carries the sentence keeps the origin.
        return self

    def __mod__(self, values: Any) -> "Sentence":
        given: Mapping[str, Any] = values
        text = str.__mod__(self, {name: _text(value) for name, value in given.items()})
        kept = {name: recorded(value) for name, value in given.items()}
        return Sentence.of(text, {**self.origin, "with": kept})


def gettext(message: str) -> Sentence:
    return Sentence.of(_django_gettext(message), {"say": message})


def ngettext(singular: str, plural: str, number: int) -> Sentence:
    origin = {"say": singular, "many": plural, "number": number}
    return Sentence.of(_django_ngettext(singular, plural, number), origin)


def joined(parts: Iterable[Any], by: str = " ") -> Sentence:
    """Several sentences, words or labels in a row; empty ones are left out."""
    kept = [part for part in parts if part]
    origin = {"join": by, "parts": [recorded(part) for part in kept]}
    return Sentence.of(by.join(str(_text(part)) for part in kept), origin)


def recorded(value: Any) -> Any:
    """What JSON keeps of a value in a sentence: its origin, its day, its text."""
    if isinstance(value, Sentence):
        return value.origin
    if isinstance(value, Promise):
        return _in_each_language(value)
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return value if isinstance(value, int) else str(value)


def spoken(kept: Any) -> str:
    """The text of what `recorded` kept, in the language that is active now."""
    if not isinstance(kept, dict):
        return str(kept)
    if "day" in kept:
        return date_format(date.fromisoformat(kept["day"]))
    if "join" in kept:
        return str(kept["join"]).join(map(spoken, kept["parts"]))
    if "words" in kept:
        words: dict[str, str] = kept["words"]
        return words.get(translation.get_language() or "", next(iter(words.values())))
    if "many" in kept:
        text = _django_ngettext(kept["say"], kept["many"], kept["number"])
    else:
        text = _django_gettext(kept["say"])
    if "with" not in kept:
        return text
    return text % {name: _number_or_words(value) for name, value in kept["with"].items()}


def _number_or_words(kept: Any) -> Any:
    return kept if isinstance(kept, int) else spoken(kept)


def _text(value: Any) -> Any:
    return date_format(value) if isinstance(value, date) else value


# Labels are few and live as long as the program; their words are looked up once.
_labels: dict[int, tuple[Promise, dict[str, Any]]] = {}


def _in_each_language(label: Promise) -> dict[str, Any]:
    known = _labels.get(id(label))
    if known is None:
        words = {}
        for code, _name in settings.LANGUAGES:
            with translation.override(code):
                words[code] = str(label)
        known = (label, {"words": words})
        if len(_labels) < 1000:
            _labels[id(label)] = known
    return known[1]
