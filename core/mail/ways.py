"""Ways out of the house: SMTP, a provider through Anymail, a folder. Chosen per mail."""

from collections.abc import Callable
from typing import Any, Protocol

from anymail.backends.base import AnymailBaseBackend
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend
from django.utils import timezone

from core.mail.folder import FolderBackend
from core.mail.message import CALENDAR
from core.mail.refusals import Permanent, Temporary, provider_refusal
from core.mail.smtp import SmtpWay
from core.models import OutgoingMail

# What these providers refuse to take with a mail.
NO_METADATA = {"MailerSend", "Postal"}
NO_MESSAGE_ID = {"Mailjet"}
# The few that take another part beside text and HTML; elsewhere an invitation is a file alone.
TAKES_CALENDAR = {"Amazon SES", "SendGrid"}


class Way(Protocol):
    def send(self, message: EmailMessage, *, hand_over: Callable[[], None]) -> str:
        """Send it, and give the provider's id ("" if it has none).

        Calls `hand_over` at the last moment at which nobody can have the mail yet. Raises what
        that raises, or Temporary, Permanent, Ambiguous (core/mail/refusals.py).
        """

    def close(self) -> None: ...


class BackendWay:
    """Any Django backend: handed over before it is asked, since one cannot look into it."""

    def __init__(self, backend: BaseEmailBackend) -> None:
        self.backend = backend

    def send(self, message: EmailMessage, *, hand_over: Callable[[], None]) -> str:
        if isinstance(self.backend, AnymailBaseBackend):
            _fit(message, self.backend.esp_name)
        try:
            self.backend.open()
        except Exception as error:
            raise Temporary(f"{type(error).__name__}: {error}") from error
        hand_over()
        try:
            sent = self.backend.send_messages([message])
        except Exception as error:
            raise provider_refusal(error, at=timezone.now()) from error
        if not sent:
            raise Permanent("the way out took nothing")
        return str(getattr(getattr(message, "anymail_status", None), "message_id", None) or "")

    def close(self) -> None:
        self.backend.close()


class FolderWay(BackendWay):
    """A disk that is full has surely not taken the mail: its file is whole or not there."""

    def send(self, message: EmailMessage, *, hand_over: Callable[[], None]) -> str:
        hand_over()
        try:
            self.backend.send_messages([message])
        except OSError as error:
            raise Temporary(f"{type(error).__name__}: {error}") from error
        return ""


class Post:
    """The ways out of one batch; opened when first needed, closed with it."""

    def __init__(self) -> None:
        self._ways: dict[bool, Way] = {}

    def __enter__(self) -> "Post":
        return self

    def __exit__(self, *exc: object) -> None:
        for way in self._ways.values():
            way.close()
        self._ways.clear()

    def way_of(self, mail: OutgoingMail) -> Way:
        """A demo workspace's mail never leaves the house, whatever the settings say."""
        inside = bool(mail.workspace and getattr(mail.workspace, "is_demo", False))
        if inside not in self._ways:
            self._ways[inside] = way_for(FolderBackend() if inside else get_connection())
        return self._ways[inside]


def way_for(backend: Any) -> Way:
    if isinstance(backend, SmtpBackend):
        return SmtpWay(backend)
    if isinstance(backend, FolderBackend):
        return FolderWay(backend)
    return BackendWay(backend)


def _fit(message: Any, provider: str) -> None:
    """What a provider wants otherwise: it dates mails itself, and may refuse what we add."""
    message.extra_headers.pop("Date", None)
    if provider in NO_MESSAGE_ID:
        message.extra_headers.pop("Message-ID", None)
    if provider not in TAKES_CALENDAR:
        message.alternatives = [
            part for part in message.alternatives if not str(part[1]).startswith(CALENDAR)
        ]
    if provider in NO_METADATA:
        del message.metadata
