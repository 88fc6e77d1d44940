"""The Russian catalogue of each room, kept without xgettext: what is said in the sources, what is
translated, what is wrong with the translation.

A message belongs to the room of its Python file, or of the folder under `templates/`; whatever
belongs to no room is the ground floor's. Files carry no line numbers and no dates, so that two
people who add messages never meet in them.
"""

import ast
import os
import re
import tempfile
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

LANGUAGE = "ru"
GROUND = "core"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = r"""msgid ""
msgstr ""
"Language: ru\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 "
"&& (n%100<12 || n%100>14) ? 1 : 2);\n"

"""
_STRING = r"u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
# What templatize leaves of a template: calls like these, and letters in place of everything else.
_CALL = re.compile(
    rf"\b(gettext|ngettext|pgettext|npgettext|_)\(\s*({_STRING}(?:\s*,\s*{_STRING})*)"
)
_PLACE = re.compile(
    r"%%|%\((\w+)\)[#0\- +]?[\d.]*[a-zA-Z]|%[#0\- +]?[\d.]*[sdrifFeEgGxXc]|\{(\w*)\}"
)

# (context or "", msgid or (singular, plural))
Key = tuple[str, str | tuple[str, str]]
Known = dict[Key, tuple[str, Message]]


@dataclass(frozen=True)
class Problem:
    room: str
    message: str
    place: str
    what: str

    def __str__(self) -> str:
        return f"{self.room}: {self.what}: {self.message!r} ({self.place})"


def rooms(base: Path) -> list[str]:
    """Folders of `base` that are Django apps."""
    return sorted(path.parent.name for path in base.glob("*/apps.py"))


def po_path(base: Path, room: str) -> Path:
    return base / room / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def collect(base: Path, only: Collection[str] = ()) -> dict[str, dict[Key, str]]:
    """Room → message key → the first place (file) it is said in; `only` these rooms are read."""
    known = rooms(base)
    found: dict[str, dict[Key, str]] = {room: {} for room in only or known}
    for room in found:
        for path in sorted((base / room).rglob("*.py")):
            if "migrations" in path.parts:
                continue
            for key in _said_in_python(path):
                found[room].setdefault(key, str(path.relative_to(base)))
    for path in sorted((base / "templates").rglob("*")):
        if path.suffix not in (".html", ".txt"):
            continue
        inside = path.relative_to(base / "templates").parts
        room = inside[0] if inside[0] in known else GROUND
        for key in _said_in_template(path) if room in found else ():
            found[room].setdefault(key, str(path.relative_to(base)))
    return found


def merge(base: Path, room: str, said: dict[Key, str], known: Known) -> Catalog:
    """What is said, with the translations that are there: the room's own, else another room's
    (at run time all rooms share one catalogue anyway). What nobody says any more is left out."""
    own = _by_key(read_catalogue(base, room))
    catalogue = Catalog(locale=LANGUAGE)
    for key in sorted(said, key=_order):
        context, msgid = key
        mine = own.get(key)
        translated = mine is not None and any(_forms(mine))
        old = mine if translated or key not in known else known[key][1]
        message = catalogue.add(
            msgid,
            string=old.string if old is not None else "",
            context=context or None,
            flags=old.flags if old is not None else (),
            user_comments=mine.user_comments if mine is not None else (),
        )
        # Whether "%" is a placeholder is asked of the text each time, not of the old file.
        message.flags.discard("python-format")
        message.flags.discard("python-brace-format")
    return catalogue


def known_translations(base: Path) -> Known:
    """Every translation of every room, and the room it is from (the first by name)."""
    known: Known = {}
    for room in rooms(base):
        for key, message in _by_key(read_catalogue(base, room)).items():
            if all(_forms(message)) and not message.fuzzy:
                known.setdefault(key, (room, message))
    return known


def read_catalogue(base: Path, room: str) -> Catalog:
    path = po_path(base, room)
    if not path.exists():
        return Catalog(locale=LANGUAGE)
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def write_catalogue(base: Path, room: str, catalogue: Catalog) -> bool:
    """Write the room's file in one step; False if it says the same already."""
    path = po_path(base, room)
    buffer = BytesIO()
    write_po(buffer, catalogue, width=100, no_location=True, omit_header=True, ignore_obsolete=True)
    content = HEADER.encode() + buffer.getvalue().lstrip(b"\n")
    if len(catalogue) == 0 and not path.exists():
        return False
    if path.exists() and path.read_bytes() == content:
        return False
    _replace(path, content)
    return True


def compile_all(base: Path) -> list[str]:
    """Make the .mo of each room whose .po is newer; the rooms that were compiled."""
    done = []
    for room in rooms(base):
        po = po_path(base, room)
        mo = po.with_suffix(".mo")
        if not po.exists() or (mo.exists() and mo.stat().st_mtime > po.stat().st_mtime):
            continue
        buffer = BytesIO()
        write_mo(buffer, read_catalogue(base, room))
        _replace(mo, buffer.getvalue())
        done.append(room)
    return done


def problems(base: Path, only: Collection[str] = ()) -> list[Problem]:
    """What is not translated, only guessed, has other placeholders than the English text, or is
    translated in two ways (one of the two would be shown everywhere)."""
    known = known_translations(base)
    found: list[Problem] = []
    for room, keys in collect(base, only).items():
        for key, message in _by_key(merge(base, room, keys, known)).items():
            what = _wrong_with(message)
            if not what and key in known and known[key][1].string != message.string:
                what = f"translated differently in {known[key][0]}"
            if what:
                text = key[1] if isinstance(key[1], str) else key[1][0]
                found.append(Problem(room, text, keys[key], what))
    return found


def _said_in_python(path: Path) -> Iterator[Key]:
    with path.open("rb") as file:
        for _, message, _, context in extract("python", file, KEYWORDS):
            yield _key(message, context)


def _said_in_template(path: Path) -> Iterator[Key]:
    text = templatize(path.read_text("utf-8"), origin=str(path))
    for call in _CALL.finditer(text):
        arguments = ast.literal_eval(f"[{call[2]}]")
        name = call[1]
        context = arguments.pop(0) if name in ("pgettext", "npgettext") else None
        yield _key(tuple(arguments) if name.startswith("n") else arguments[0], context)


def _key(message: str | Sequence[str], context: str | None) -> Key:
    if not isinstance(message, str) and len(message) > 1:
        return context or "", (message[0], message[1])
    return context or "", message if isinstance(message, str) else message[0]


def _by_key(catalogue: Catalog) -> dict[Key, Message]:
    return {_key(message.id, message.context): message for message in catalogue if message.id}


def _order(key: Key) -> tuple[str, str, str]:
    text = key[1] if isinstance(key[1], str) else key[1][0]
    return text.casefold(), text, key[0]


def _forms(message: Message) -> list[str]:
    said = message.string
    return [said] if isinstance(said, str) else list(said or ())


def _wrong_with(message: Message) -> str:
    forms = _forms(message)
    plural = not isinstance(message.id, str)
    if not all(forms) or (plural and len(forms) != 3):
        return "missing"
    if message.fuzzy:
        return "fuzzy"
    # The first Russian form also counts 21 and 31, so it needs the number as the others do.
    wanted = _places(str(message.id[1] if plural else message.id))
    if any(_places(form) != wanted for form in forms):
        return "other placeholders"
    return ""


def _places(text: str) -> list[str]:
    return sorted(place[0] for place in _PLACE.finditer(text))


def _replace(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(name).chmod(0o644)
    Path(name).replace(path)
