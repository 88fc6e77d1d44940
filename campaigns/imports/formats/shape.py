"""What a report of a platform is known by, and what its columns are."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from campaigns.imports.fields import FIELDS
from campaigns.imports.formats.words import LANGUAGES, WORDS, Words
from core.imports.mapping import Field, Text, plain_alias, plain_header, suggest

# Column → its first cells.
Cells = Mapping[str, Sequence[str]]
# Numbers that no row of results is made of, whatever stands beside them.
_NEVER = ("%", "ctr", "cpm", "rpm")


@dataclass(frozen=True)
class Format:
    """`words`: field → language → names that mean this field in this report; "" is left out.
    `marks`: language → names that only such a report has, one of them must be there. `needs`: of
    each group one field at least. `fits`: what the cells must look like besides. `platform`: of
    rows that do not say one. `order`: the report of the lowest is chosen where several fit."""

    key: str
    title: Text
    platform: str = ""
    words: Words = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)
    needs: tuple[tuple[str, ...], ...] = ()
    fits: Callable[["Mapped"], bool] = lambda mapped: True
    order: int = 1
    # What whoever imports should know of its numbers.
    note: Text = ""


@dataclass(frozen=True)
class Mapped:
    """A header as one report understands it. `preamble`: the rows above it."""

    header: Sequence[str]
    mapping: Mapping[str, str]
    cells: Cells
    preamble: Sequence[str] = ()
    # Tables told apart by their titles (core/imports/stacks.py).
    stack: bool = False

    def column(self, key: str) -> Sequence[str]:
        """The cells of the first column that is this field."""
        name = next((name for name, found in self.mapping.items() if found == key), "")
        return self.cells.get(name, ())


@dataclass(frozen=True)
class Found:
    """A file recognised: `language` is a code, or "" where the names are of no language."""

    format: Format
    language: str
    mapping: dict[str, str]


def understood(format: Format, header: Sequence[str]) -> dict[str, str]:
    """Column → field, for the columns that are something in this report."""
    useful = [name for name in header if not any(sign in name.casefold() for sign in _NEVER)]
    return suggest(_fields(format), useful)


def recognised(
    formats: Sequence[Format],
    header: Sequence[str],
    cells: Cells,
    preamble: Sequence[str],
    *,
    stack: bool = False,
) -> Found | None:
    found: list[tuple[int, int, Found]] = []
    plain = {plain_header(name) for name in header}
    for format in formats:
        mapped = Mapped(header, understood(format, header), cells, preamble, stack)
        marked = _marked(format, plain)
        if _is(format, mapped, marked):
            said = Found(format, language_of(format, plain), dict(mapped.mapping))
            found.append((format.order, -marked, said))
    return min(found, key=lambda one: one[:2])[2] if found else None


def _is(format: Format, mapped: Mapped, marked: int) -> bool:
    if format.marks and not marked:
        return False
    keys = set(mapped.mapping.values())
    return all(keys & set(group) for group in format.needs) and format.fits(mapped)


def _marked(format: Format, plain: set[str]) -> int:
    return len(plain & {word for words in format.marks.values() for word in _parted(words)})


def language_of(format: Format, plain: set[str]) -> str:
    """The language that knows most of the names; the earlier one where two know as many."""
    known = {language: len(plain & _said_in(format, language)) for language in LANGUAGES}
    best = max(LANGUAGES, key=lambda language: known[language])
    return best if known[best] else ""


def _said_in(format: Format, language: str) -> set[str]:
    texts = [named.get(language, "") for named in (*WORDS.values(), *format.words.values())]
    return {word for text in (*texts, format.marks.get(language, "")) for word in _parted(text)}


def _parted(text: str) -> list[str]:
    return [plain_alias(word) for word in text.split("|") if word]


_kept: dict[str, tuple[Field, ...]] = {}


def _fields(format: Format) -> tuple[Field, ...]:
    """The fields of results by the names that this report gives them; its own names first, and a
    name that is something else here is taken from the field that usually has it."""
    if format.key not in _kept:
        own = {
            key: [word for text in languages.values() for word in _parted(text)]
            for key, languages in format.words.items()
        }
        taken = {word for words in own.values() for word in words}
        _kept[format.key] = tuple(
            replace(
                one,
                aliases=(
                    *own.get(one.key, ()),
                    *(word for word in one.aliases if plain_alias(word) not in taken),
                ),
            )
            for one in FIELDS
        )
    return _kept[format.key]
