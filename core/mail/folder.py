"""Mail into a folder: the embedded default's way out, and a demo workspace's only one."""

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class FolderBackend(BaseEmailBackend):
    """One `.eml` for each Message-ID in `settings.MAIL_FOLDER`, so the same mail is one file."""

    def __init__(self, *args: Any, file_path: str | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.folder = Path(file_path or settings.MAIL_FOLDER)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        self.folder.mkdir(parents=True, exist_ok=True)
        for email_message in email_messages:
            self._write(email_message)
        return len(email_messages)

    def _write(self, email_message: EmailMessage) -> None:
        message: Any = email_message.message()
        path = self.folder / file_name(message["Message-ID"])
        draft = path.with_suffix(f".{os.getpid()}.tmp")
        with draft.open("wb") as file:
            file.write(message.as_bytes(linesep="\r\n"))
            file.flush()
            os.fsync(file.fileno())
        # A reader of the folder sees the whole mail or none.
        draft.replace(path)


def file_name(message_id: str) -> str:
    """A name that no Message-ID can lead out of the folder with."""
    return hashlib.sha256(message_id.encode()).hexdigest()[:40] + ".eml"
