"""One key for one post, however its link was copied (product.md, rows 41 and 56)."""

import re
from urllib.parse import parse_qs, unquote, urlsplit

# Hosts that are another spelling of the same place.
_ALIASES = {
    "youtube-nocookie.com": "youtube.com",
    "music.youtube.com": "youtube.com",
    "instagr.am": "instagram.com",
    "vk.ru": "vk.com",
    "vkvideo.ru": "vk.com",
    "twitter.com": "x.com",
    "telegram.me": "t.me",
}
_PREFIXES = ("www.", "m.", "mobile.")

# Where the id of a post stands in a path: (host, pattern, key). The id keeps its case.
_POSTS = [
    ("youtu.be", r"/([\w-]{6,})", "youtube.com/watch/{}"),
    ("youtube.com", r"/(?:shorts|live|embed|v|watch)/([\w-]{6,})", "youtube.com/watch/{}"),
    ("instagram.com", r"(?:/[\w.]+)?/(?:p|reel|reels|tv)/([\w-]+)", "instagram.com/p/{}"),
    ("tiktok.com", r"(?:/@[\w.-]+)?/(?:video|photo|v)/(\d+)(?:\.html)?", "tiktok.com/video/{}"),
    ("vk.com", r"/((?:wall|video|clip|photo|story)-?\d+_\d+)", "vk.com/{}"),
    ("rutube.ru", r"/(?:video|shorts|play/embed)/(\w+)", "rutube.ru/video/{}"),
    ("x.com", r"(?:/\w+)?/status/(\d+)", "x.com/status/{}"),
]
_POSTS_BY_HOST: dict[str, list[tuple[re.Pattern[str], str]]] = {}
for _host, _pattern, _key in _POSTS:
    _POSTS_BY_HOST.setdefault(_host, []).append((re.compile(_pattern, re.ASCII), _key))

# The id of a post stands in the query there: `youtube.com/watch?v=…`, `vk.com/feed?w=wall-1_2`.
_QUERY_IDS = {"youtube.com": ("v",), "vk.com": ("w", "z")}


def link_key(link: str) -> str:
    """The link without scheme, www, query and closing slash; a post of a known platform by its id.

    `https://youtu.be/dQw4w9WgXcQ?si=1` and `youtube.com/watch?v=dQw4w9WgXcQ` give the same key.
    Anything gives some key, an empty text the empty one; the key of a key is itself.
    """
    link = "".join(c for c in link if c.isprintable() and not c.isspace()).lstrip("/")
    if not link:
        return ""
    try:
        parts = urlsplit(link if re.match(r"[A-Za-z][\w+.-]*://", link) else f"//{link}")
        host = parts.hostname or ""
        host = f"[{host}]" if ":" in host else host
    except ValueError:
        return link
    host = _host_key(host)
    path = _path_key(parts.path)
    return _post_key(host, path, parts.query) or f"{host}{_public_channel(host, path)}"


def _host_key(host: str) -> str:
    host = host.rstrip(".")
    stripped = True
    while stripped:
        stripped = False
        for prefix in _PREFIXES:
            if host.startswith(prefix):
                host, stripped = host[len(prefix) :], True
    return _ALIASES.get(host, host)


def _path_key(path: str) -> str:
    path = unquote(path, errors="ignore")
    path = "".join(c for c in path if c.isprintable() and not c.isspace() and c not in "?#%\\")
    return re.sub(r"/{2,}", "/", path).rstrip("/")


def _post_key(host: str, path: str, query: str) -> str:
    for name in _QUERY_IDS.get(host, ()):
        for value in parse_qs(query).get(name, [])[:1]:
            path = f"/watch/{value}" if host == "youtube.com" else "/" + value.split("/")[0]
    for pattern, key in _POSTS_BY_HOST.get(host, []):
        found = pattern.fullmatch(path)
        if found:
            return key.format(found.group(1))
    return ""


def _public_channel(host: str, path: str) -> str:
    """`t.me/s/channel/12` is the web view of `t.me/channel/12`; channel names have no case."""
    if host != "t.me":
        return path
    path = path.lower()
    return path[2:] if path.startswith("/s/") else path
