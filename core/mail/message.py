"""A row of the outbox as a message: made anew for each attempt, the same for each attempt."""

from datetime import datetime
from email.mime.image import MIMEImage
from email.utils import format_datetime
from typing import Any

from django.core.mail import EmailMultiAlternatives

from core.models import MailAttachment, OutgoingMail

# What a provider tells back with its events, where it puts its own Message-ID over ours.
METADATA_KEY = "perennial_mail"


def build_message(mail: OutgoingMail, *, at: datetime) -> Any:
    """A Django message, dated `at`. Raises ValueError if a header cannot stand in a mail."""
    message = _words(mail, at)
    files = list(mail.attachments.order_by("pk"))
    if files and all(file.content_id for file in files):
        # Pictures of the text, not files beside it: no paper clip in the reader's list.
        message.mixed_subtype = "related"
    for file in files:
        if file.content_id:
            message.attach(_inline(file))
        else:
            message.attach(file.name, bytes(file.content), file.content_type)
    # Whether it can be written at all is known before anybody is asked to take it.
    message.message()
    return message


def _words(mail: OutgoingMail, at: datetime) -> Any:
    message: Any = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        from_email=mail.from_email,
        to=[mailbox(mail.to_name, mail.to_email)],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers={**mail.headers, "Date": format_datetime(at), "Message-ID": mail.message_id},
    )
    message.metadata = {METADATA_KEY: mail.public_id}
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


def _inline(file: MailAttachment) -> MIMEImage:
    image = MIMEImage(bytes(file.content), _subtype=file.content_type.partition("/")[2])
    image.add_header("Content-ID", f"<{file.content_id}>")
    image.add_header("Content-Disposition", "inline", filename=file.name)
    return image


def mailbox(name: str, address: str) -> str:
    """`"Мария" <maria@example.com>`, readable: the wire's encoding is Django's business."""
    quoted = one_line(name).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}" <{address}>' if quoted else address


def one_line(text: str) -> str:
    """A line break in a name or a header would begin another header."""
    return " ".join(str(text).split())
