"""Links of single-purpose pages: linked from a mail, open without signing in, each adds one answer
and edits nothing (product.md, People).

    url = reverse("…", args=[make_token("introduction", "<workspace>", "<row>", until=day)])
    parts = read_token("introduction", token, at=now)

The token is the door: signed for one kind of page and good until the end of a day (UTC). What it
may still do is decided by the row it names. A page of this kind changes nothing on GET, since mail
scanners follow links, and needs no cookie, since the token itself cannot be guessed.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

# Answers, and links that are none, an address may try in a minute. An office shares an address.
TRIES_A_MINUTE = 30
_SEPARATOR = "."


class BadToken(Exception):
    """Forged, of another kind of page, or cut by a mail program."""


class Expired(Exception):
    """Signed by us, too old. `parts` say what it was for."""

    def __init__(self, parts: list[str]) -> None:
        self.parts = parts
        super().__init__()


def make_token(kind: str, *parts: str, until: date) -> str:
    """`parts` are words without dots, such as public ids; safe in a URL."""
    return _signer(kind).sign(_SEPARATOR.join([*parts, f"{until:%Y%m%d}"]))


def read_token(kind: str, token: str, *, at: datetime) -> list[str]:
    """The parts that were signed. Raises BadToken, Expired."""
    try:
        *parts, until = _signer(kind).unsign(token).split(_SEPARATOR)
    except signing.BadSignature as error:
        raise BadToken from error
    last = datetime.strptime(until, "%Y%m%d").replace(tzinfo=UTC)
    if at >= last + timedelta(days=1):
        raise Expired(parts)
    return parts


def _signer(kind: str) -> signing.Signer:
    return signing.Signer(salt=f"reply_pages.{kind}", sep=_SEPARATOR)


def too_many(request: HttpRequest, kind: str) -> bool:
    """Counts one try of the caller's address; True above TRIES_A_MINUTE. Writes to the cache only,
    so a page asks before it answers a POST or a bad link, not for a link that is good."""
    key = f"reply_pages:{kind}:{get_adapter().get_client_ip(request)}"
    cache.add(key, 0, timeout=60)
    try:
        return int(cache.incr(key)) > TRIES_A_MINUTE
    except ValueError:
        # It ran out between the two.
        return False


def speak(request: HttpRequest, language: str) -> None:
    """Their language, unless they have chosen one on this machine or are signed in with one."""
    chosen = request.COOKIES.get("django_language", "")
    known = request.user.is_authenticated or chosen in ("en", "ru")
    code = (translation.get_language() or language) if known else language
    translation.activate(code)
    request.LANGUAGE_CODE = code


def refused(request: HttpRequest, why: str, *, read: bool = True) -> HttpResponse:
    """A polite page for a link that leads nowhere: `why` is bad, expired or many. `read`: whether
    a person reads what is answered to the mail."""
    status = {"bad": 404, "expired": 410, "many": 429}[why]
    return render(request, "core/reply_refused.html", {"why": why, "read": read}, status=status)


def reply_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For the view of such a page: never cached, and no cookie needed. The signature stands in for
    the CSRF token: nobody can make a browser post to a link they do not have."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs)

    return csrf_exempt(never_cache(page))
