"""The folded column by which a creator is found, and the words of a query against it."""

import re
from collections.abc import Iterable

from core.search import fold, fold_all

# A query of more words than this is a paste; the rest would only cost.
MOST_WORDS = 6
# So much of what was noted of somebody is searched, the newest first: the column of 100,000
# creators stays small.
NOTED = 2_000
_PHONE = re.compile(r"\+?\d[\d\s().-]{5,}\d")
# As people in Russia dial: 8 916 … is +7 916 …
_TRUNK = re.compile(r"^8(?=\d{10}$)")


def creator_search_text(
    *,
    name: str,
    short_name: str = "",
    email: str = "",
    phone: str = "",
    city: str = "",
    handles: Iterable[str] = (),
    tags: Iterable[str] = (),
    about: str = "",
    notes: Iterable[str] = (),
) -> str:
    """Everything of a creator that the directory finds by, folded (product.md, row 5).

    Written into Creator.search by whatever changes one of the parts. `notes`: style notes, the
    newest first.
    """
    digits = _digits(phone)
    who = fold_all(name, short_name, email, digits, city, *sorted(handles), *sorted(tags))
    noted = _cut(fold_all(about[:NOTED], *(note[:NOTED] for note in notes)))
    return " | ".join(part for part in (who, noted) if part)


def search_words(query: str) -> list[str]:
    """The folded words that must all be in Creator.search; each may be a part of a word. A phone
    number is one word, however it is written."""
    query = _PHONE.sub(lambda found: f" {_TRUNK.sub('', _digits(found[0]))} ", query)
    return fold(query.replace("@", " ")).split()[:MOST_WORDS]


def _digits(phone: str) -> str:
    return re.sub(r"\D", "", phone)


def _cut(text: str) -> str:
    return text if len(text) <= NOTED else text[:NOTED].rsplit(" ", 1)[0]
