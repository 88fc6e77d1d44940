"""The mail folder as somebody reads it: for the mailbox page of a demo."""

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

NAME = re.compile(r"[0-9a-f]{40}")


@dataclass(frozen=True)
class Heading:
    name: str  # of the file, without its ending
    subject: str
    sender: str
    to: str
    at: datetime


@dataclass(frozen=True)
class File:
    number: int
    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    heading: Heading
    headers: list[tuple[str, str]]
    text: str
    html: str  # whole, its pictures within; empty where there is none
    files: list[File]


def headings() -> list[Heading]:
    """All mails in the folder, newest first by their own date."""
    folder = Path(settings.MAIL_FOLDER)
    found = [(path, path.stat().st_mtime_ns) for path in folder.glob("*.eml")]
    return sorted(
        (_heading_of(str(path), changed) for path, changed in found),
        key=lambda heading: heading.at,
        reverse=True,
    )


def letter(name: str) -> Letter | None:
    """One mail of the folder; None if there is no such file (or the name is none of ours)."""
    path = Path(settings.MAIL_FOLDER) / f"{name}.eml"
    if not NAME.fullmatch(name) or not path.exists():
        return None
    message: Any = message_from_bytes(path.read_bytes(), policy=policy.default)
    body = message.get_body(("html",))
    plain = message.get_body(("plain",))
    return Letter(
        heading=_heading(name, message),
        headers=[(key, str(value)) for key, value in message.items()],
        text=plain.get_content() if plain else "",
        html=_with_pictures(body.get_content(), message) if body else "",
        files=list(_files(message)),
    )


@lru_cache(maxsize=5000)
def _heading_of(path: str, changed: int) -> Heading:
    # `changed` is part of the key: a file written anew is read anew.
    with Path(path).open("rb") as file:
        return _heading(Path(path).stem, BytesHeaderParser(policy=policy.default).parse(file))


def _heading(name: str, message: Any) -> Heading:
    date = message["Date"]
    at = date.datetime if date is not None and date.datetime else datetime(1970, 1, 1, tzinfo=UTC)
    return Heading(
        name=name,
        subject=str(message["Subject"] or ""),
        sender=str(message["From"] or ""),
        to=str(message["To"] or ""),
        at=at if at.tzinfo else at.replace(tzinfo=UTC),
    )


def _with_pictures(html: str, message: EmailMessage) -> str:
    """`cid:` pictures put in place, links opened beside the mailbox rather than in the frame."""
    for part in message.walk():
        content_id = str(part["Content-ID"] or "").strip("<>")
        if content_id and part.get_content_maintype() == "image":
            data = base64.b64encode(part.get_payload(decode=True) or b"").decode()  # type: ignore[arg-type]
            html = html.replace(
                f"cid:{content_id}", f"data:{part.get_content_type()};base64,{data}"
            )
    return html.replace("<head>", '<head><base target="_blank">', 1)


def _files(message: EmailMessage) -> Iterator[File]:
    parts = [part for part in message.walk() if part.get_content_disposition() == "attachment"]
    for number, part in enumerate(parts, 1):
        yield File(
            number=number,
            name=part.get_filename() or f"file-{number}",
            content_type=part.get_content_type(),
            content=part.get_payload(decode=True) or b"",  # type: ignore[arg-type]
        )
