"""How one MAIL_URL names the way out: `folder:///var/mail`, `smtp://user:password@host:587?tls=1`,
or any Anymail provider, `anymail+mailgun://API_KEY@sender.domain` (the key becomes
`MAILGUN_API_KEY`, the host `MAILGUN_SENDER_DOMAIN`, query arguments further settings)."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

_PREFIX = "ANYMAIL_"


def anymail_settings(environment: Mapping[str, str]) -> dict[str, str]:
    """What `ANYMAIL_…` in the environment says: ANYMAIL_MAILGUN_WEBHOOK_SIGNING_KEY=… becomes
    `MAILGUN_WEBHOOK_SIGNING_KEY`."""
    return {
        name.removeprefix(_PREFIX): value
        for name, value in environment.items()
        if name.startswith(_PREFIX) and value
    }


def mail_settings(url: str) -> dict[str, Any]:
    """Django settings for `url`. Raises ValueError, naming the accepted forms, for another one."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    if parts.scheme == "folder":
        return {
            "EMAIL_BACKEND": "core.mail.folder.FolderBackend",
            "EMAIL_FILE_PATH": unquote(parts.path),
        }
    if parts.scheme in ("smtp", "smtps"):
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": parts.hostname or "127.0.0.1",
            "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 25),
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_TLS": query.get("tls") == "1",
            "EMAIL_USE_SSL": parts.scheme == "smtps",
            "EMAIL_TIMEOUT": int(query.get("timeout", "20")),
        }
    if parts.scheme.startswith("anymail+"):
        provider = parts.scheme.removeprefix("anymail+")
        upper = provider.upper().replace("-", "_")
        anymail: dict[str, Any] = {f"{upper}_{key.upper()}": value for key, value in query.items()}
        if parts.username:
            anymail.setdefault(f"{upper}_API_KEY", unquote(parts.username))
        if parts.hostname:
            anymail.setdefault(f"{upper}_SENDER_DOMAIN", parts.hostname)
        return {
            "MAIL_PROVIDER": provider.replace("-", "_"),
            "EMAIL_BACKEND": f"anymail.backends.{provider.replace('-', '_')}.EmailBackend",
            "ANYMAIL": {**anymail, "REQUESTS_TIMEOUT": (5, 20)},
        }
    raise ValueError(
        "MAIL_URL must look like folder:///path, smtp://user:password@host:port?tls=1 "
        f"or anymail+provider://API_KEY@sender.domain, not {parts.scheme or url!r}"
    )
