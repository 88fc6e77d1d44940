"""The address of a private calendar: its workspace, and 256 bits that nobody guesses (row 52)."""

import hashlib
import secrets

_BETWEEN = "-"


def new_secret(workspace_id: str) -> str:
    """`<public id of the workspace>-<43 letters>`: shown once, then only its digest is known."""
    return f"{workspace_id}{_BETWEEN}{secrets.token_urlsafe(32)}"


def workspace_of(secret: str) -> str:
    """The public id it names; whether the rest is right is known by the digest alone."""
    return secret.partition(_BETWEEN)[0]


def digest_of(secret: str) -> str:
    """Of 256 random bits no slow hash is needed: there is nothing to guess from."""
    return hashlib.sha256(secret.encode()).hexdigest()
