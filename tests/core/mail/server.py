"""A real SMTP server that says what it is told to say, or hangs up, at each step."""

import asyncio
import socket
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

DROP, HANG = "drop", "hang"


class Server:
    """`server.answers["RCPT"] = ["450 4.2.0 later"]`: said once each, then all is well again.

    `DROP` hangs up, `HANG` says nothing for longer than the client waits; at "DATA" both happen
    after the message was taken, at "DOT" before it was kept.
    """

    def __init__(self) -> None:
        self.answers: dict[str, list[str]] = {}
        self.mails: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.connections = 0
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    def start(self) -> "Server":
        self._controller.start()
        self.connections = 0  # the controller's own look whether it is there
        return self

    def stop(self) -> None:
        self._controller.stop()

    async def _answer(self, step: str, server: Any, otherwise: str) -> str:
        said = self.answers.get(step) or [""]
        answer = said.pop(0)
        if answer == DROP:
            server.transport.abort()
        elif answer == HANG:
            await asyncio.sleep(1.5)
            server.transport.abort()
        elif answer:
            return answer
        else:
            return otherwise
        return otherwise or "250 never heard"

    async def handle_EHLO(
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        answer = await self._answer("MAIL", server, "250 ok")
        if answer.startswith("250"):
            envelope.mail_from = address
        return answer

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        answer = await self._answer("RCPT", server, "250 ok")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        answer = await self._answer("DOT", server, "")
        if answer:
            return answer
        self.raw.append(envelope.content)
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return await self._answer("DATA", server, "250 kept")
