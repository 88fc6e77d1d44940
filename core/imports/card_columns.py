"""The columns of an address book: every property that its cards have, and what stands in a cell."""

import re
from collections.abc import Callable, Iterable, Iterator

from core.imports.cards import Card, Property, components, split_by, unescaped

MOST_COLUMNS = 120
# Stands behind the last column of a card that breaks off.
BROKEN = "\tbroken"
_NO_PHONE = {"FAX", "PAGER", "MODEM", "BBS", "ISDN", "TTY", "TLX"}
_SOCIAL = {"X-SOCIALPROFILE", "SOCIALPROFILE", "IMPP", "X-IMPP"}
# `X-TELEGRAM:sveta`, `X-SKYPE-USERNAME:sveta`: the property names the network.
_NETWORK = re.compile(
    r"X-(SKYPE|TELEGRAM|ICQ|JABBER|MSN|YAHOO|AIM|QQ|GTALK|GOOGLE-TALK|TWITTER|INSTAGRAM|VK|FACEBOOK"
    r"|LINKEDIN|YOUTUBE|TIKTOK|WHATSAPP)(-USERNAME)?"
)
_WORDS_OF_LABEL = re.compile(r"_\$!<(.*)>!\$_")
_FIRST = ("FN", "N given", "N additional", "N family", "NICKNAME", "EMAIL", "TEL")


def cells_of(card: Card) -> dict[str, str]:
    """Column → cell; several values of one property stand one per line, the preferred first."""
    labels = {p.group: unescaped(p.value) for p in card.properties if p.name == "X-ABLABEL"}
    cells: dict[str, list[str]] = {}
    for found in sorted(card.properties, key=lambda p: p.rank):
        if found.name == "X-ABLABEL":
            continue
        label = _label(labels.get(found.group, "")) if found.group else ""
        for column, text in _COLUMNS_OF.get(found.name, _plain)(found, label):
            if text and text not in cells.setdefault(column, []):
                cells[column].append(text)
    return {column: "\n".join(texts) for column, texts in cells.items() if texts}


def columns_of(cards: Iterable[Card]) -> list[str]:
    """Every column that a card of the file has, in an order that people read."""
    seen: dict[str, None] = {}
    for card in cards:
        for column in cells_of(card):
            seen.setdefault(column)
    ranked = [name for name in _FIRST if name in seen]
    return [*ranked, *(name for name in seen if name not in ranked)][:MOST_COLUMNS]


Cells = Iterator[tuple[str, str]]


def _label(text: str) -> str:
    inner = _WORDS_OF_LABEL.fullmatch(text)
    return inner[1] if inner else text


def _plain(found: Property, label: str) -> Cells:
    network = _NETWORK.fullmatch(found.name)
    if network:
        yield "X-SOCIALPROFILE", f"{network[1].lower()}: {unescaped(found.value)}"
    else:
        yield found.name, ", ".join(filter(None, components(found.value)))


def _name(found: Property, label: str) -> Cells:
    parts = [*components(found.value), "", "", ""]
    yield from zip(("N family", "N given", "N additional"), parts, strict=False)


def _phone(found: Property, label: str) -> Cells:
    number = unescaped(found.value)
    number = re.sub(r"^tel:", "", number, flags=re.IGNORECASE).partition(";")[0]
    yield ("FAX" if found.types & _NO_PHONE and "CELL" not in found.types else "TEL"), number


def _address(found: Property, label: str) -> Cells:
    parts = [*components(found.value), *[""] * 7][:7]
    yield "ADR", ", ".join(filter(None, (", ".join(p.split("\n")) for p in parts)))
    yield from zip(("ADR city", "ADR region", "ADR country"), (parts[3], parts[4], parts[6]),
                   strict=True)  # fmt: skip


def _organization(found: Property, label: str) -> Cells:
    yield "ORG", ", ".join(filter(None, components(found.value)))


def _categories(found: Property, label: str) -> Cells:
    yield "CATEGORIES", "\n".join(filter(None, map(unescaped, split_by(found.value, ","))))


def _link(found: Property, label: str) -> Cells:
    text = unescaped(found.value)
    has_host = "/" in text or "." in text
    yield "URL", text if has_host or not label else f"{label}: {text}"


def _social(found: Property, label: str) -> Cells:
    kinds = [t for t in found.params.get("TYPE", []) if t.upper() not in ("PREF", "HOME", "WORK")]
    kinds += found.params.get("X-SERVICE-TYPE", []) + found.params.get("SERVICE-TYPE", [])
    user = next(iter(found.params.get("X-USER", [])), "")
    text = unescaped(found.value)
    kind = label or next(iter(kinds), "")
    if text.lower().startswith(("http://", "https://")):
        # Applications put a name of their own in front: http://www.twitter.com/x-apple:name.
        text = user and "x-apple" in text and f"{kind}: {user}" or text
    elif kind:
        text = f"{kind}: {user or text.rpartition(':')[2]}"
    yield "X-SOCIALPROFILE", text


def _text(column: str) -> Callable[[Property, str], Cells]:
    def cells(found: Property, label: str) -> Cells:
        yield column, unescaped(found.value)

    return cells


_COLUMNS_OF: dict[str, Callable[[Property, str], Cells]] = {
    "N": _name, "TEL": _phone, "ADR": _address, "ORG": _organization, "URL": _link,
    "CATEGORIES": _categories,
    "FN": _text("FN"), "NOTE": _text("NOTE"), "TITLE": _text("TITLE (job)"),
    "ROLE": _text("X-ROLE"), "BDAY": _text("BDAY"), "TZ": _text("TZ"), "LANG": _text("LANG"),
    "EMAIL": _text("EMAIL"), "NICKNAME": _text("NICKNAME"),
    **dict.fromkeys(_SOCIAL, _social),
}  # fmt: skip
