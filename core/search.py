"""Folding of search text: case, ё and е, Cyrillic and Latin spell the same (product.md, row 5).

Columns are folded when written and the query when read, so SQLite and PostgreSQL find the same.
"""

import re
import unicodedata

_CYRILLIC = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh",
        "з": "z", "и": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o",
        "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h", "ц": "ts",
        "ч": "ch", "ш": "sh", "щ": "sch", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "iu",
        "я": "ia", "і": "i", "ї": "i", "є": "e", "ґ": "g",
    }
)  # fmt: skip
# Latin spellings that people mix for one sound; the same steps run over column and query, so a
# name that never was Cyrillic is folded the same way on both sides.
_LATIN = [
    ("shch", "sch"), ("kh", "h"), ("ph", "f"), ("ck", "k"), ("x", "ks"),
    ("w", "v"), ("yo", "e"), ("jo", "e"), ("y", "i"), ("j", "i"),
]  # fmt: skip


def fold(text: str) -> str:
    """`Светлана Ёлкина` and `svetlana YOLKINA` both give `svetlana elkina`."""
    text = unicodedata.normalize("NFKC", text).casefold().translate(_CYRILLIC)
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    # One sound may make another spelling ("cx" is "cks"): folded until nothing changes, so that
    # what is folded already folds to itself. Each step shortens or drops a letter for good.
    before = ""
    while before != text:
        before = text
        for spelling, sound in _LATIN:
            text = text.replace(spelling, sound)
        text = re.sub(r"i{2,}", "i", text)
    return re.sub(r"\s+", " ", text).strip()


def fold_all(*parts: str | None) -> str:
    """One folded column out of many texts, joined so that words of two fields never meet."""
    return " | ".join(fold(part) for part in parts if part)
