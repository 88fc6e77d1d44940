"""Templates of check-ins: which variables there are, what is wrong, the filled-in text (row 45)."""

import re
from collections.abc import Mapping
from string import Formatter

from django.utils.translation import gettext as _

NAME, SENDER, BRAND, PERSONAL = "name", "sender", "brand", "personal_line"
VARIABLES = (NAME, SENDER, BRAND, PERSONAL)
# What a text cannot do without; the personal line has exactly one place.
_NEEDED = (NAME, SENDER, PERSONAL)
LONGEST_LINE = 500


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


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its variables filled in; a paragraph left empty closes up."""
    parts = [
        literal + (values[name] if name else "")
        for literal, name, _spec, _conversion in Formatter().parse(text)
    ]
    lines = [line.rstrip() for line in "".join(parts).replace("\r\n", "\n").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _broken(text: str) -> list[str]:
    try:
        fields = list(Formatter().parse(text))
    except ValueError:
        return [_("A curly bracket is open or closed alone.")]
    known = ", ".join(f"{{{name}}}" for name in VARIABLES)
    return [
        _("{%(name)s} is not a variable. There are: %(known)s") % {"name": name, "known": known}
        for _literal, name, spec, conversion in fields
        if name is not None and (name not in VARIABLES or spec or conversion)
    ]


def _names(text: str) -> list[str]:
    return [name for _literal, name, _spec, _conversion in Formatter().parse(text) if name]
