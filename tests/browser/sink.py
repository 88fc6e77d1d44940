"""An SMTP server that keeps what it is given."""

import time
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller


class Sink:
    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self._controller = Controller(self, hostname="127.0.0.1", port=0)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return "250 kept"

    def start(self) -> "Sink":
        import socket

        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._controller.port = probe.getsockname()[1]
        self._controller.start()
        return self

    def stop(self) -> None:
        self._controller.stop()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self._controller.port}"

    def to(self, address: str, about: str = "") -> list[EmailMessage]:
        """Mails to `address` whose subject has `about` in it."""
        return [
            m for m in self.mails if address in str(m["To"]) and about in str(m["Subject"] or "")
        ]

    def wait_for(self, address: str, about: str = "", seconds: float = 40) -> EmailMessage:
        return wait(
            lambda: self.to(address, about), f"a mail to {address} about {about!r}", seconds
        )[-1]


def wait(ask: Callable[[], Any], what: str, seconds: float = 40) -> Any:
    """Ask until the answer is true; an AssertionError names what never came."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := ask():
            return found
        time.sleep(0.2)
    raise AssertionError(f"waited {seconds:.0f} s for {what}")
