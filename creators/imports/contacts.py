"""What a contact has several of, in one cell or in columns side by side: addresses, phones, links.

Pure: cells in, lists out. Google parts the values of a cell with ` ::: `, people with commas,
semicolons and new lines.
"""

import re
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import unquote

from core.imports.mapping import plain_header
from core.imports.values import clean_text, is_unknown, parse_email
from creators.enums import Platform
from creators.imports.names import PLATFORM_NAMES
from creators.rules.handles import Handle, HandleError, parse_handle

T = TypeVar("T")

_PARTED = re.compile(r"\s*:::\s*|[\n;]+")
_ADDRESS = re.compile(r"[^\s<>,;:\"()|/]+@[^\s<>,;:\"()|/]+")
_PHONES = re.compile(r"\s*:::\s*|[\n;,|]+|\s/\s|/(?=\s*\+)")
# `telegram: @name` is one of them.
_LINKS = re.compile(r"\s*:::\s*|[\n;|]+|,\s+|\s+(?=https?://)|(?<![:\s])\s+(?=@)")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
# Other places where people have an account worth keeping; a home page is not one of them, and
# what stands for a whole company would make one creator of two colleagues.
_SOCIAL = {
    "facebook.com", "fb.com", "threads.net", "threads.com", "linkedin.com", "ok.ru", "boosty.to",
    "patreon.com", "pinterest.com", "ru.pinterest.com", "snapchat.com", "likee.video", "taplink.cc",
    "taplink.ws", "linktr.ee", "behance.net", "spotify.com", "open.spotify.com", "soundcloud.com",
    "livejournal.com", "medium.com", "substack.com", "bsky.app", "discord.gg", "kick.com",
    "trovo.live", "nuum.ru", "wibes.ru", "max.ru", "bilibili.com", "weibo.com",
    "onlyfans.com", "dribbble.com",
}  # fmt: skip
_PLATFORM_WORDS = {
    plain_header(word): str(platform)
    for platform, words in PLATFORM_NAMES.items()
    for word in words.split(", ")
    if platform != Platform.OTHER
}
# Labels that applications invent and nobody filed a contact under.
_NO_TAGS = {"mycontacts", "my contacts", "starred", "importiert", "imported", "мои контакты"}
# Headers that mean a part of the name once another column holds the family name.
_GIVEN = {"имя", "name", "имя контакта"}
_NOT_A_NAME = {"title", "название", "nombre"}
_LINKS_THERE = {"url", "link", "ссылка"}
_NICKNAMES = {"nickname", "nick", "ник", "никнейм"}


@dataclass(frozen=True)
class Several:
    """`kept` are the values that can be read, best first; `odd` what stood beside them."""

    kept: list[str] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)


def parse_emails(text: str) -> Several | None:
    """All addresses of the cell. Raises ValueError when it holds something, and no address."""
    if is_unknown(text):
        return None
    # Not cleaned of HTML: `Anna <a@x.ru>` is none.
    found = list(dict.fromkeys(_ADDRESS.findall(text)))
    if len(found) < 2:
        one = parse_email(next(iter(found), text))
        return Several([one]) if one else None
    good, odd = [], []
    for address in found:
        try:
            good.append(str(parse_email(address)))
        except ValueError:
            odd.append(address)
    if not good:
        parse_email(found[0])
    return Several(list(dict.fromkeys(good)), odd)


def parse_phones(text: str) -> list[str] | None:
    """The numbers as they are written; whether they are numbers is seen with their country."""
    if is_unknown(text):
        return None
    parts = [" ".join(clean_text(part).split()) for part in _PHONES.split(text)]
    return [part for part in dict.fromkeys(parts) if not is_unknown(part)] or None


def parse_links(text: str) -> list[str] | None:
    """Addresses and `telegram: @name`, each by itself."""
    if is_unknown(text):
        return None
    parts = [" ".join(clean_text(part).split()) for part in _LINKS.split(text)]
    return [part for part in dict.fromkeys(parts) if not is_unknown(part)] or None


def first_of(parse: Callable[[str], T | None]) -> Callable[[str], T | None]:
    """For a field whose cells come one per line: the first that says something."""

    def read(text: str) -> T | None:
        problem: ValueError | None = None
        for line in text.split("\n"):
            try:
                value = parse(line)
            except ValueError as error:
                problem = problem or error
                continue
            if value is not None:
                return value
        if problem:
            raise problem
        return None

    return read


def parse_labels(text: str) -> list[str] | None:
    """Groups of an address book: `* myContacts ::: Friends` → Friends."""
    if is_unknown(text):
        return None
    parts = (part.strip(" \t'\"[]") for part in re.split(r":::|[,;|/\n#]+", clean_text(text)))
    kept = [" ".join(part.split())[:60] for part in parts if part]
    return [
        part for part in dict.fromkeys(kept)
        if not part.startswith("*") and part.casefold() not in _NO_TAGS
    ] or None  # fmt: skip


def account_in(link: str) -> Handle | None:
    """The account that a link means, on a platform or at one of the known other places."""
    word, colon, rest = link.partition(":")
    platform = _PLATFORM_WORDS.get(plain_header(word)) if colon else None
    if platform and rest and not rest.startswith("//"):
        return _handle(_without_scheme(rest), platform)
    found = _handle(link, "")
    if found is None or found.platform != Platform.OTHER:
        return found
    host, _slash, path = found.handle.partition("/")
    return found if path and host.lower() in _SOCIAL else None


def _without_scheme(rest: str) -> str:
    """`telegram:x-apple:name`, `skype:name?chat`: what is left is the name."""
    text = unquote(rest.strip())
    if "//" in text:
        return text
    return _SCHEME.sub("", text).partition("?")[0]


def _handle(text: str, platform: str) -> Handle | None:
    try:
        return parse_handle(text, platform)
    except HandleError:
        try:
            return parse_handle(text) if platform and "/" in text else None
        except HandleError:
            return None


def refine(mapping: MutableMapping[str, str], *, cards: bool) -> None:
    """Columns whose names mean something else in an address book than in a list of channels."""
    by_key: dict[str, list[str]] = {}
    for name, key in mapping.items():
        by_key.setdefault(key, []).append(name)
    if not cards and not {"first_name", "last_name"} & by_key.keys():
        return
    for name in by_key.get("name", []):
        plain = plain_header(name)
        if plain in _GIVEN and "first_name" not in by_key:
            mapping[name] = "first_name"
        elif plain in _NOT_A_NAME:
            del mapping[name]
    _nicknames(mapping, by_key)
    for name in by_key.get("topics", []):
        # Groups of an address book; what somebody writes about stands in lists of channels.
        if plain_header(name) in ("categories", "category", "категории"):
            mapping[name] = "tags"


def _nicknames(mapping: MutableMapping[str, str], by_key: Mapping[str, Sequence[str]]) -> None:
    """A nickname of an address book is what to call them, an address some link of theirs, and
    `Обращение` there is Mr or Mrs."""
    for name in by_key.get("short_name", []):
        if plain_header(name) == "обращение":
            del mapping[name]
    for name in by_key.get("handle", []):
        if plain_header(name) == "account":
            del mapping[name]
        elif plain_header(name) in _NICKNAMES:
            del mapping[name]
            if not {"short_name", "first_name"} & by_key.keys():
                mapping[name] = "short_name"
        elif plain_header(name) in _LINKS_THERE:
            mapping[name] = "links"


def telling_more(
    mapping: MutableMapping[str, str],
    header: Sequence[str],
    sample: Sequence[Sequence[str]],
    aliases: Mapping[str, Any],
) -> None:
    """Of a column of names and one of addresses, the addresses say the platform, too."""
    chosen = next((name for name, key in mapping.items() if key == "handle"), None)
    if chosen is None or _addresses(header, sample, chosen) > 0.5:
        return
    for name in header:
        free = mapping.get(name) in (None, "links")
        if free and plain_header(name) in aliases and _addresses(header, sample, name) > 0.5:
            del mapping[chosen]
            mapping[name] = "handle"
            return


def _addresses(header: Sequence[str], sample: Sequence[Sequence[str]], name: str) -> float:
    place = header.index(name)
    cells = [row[place] for row in sample if place < len(row) and row[place].strip()]
    found = [_handle(cell, "") for cell in cells]
    known = [handle for handle in found if handle and handle.platform != Platform.OTHER]
    return len(known) / len(cells) if cells else 0
