"""What a person types or pastes for a social account, as (platform, handle, key, address).

Pure text: nothing is looked up on the network. `key` is what an import or a result row is
matched by, so `@Sveta.Home`, `sveta.home` and `https://www.instagram.com/sveta.home/?hl=ru` are
one channel.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.utils.functional import Promise

from core.imports.sentences import gettext as _
from creators.enums import Platform

LONGEST = 120
# Zero-width characters and the byte order mark: copied along with an address, seen by nobody.
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_HANDLE = re.compile(r"[\w.+~-]+")
_DZEN_ID = re.compile(r"id/[\w-]+")
_ELSEWHERE = re.compile(r"[\w.+~@:=,!*/-]+")
_HOST = re.compile(r"[\w-]+(\.[\w-]+)+")


class HandleError(ValueError):
    """The text names no account; `message` says why, to be shown beside the field."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Handle:
    """`handle` is shown (without @), `key` is compared, `url` opens the account (or is empty)."""

    platform: str
    handle: str
    key: str
    url: str


_HOSTS = {
    "instagram.com": Platform.INSTAGRAM,
    "instagr.am": Platform.INSTAGRAM,
    "youtube.com": Platform.YOUTUBE,
    "youtu.be": Platform.YOUTUBE,
    "tiktok.com": Platform.TIKTOK,
    "t.me": Platform.TELEGRAM,
    "telegram.me": Platform.TELEGRAM,
    "telegram.dog": Platform.TELEGRAM,
    "vk.com": Platform.VK,
    "vk.ru": Platform.VK,
    "vkontakte.ru": Platform.VK,
    "vkvideo.ru": Platform.VK,
    "rutube.ru": Platform.RUTUBE,
    "dzen.ru": Platform.DZEN,
    "zen.yandex.ru": Platform.DZEN,
    "zen.yandex.com": Platform.DZEN,
    "twitch.tv": Platform.TWITCH,
    "x.com": Platform.X,
    "twitter.com": Platform.X,
}
# First parts of an address that are pages of the platform or single posts, never an account.
_NOT_ACCOUNTS = {
    Platform.INSTAGRAM: {"p", "reel", "reels", "tv", "explore", "accounts", "direct", "share"},
    Platform.YOUTUBE: {
        "watch", "shorts", "playlist", "embed", "live", "results", "feed", "hashtag", "post",
    },
    Platform.TELEGRAM: {"c", "share", "proxy", "addstickers", "addlist", "iv", "socks"},
    Platform.VK: {
        "feed", "search", "away.php", "share.php", "audio", "im", "market", "video", "clips",
    },
    Platform.RUTUBE: {"video", "shorts", "play", "feeds", "search"},
    Platform.DZEN: {"a", "b", "video", "media", "news", "articles", "search", "shorts"},
    Platform.TWITCH: {"videos", "directory", "clip", "downloads", "settings"},
    Platform.X: {"home", "i", "search", "intent", "hashtag", "share", "explore", "settings"},
}  # fmt: skip
_VK_POST = re.compile(r"(wall|video|clip|photo|album|topic|story|doc|audio)-?\d+_\d+.*")


def parse_handle(text: str, platform: str = "") -> Handle:
    """The account that `text` means: `@name`, `name`, or an address with or without `https://`.

    `platform` is needed for a bare name; an address says its own, and HandleError is raised when
    the two disagree, when it is a post instead of an account, or when nothing is left to go by.
    An address of no known platform is one of Platform.OTHER, and its key is host and path.
    """
    text = unicodedata.normalize("NFKC", text).translate(_INVISIBLE).strip()
    if not text.lstrip("@"):
        raise HandleError(_("Type a name or an address."))
    address = _split(text, platform)
    if address is None:
        return _bare(text, platform)
    host, parts = address
    known = _platform_of(host)
    if known is None:
        return _elsewhere(host, parts, platform)
    if platform and platform != known:
        raise HandleError(
            _("This is an address on %(platform)s.") % {"platform": Platform(known).label}
        )
    # Short links of YouTube lead to videos only.
    handle = _account(known, [] if host.endswith("youtu.be") else parts)
    return _handle(known, handle, _address(host, parts, known, handle))


def handle_key(handle: str) -> str:
    """What two spellings of one account have in common: no @, one case."""
    folded = unicodedata.normalize("NFKC", handle.strip().lstrip("@")).casefold()
    return unicodedata.normalize("NFKC", folded)


def profile_url(platform: str, handle: str) -> str:
    """The address of an account of which only the name is known; empty where there is no rule."""
    build = _URLS.get(platform)
    return build(handle) if build else ""


def _split(text: str, platform: str) -> tuple[str, list[str]] | None:
    """(host, path parts) if `text` is an address, None if it is a bare name."""
    has_scheme = "://" in text
    head = re.split(r"[/?#]", text, maxsplit=1)[0]
    is_address = (
        has_scheme
        or _platform_of(head.lower()) is not None
        or (bool(_HOST.fullmatch(head)) and ("/" in text or platform == Platform.OTHER))
    )
    if not is_address:
        return None
    try:
        parts = urlsplit(text if has_scheme else f"https://{text}")
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError as error:
        raise HandleError(_("This address cannot be read.")) from error
    if parts.scheme.lower() not in ("http", "https") or not _HOST.fullmatch(host):
        raise HandleError(_("This address cannot be read."))
    path = unicodedata.normalize("NFKC", unquote(parts.path))
    return host, [part for part in path.split("/") if part.strip()]


def _platform_of(host: str) -> Platform | None:
    labels = host.split(".")
    for start in range(len(labels) - 1):
        found = _HOSTS.get(".".join(labels[start:]))
        if found:
            return found
    return None


def _bare(text: str, platform: str) -> Handle:
    name = text.lstrip("@").strip()
    if not platform:
        raise HandleError(_("Say which platform this is, or paste the address."))
    fits = _HANDLE.fullmatch(name) or (platform == Platform.DZEN and _DZEN_ID.fullmatch(name))
    if not fits:
        raise HandleError(_("A handle has no spaces or punctuation. Paste the address instead?"))
    return _handle(platform, name, profile_url(platform, name))


def _account(platform: Platform, parts: list[str]) -> str:
    """The name in the path of an address, by the platform's own habits."""
    first = parts[0] if parts else ""
    second = parts[1] if len(parts) > 1 else ""
    prefixes = _PREFIXES.get(platform, set())
    if first.lower() in prefixes and second:
        first = f"id/{second}" if platform == Platform.DZEN else second
        if platform == Platform.TELEGRAM and parts[0].lower() == "joinchat":
            first = f"+{first}"
    elif _is_no_account(platform, first):
        raise HandleError(_("This is not the address of an account. Open the profile and copy it."))
    name = first.removeprefix("@")
    if not (_HANDLE.fullmatch(name) or _DZEN_ID.fullmatch(name)):
        raise HandleError(_("This is not the address of an account. Open the profile and copy it."))
    return name


_PREFIXES: dict[str, set[str]] = {
    Platform.INSTAGRAM: {"stories"},
    Platform.YOUTUBE: {"channel", "c", "user"},
    Platform.TELEGRAM: {"s", "joinchat"},
    Platform.RUTUBE: {"channel", "u"},
    Platform.DZEN: {"id"},
}


def _is_no_account(platform: Platform, first: str) -> bool:
    if platform == Platform.TIKTOK:
        # Everything else, short links too, leads to a video.
        return not first.startswith("@")
    if platform == Platform.VK and _VK_POST.fullmatch(first.lower()):
        return True
    return first.lower() in _NOT_ACCOUNTS.get(platform, set()) | _PREFIXES.get(platform, set())


def _elsewhere(host: str, parts: list[str], platform: str) -> Handle:
    if platform not in ("", Platform.OTHER):
        raise HandleError(
            _("This is not an address on %(platform)s.") % {"platform": Platform(platform).label}
        )
    name = "/".join([host, *parts])
    if not _ELSEWHERE.fullmatch(name):
        raise HandleError(_("This address cannot be read."))
    return _handle(Platform.OTHER, name, f"https://{name}")


def _address(host: str, parts: list[str], platform: Platform, handle: str) -> str:
    """Old kinds of address keep their own path; all else is written the platform's one way."""
    if platform == Platform.YOUTUBE and parts[0].lower() in ("c", "user"):
        return f"https://youtube.com/{parts[0].lower()}/{handle}"
    if host.endswith("vkvideo.ru"):
        return f"https://vkvideo.ru/@{handle}"
    return profile_url(platform, handle)


def _handle(platform: str, name: str, url: str) -> Handle:
    key = handle_key(name)
    if max(len(name), len(key)) > LONGEST:
        raise HandleError(_("This is too long for a handle."))
    return Handle(platform=str(platform), handle=name, key=key, url=url)


def _youtube(name: str) -> str:
    if re.fullmatch(r"UC[\w-]{22}", name):
        return f"https://youtube.com/channel/{name}"
    return f"https://youtube.com/@{name}"


_URLS: dict[str, Callable[[str], str]] = {
    Platform.INSTAGRAM: lambda name: f"https://instagram.com/{name}",
    Platform.YOUTUBE: _youtube,
    Platform.TIKTOK: lambda name: f"https://tiktok.com/@{name}",
    Platform.TELEGRAM: lambda name: f"https://t.me/{name}",
    Platform.VK: lambda name: f"https://vk.com/{name}",
    Platform.RUTUBE: lambda name: (
        f"https://rutube.ru/channel/{name}" if name.isdigit() else f"https://rutube.ru/u/{name}"
    ),
    Platform.DZEN: lambda name: f"https://dzen.ru/{name}",
    Platform.TWITCH: lambda name: f"https://twitch.tv/{name}",
    Platform.X: lambda name: f"https://x.com/{name}",
}
