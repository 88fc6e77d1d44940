"""The folded column by which a creator is found, and the words of a query against it."""

from collections.abc import Iterable

from core.search import fold, fold_all

# A query of more words than this is a paste; the rest would only cost.
MOST_WORDS = 6


def creator_search_text(
    *,
    name: str,
    short_name: str = "",
    email: str = "",
    city: str = "",
    handles: Iterable[str] = (),
    tags: Iterable[str] = (),
) -> str:
    """Everything of a creator that the directory finds by, folded (product.md, row 5).

    Written into Creator.search by whatever changes one of the parts.
    """
    return fold_all(name, short_name, email, city, *sorted(handles), *sorted(tags))


def search_words(query: str) -> list[str]:
    """The folded words that must all be in Creator.search; each may be a part of a word."""
    return fold(query.replace("@", " ")).split()[:MOST_WORDS]
