"""Templates of letters: which variables there are, what is wrong, the filled-in text (row 45)."""

import re
from collections.abc import Iterable, Mapping
from string import Formatter

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

NAME, SENDER, BRAND, PERSONAL = "name", "sender", "brand", "personal_line"
SINCE, CAMPAIGN, POST, GOAL = "since", "last_campaign", "last_post", "their_goal"
# Each with where its value comes from, as a person who writes a template is told.
MEANINGS = {
    NAME: gettext_lazy("what to call them, or their manager's name"),
    SENDER: gettext_lazy("who writes"),
    BRAND: gettext_lazy("the brand of the partnership"),
    PERSONAL: gettext_lazy("the one line that only you would write"),
    SINCE: gettext_lazy("month and year since when you are partners"),
    CAMPAIGN: gettext_lazy("the last campaign you finished together"),
    POST: gettext_lazy("the title of what they published last for the brand"),
    GOAL: gettext_lazy("their newest open goal, in their words"),
}
VARIABLES = tuple(MEANINGS)
# What a text cannot do without; the personal line has exactly one place.
_NEEDED = (NAME, SENDER, PERSONAL)
LONGEST_LINE = 500
_BARE = re.compile("{(" + "|".join(VARIABLES) + ")}")


def problems(subject: str, body: str) -> list[tuple[str, str]]:
    """(field, what is wrong in words) for a template; empty if it may be saved and sent."""
    found = [("subject", words) for words in _broken(subject)]
    found += [("body", words) for words in _broken(body)]
    if not subject.strip():
        found.append(("subject", _("Write a subject.")))
    if found:
        return found
    if PERSONAL in _names(subject):
        found.append(("subject", _("The personal line belongs into the text, not the subject.")))
    names = _names(body)
    missing = [f"{{{name}}}" for name in _NEEDED if name not in names]
    if missing:
        found.append(("body", _("This is missing: %(names)s") % {"names": ", ".join(missing)}))
    if names.count(PERSONAL) > 1:
        found.append(("body", _("The personal line has one place only.")))
    return found


def used(*texts: str) -> frozenset[str]:
    """The variables that stand in texts that `problems` found in order."""
    return frozenset(name for text in texts for name in _names(text))


def unknown(names: Iterable[str], values: Mapping[str, str]) -> list[str]:
    """Those of `names` without a value, in their usual order. A personal line may be left out."""
    asked = set(names) - {PERSONAL}
    return [name for name in VARIABLES if name in asked and not values.get(name, "").strip()]


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its variables filled in; a paragraph left empty closes up."""
    parts = [
        literal + (values[name] if name else "")
        for literal, name, _spec, _conversion in Formatter().parse(text)
    ]
    lines = [line.rstrip() for line in "".join(parts).replace("\r\n", "\n").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def left_bare(*texts: str) -> list[str]:
    """Variables that still stand, in their brackets, in what is to be sent as it is."""
    found = {name for text in texts for name in _BARE.findall(text)}
    return [name for name in VARIABLES if name in found]


def in_brackets(names: Iterable[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in names)


def _broken(text: str) -> list[str]:
    try:
        fields = list(Formatter().parse(text))
    except ValueError:
        return [_("A curly bracket is open or closed alone.")]
    known = in_brackets(VARIABLES)
    return [
        _("{%(name)s} is not a variable. There are: %(known)s") % {"name": name, "known": known}
        for _literal, name, spec, conversion in fields
        if name is not None and (name not in VARIABLES or spec or conversion)
    ]


def _names(text: str) -> list[str]:
    return [name for _literal, name, _spec, _conversion in Formatter().parse(text) if name]
