"""By what two rows look like one person: keys of names and mailboxes, and how strong each is.

A key is compared whole. Two spellings of one name should give one key; what two different people
share now and then (a name) is a reason to look, never to act.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.search import fold

LONGEST_NAME = 240
# More rows than this behind one key: an agency's mailbox, a common name. It says nothing of two.
MOST_ALIKE = 5
SHORTEST_HANDLE = 4
GENERIC_HANDLES = frozenset(
    {
        "admin", "blog", "blogger", "brand", "business", "channel", "collab", "contact", "creator",
        "home", "info", "life", "lifestyle", "live", "mail", "media", "music", "news", "official",
        "page", "photo", "profile", "shop", "store", "studio", "team", "test", "travel", "user",
        "video", "videos", "vlog", "youtube", "instagram", "telegram", "tiktok",
    }
)  # fmt: skip

# Spellings of one Russian sound that folding for search leaves apart. Applied in this order.
_SOUNDS = [
    (r"cv", "tsv"),
    (r"c(?![heiy])", "k"),
    # Андреев, Andreyev, Andreev; Екатерина, Yekaterina; Васильев, Vasiliev.
    (r"i[eo]", "e"),
    # Людмила, Ludmila; but Юлия stays Iulia.
    (r"(?<=[^aeiou])iu", "u"),
    # Александр, Alexander.
    (r"ander\b", "andr"),
    # Кирилл, Kiril; Анна, Ana.
    (r"(.)\1+", r"\1"),
]
_PATRONYMIC = re.compile(r".+(ovich|evich|ovna|evna|ichna)")
# Fewer words than this, and a patronymic or an initial is all that tells two people apart.
_FULL_NAME = 2

_GOOGLE = frozenset({"gmail.com", "googlemail.com"})
_YANDEX = frozenset(
    {"yandex.ru", "ya.ru", "yandex.com", "yandex.by", "yandex.kz", "yandex.ua", "narod.ru"}
)


def name_key(name: str) -> str:
    """The words of a name, each by its sound, in order: `Ёлкина Светлана` and `Svetlana Yolkina`
    give one key. Patronymics and initials do not count beside a full name."""
    text = re.sub(r"['’ʼ`´ʹ]", "", name)
    words = re.findall(r"[^\W_]+", fold(text))
    words = [sound for word in words if (sound := _sound(word))]
    for aside in (_is_patronymic, _is_initial):
        rest = [word for word in words if not aside(word)]
        if len(rest) >= _FULL_NAME:
            words = rest
    return " ".join(sorted(words))[:LONGEST_NAME]


def is_full_name(key: str) -> bool:
    """A single word is no reason: half the Annas of a list are called Anna and nothing else."""
    return " " in key


def email_key(email: str) -> str:
    """The mailbox behind an address: Gmail does not see dots, Yandex has six names, and what
    follows a plus is the sender's own mark."""
    local, at, domain = email.strip().lower().rpartition("@")
    if not at or not local:
        return ""
    local = local.split("+", 1)[0] or local
    if domain in _GOOGLE:
        local, domain = local.replace(".", "") or local, "gmail.com"
    elif domain in _YANDEX:
        local, domain = local.replace("-", "."), "yandex.ru"
    return f"{local}@{domain}"


def keys_of(name: str, email: str) -> dict[str, str]:
    """The columns of a creator by which doubles are found, written with whatever they follow."""
    return {"name_key": name_key(name), "email_key": email_key(email)}


def handle_says_something(loose_key: str) -> bool:
    """Whether one handle on two platforms is worth a look. Numbers are ids of the platform."""
    return (
        len(loose_key) >= SHORTEST_HANDLE
        and not loose_key.isdigit()
        and loose_key not in GENERIC_HANDLES
    )


class Reason(StrEnum):
    """Why two rows may be one person, the strongest first."""

    MAIL = "mail"
    PHONE = "phone"
    HANDLE = "handle"
    NAME_AND_PLACE = "name_place"
    NAME = "name"

    @property
    def label(self) -> str | Promise:
        return _LABELS[self]


_LABELS: dict[Reason, str | Promise] = {
    Reason.MAIL: _("Same mailbox"),
    Reason.PHONE: _("Same phone"),
    Reason.HANDLE: _("Same handle"),
    Reason.NAME_AND_PLACE: _("Same name and place"),
    Reason.NAME: _("Same name"),
}
_ORDER = {reason: place for place, reason in enumerate(Reason)}

Pair = tuple[int, int]


@dataclass(frozen=True)
class Because:
    """A reason with what was found: the address, the phone, the handle, the city."""

    reason: Reason
    detail: str = ""


def strength(reasons: Iterable[Because]) -> tuple[int, int]:
    """For sorting: the strongest reason first, then how many others stand behind it."""
    places = sorted({_ORDER[because.reason] for because in reasons})
    return places[0], -len(places)


def pairs_of(pks: Iterable[int]) -> list[Pair]:
    """Every two of them, each once, the lower key first."""
    return list(combinations(sorted(set(pks)), 2))


def _sound(word: str) -> str:
    for spelling, sound in _SOUNDS:
        word = re.sub(spelling, sound, word)
    # Дмитрий, Dmitriy, Dmitry, Dmitri.
    return word


def _is_patronymic(word: str) -> bool:
    return bool(_PATRONYMIC.fullmatch(word))


def _is_initial(word: str) -> bool:
    return len(word) == 1
