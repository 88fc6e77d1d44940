"""What an error of sending means (quality.md, Reliability): did the other side take the mail?

Three answers. *Temporary*: surely not taken, try again later. *Permanent*: surely not taken, and
never will be. *Ambiguous*: handed over and the answer was lost; a second attempt could double it.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import requests
from anymail.exceptions import (
    AnymailAPIError,
    AnymailError,
    AnymailRecipientsRefused,
    AnymailRequestsAPIError,
)
from urllib3.exceptions import NewConnectionError

# Whole hours of waiting are honoured, a provider's slip of a year is not.
LONGEST_WAIT = 6 * 3600


class Temporary(Exception):
    """Not taken; may be offered again. `wait` is what the other side asked for, in seconds.

    `trouble` tells a way out that is down from a complaint about this one mail.
    """

    def __init__(self, detail: str, *, wait: int | None = None, trouble: bool = True) -> None:
        super().__init__(detail)
        self.wait = wait
        self.trouble = trouble


class Permanent(Exception):
    """Not taken, and will not be. With `bad_address` nobody lives there: nothing more is sent."""

    def __init__(self, detail: str, *, bad_address: bool = False) -> None:
        super().__init__(detail)
        self.bad_address = bad_address


class Ambiguous(Exception):
    """Handed over, and the answer was lost."""


def smtp_refusal(code: int, reply: bytes | str, *, recipient: bool = False) -> Exception:
    """What an explicit SMTP answer other than yes means; `recipient` if it was about RCPT."""
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    detail = f"{code} {text}".strip()
    if 400 <= code < 500:
        return Temporary(detail, trouble=code == 421)
    if 500 <= code < 600:
        return Permanent(detail, bad_address=_nobody_there(code, text, recipient))
    # No SMTP answer at all (smtplib says -1): before the message that is a lost connection.
    return Temporary(detail)


def _nobody_there(code: int, text: str, recipient: bool) -> bool:
    enhanced = re.search(r"\b5\.(\d{1,3})\.(\d{1,3})\b", text)
    if enhanced:
        # 5.1.x is about the address; .7 and .8 of it are about the sender's.
        return enhanced[1] == "1" and enhanced[2] in {"1", "2", "3", "6", "10"}
    # Without one, 550 is also what a misconfigured relay says to everybody.
    blamed = re.search(r"relay|spam|block|polic|denied|reputation|auth|sender", text, re.I)
    return recipient and code in (550, 551, 553) and not blamed


def provider_refusal(error: Exception, *, at: datetime) -> Exception:
    """What an error out of an Anymail backend (or any other Django backend) means."""
    if isinstance(error, AnymailRecipientsRefused):
        return Permanent(str(error), bad_address=_invalid(error))
    status = getattr(error, "status_code", None)
    if isinstance(error, AnymailAPIError) and status is not None:
        return _http_refusal(error, int(status), at)
    if isinstance(error, AnymailRequestsAPIError):
        return Temporary(str(error)) if _never_connected(error) else Ambiguous(str(error))
    if isinstance(error, AnymailError) and not isinstance(error, AnymailAPIError):
        # Anymail could not say this mail in the provider's words: nothing was posted.
        return Permanent(str(error))
    if isinstance(error, ConnectionRefusedError):
        return Temporary(str(error))
    return Ambiguous(f"{type(error).__name__}: {error}")


def _http_refusal(error: AnymailError, status: int, at: datetime) -> Exception:
    wait = _retry_after(getattr(error, "response", None), at)
    if 200 <= status < 300:
        # Taken, and then something unreadable was said about it.
        return Ambiguous(str(error))
    if status in (502, 504) and wait is None:
        # A proxy speaks: what stands behind it may have taken the mail.
        return Ambiguous(str(error))
    if status >= 500 or status in (401, 403, 408, 425, 429):
        # A wrong key is the installation's fault, not the mail's: it waits for a right one.
        return Temporary(str(error), wait=wait)
    return Permanent(str(error))


def _retry_after(response: Any, at: datetime) -> int | None:
    said = str(getattr(response, "headers", {}).get("Retry-After", "")).strip()
    if not said:
        return None
    if said.isdigit():
        return min(int(said), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(said)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0, min(int((until - at).total_seconds()), LONGEST_WAIT))


def _never_connected(error: BaseException) -> bool:
    return any(
        isinstance(cause, (requests.ConnectTimeout, NewConnectionError)) for cause in _causes(error)
    )


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what it wraps. Not `__context__`: that may be an error long dealt with."""
    waiting: list[Any] = [error]
    seen: set[int] = set()
    while waiting:
        one = waiting.pop()
        if isinstance(one, BaseException) and id(one) not in seen:
            seen.add(id(one))
            yield one
            waiting += [one.__cause__, getattr(one, "reason", None), *one.args]


def _invalid(error: AnymailRecipientsRefused) -> bool:
    status = getattr(getattr(error, "email_message", None), "anymail_status", None)
    return bool(status and status.status == {"invalid"})
