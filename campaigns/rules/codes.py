"""What a sale is known by: discount codes, UTM tags, tracked links, compared as people write them
(product.md, row 56)."""

import re
import unicodedata
from urllib.parse import parse_qsl, unquote, urlsplit

from campaigns.enums import CodeKind
from campaigns.rules.links import link_key

LONGEST = 300
_UTM = re.compile(r"utm_(?:campaign|content|source|term|id|medium)\s*=\s*", re.IGNORECASE)
_DISCOUNT_PATH = re.compile(r"/discount/([^/?#]+)", re.IGNORECASE)
# Tags that name a person or a post, the most telling first; the others say where a link stood.
_TELLING = ("utm_content", "utm_campaign", "utm_id", "utm_term")


def folded(text: str) -> str:
    """`Maya 10`, `MAYA10` and `maya-10`: as a person sees the code, so the case goes, no more."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in plain if c.isprintable()).strip().strip("'\"“”«»").strip()


def code_key(kind: str, value: str) -> str:
    """What rows are matched by; "" for a value that says nothing. The key of a key is itself."""
    if kind == CodeKind.LINK:
        return _tracked(value)[:LONGEST]
    if kind == CodeKind.UTM:
        return _tag(value)[:LONGEST]
    return folded(value)[:LONGEST]


def keys_in(cell: str) -> list[str]:
    """Everything that a cell of a file may name: a code, one of several parted by commas, tags of
    a landing page, the page itself."""
    found: list[str] = []
    for line in cell.splitlines():
        text = line.strip()
        if "/" in text or "?" in text:
            found += _of_link(text)
        found.append(code_key(CodeKind.UTM, text))
        if re.search(r"[,;|]", text):
            found += [folded(part) for part in re.split(r"[,;|]", text)]
    return list(dict.fromkeys(key for key in found if key))


def _of_link(text: str) -> list[str]:
    try:
        query = urlsplit(text).query or text.partition("?")[2]
    except ValueError:
        return []
    tags = [folded(value) for name, value in parse_qsl(query) if name.lower() in _TELLING]
    named = [folded(unquote(code)) for code in _DISCOUNT_PATH.findall(text)]
    return [*named, *tags, _tracked(text)]


def _tag(value: str) -> str:
    """`utm_campaign=spring&utm_content=maya` is known by its content."""
    tags = {name.lower(): found for name, found in parse_qsl(value.strip().lstrip("?&"))}
    telling = next((tags[name] for name in _TELLING if name in tags), "")
    return folded(telling or _UTM.sub("", value.lstrip("?&")))


def _tracked(value: str) -> str:
    """A tracked link is often told apart by its query alone, so that stays, in one order."""
    plain = value.strip()
    try:
        query = sorted(parse_qsl(urlsplit(plain).query))
    except ValueError:
        query = []
    key = link_key(plain.partition("?")[0]).casefold()
    told = "&".join(f"{name}={found}" for name, found in query)
    return f"{key}?{told}".casefold() if told else key
