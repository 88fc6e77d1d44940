"""Text that is kept encrypted: payment details (product.md, row 31).

Keys are Fernet keys in FIELD_KEYS, the newest first: it writes, all of them read. Without any, one
is derived from SECRET_KEY: enough for a machine of one's own, and said by `manage.py check`.
"""

import base64
import hashlib
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register


class Unreadable(Exception):
    """None of the keys opens it: FIELD_KEYS lacks the key it was written with."""


def encrypt(text: str) -> str:
    return _box(_keys()).encrypt(text.encode()).decode()


def decrypt(secret: str) -> str:
    """Raises Unreadable."""
    try:
        return _box(_keys()).decrypt(secret.encode()).decode()
    except InvalidToken:
        raise Unreadable from None


def rotated(secret: str) -> str:
    """The same text by the newest key. Raises Unreadable."""
    try:
        return _box(_keys()).rotate(secret.encode()).decode()
    except InvalidToken:
        raise Unreadable from None


def _keys() -> tuple[str, ...]:
    given = tuple(key for key in settings.FIELD_KEYS if key)
    if given:
        return given
    digest = hashlib.sha256(b"perennial field key:" + settings.SECRET_KEY.encode()).digest()
    return (base64.urlsafe_b64encode(digest).decode(),)


@lru_cache(maxsize=4)
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


@register(Tags.security)
def check_keys(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Keys that are none; on a served machine, no key of its own."""
    found: list[CheckMessage] = []
    for number, key in enumerate(settings.FIELD_KEYS, start=1):
        try:
            Fernet(key)
        except (ValueError, TypeError):
            found.append(
                Error(
                    f"Key {number} of FIELD_KEYS is not a Fernet key.",
                    hint="Make one with `manage.py new_field_key`.",
                    id="core.E001",
                )
            )
    if settings.HTTPS and not any(settings.FIELD_KEYS):
        found.append(
            Warning(
                "Payment details are encrypted with a key derived from SECRET_KEY.",
                hint="Set FIELD_KEYS to a key of its own (`manage.py new_field_key`), keep it apart"
                " from backups, then run `manage.py rotate_field_keys`.",
                id="core.W001",
            )
        )
    return found
