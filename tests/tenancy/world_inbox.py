"""A mail that nobody knows the place of, with a file."""

from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile

from core.models import InboundFile, InboundMail


def with_inbox(ws: Any, now: datetime) -> dict[str, Any]:
    mail = InboundMail(
        workspace=ws, event_key=f"inbox:{ws.slug}", received_at=now, from_email="who@x.example",
        to_email="hello@in.example", subject=f"From {ws.slug}", text="Hello", state="stranger",
    )  # fmt: skip
    mail.raw.save("x.eml", ContentFile(b"From: who@x.example\n\nHello"), save=False)
    mail.save()
    file = InboundFile(mail=mail, name="a.pdf", content_type="application/pdf", size=5)
    file.content.save("a", ContentFile(b"%PDF-"))
    return {"inbound_mail": mail.public_id, "inbound_file": file.public_id}
