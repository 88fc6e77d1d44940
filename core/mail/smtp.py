"""SMTP where every step is known: an error before the message's last dot means it was not taken,
an answer other than yes means it was not taken, and silence after the dot means nobody knows."""

import re
import smtplib
from collections.abc import Callable
from contextlib import suppress
from email.utils import parseaddr
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address

from core.mail.refusals import Ambiguous, Permanent, Temporary, smtp_refusal

# Every failure of a connection: smtplib's own exceptions are OSErrors as well.
Broken = (OSError, EOFError)


class SmtpWay:
    """One connection, kept for the mails of a batch (see core/mail/ways.py)."""

    def __init__(self, backend: EmailBackend) -> None:
        self.backend = backend

    def send(self, message: EmailMessage, *, hand_over: Callable[[], None]) -> str:
        mime: Any = message.message()
        body = mime.as_bytes(linesep="\r\n")
        self._envelope(message, body)
        try:
            hand_over()
        except BaseException:
            self.close()  # the envelope is forgotten with its connection
            raise
        self._data(body)
        return ""

    def close(self) -> None:
        with suppress(*Broken):
            self.backend.close()
        self.backend.connection = None

    def _envelope(self, message: EmailMessage, body: bytes) -> None:
        """Sender and recipient. A kept connection that has gone stale is replaced, once."""
        kept = self.backend.connection is not None
        try:
            self._ask(message, body)
        except Permanent:
            self.close()  # the sender was named already; the next mail begins anew
            raise
        except Temporary as refusal:
            self.close()
            if not (kept and refusal.trouble):
                raise
            self._ask(message, body)

    def _ask(self, message: EmailMessage, body: bytes) -> None:
        try:
            self.backend.open()
            smtp: Any = self.backend.connection
            smtp.ehlo_or_helo_if_needed()
            _expect(smtp.mail(_bare(message.from_email), _options(smtp, body)))
            _expect(smtp.rcpt(_bare(message.to[0])), recipient=True)
        except Broken as error:
            # Also a wrong password or a certificate: the installation's fault, not the mail's.
            raise Temporary(f"{type(error).__name__}: {error}") from error
        except UnicodeError as error:
            raise Permanent(f"this server takes no such address: {error}") from error

    def _data(self, body: bytes) -> None:
        smtp: Any = self.backend.connection
        try:
            answer = smtp.docmd("DATA")
        except Broken as error:
            self.close()
            raise Temporary(f"{type(error).__name__}: {error}") from error
        if answer[0] != 354:
            self.close()
            raise smtp_refusal(*answer)
        try:
            smtp.send(_dotted(body))
            answer = smtp.getreply()
        except Broken as error:
            self.close()
            raise Ambiguous(f"{type(error).__name__}: {error}") from error
        if answer[0] < 200:
            self.close()
            raise Ambiguous(f"unreadable answer {answer[0]}")
        if answer[0] >= 300:
            self.close()
            raise smtp_refusal(*answer)


def _expect(answer: tuple[int, bytes], *, recipient: bool = False) -> None:
    if not 200 <= answer[0] < 300:
        raise smtp_refusal(*answer, recipient=recipient)


def _bare(address: str) -> str:
    return parseaddr(sanitize_address(address, "utf-8"))[1]


def _options(smtp: smtplib.SMTP, body: bytes) -> list[str]:
    options = []
    if smtp.does_esmtp and smtp.has_extn("size"):
        options.append(f"size={len(body)}")
    if smtp.does_esmtp and smtp.has_extn("8bitmime") and not body.isascii():
        options.append("body=8bitmime")
    return options


def _dotted(body: bytes) -> bytes:
    stuffed = re.sub(rb"(?m)^\.", b"..", body)
    return stuffed + (b"" if stuffed.endswith(b"\r\n") else b"\r\n") + b".\r\n"
