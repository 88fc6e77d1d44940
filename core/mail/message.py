"""A row of the outbox as a message: made anew for each attempt, the same for each attempt."""

from datetime import datetime
from email.encoders import encode_base64
from email.mime.image import MIMEImage
from email.mime.nonmultipart import MIMENonMultipart
from email.utils import format_datetime
from typing import Any

from django.core.mail import EmailMultiAlternatives

from core.mail.addresses import reply_address
from core.models import MailAttachment, OutgoingMail

# What a provider tells back with its events, where it puts its own Message-ID over ours.
METADATA_KEY = "perennial_mail"
# The same in the mail itself: what comes back carries it, and is known by it.
OWN_HEADER = "X-Perennial-Mail"
# With its method (`text/calendar; method=REQUEST`): no file beside the text, an invitation.
CALENDAR = "text/calendar"


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
        elif file.content_type.startswith(CALENDAR):
            # Gmail and Outlook show their buttons for the part beside the words, Apple opens the
            # file, and a program that knows neither still has it to save.
            message.attach_alternative(bytes(file.content).decode(), file.content_type)
            message.attach(_calendar(file))
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
        # To the person, and to where it is filed.
        reply_to=[each for each in (mail.reply_to, reply_address(mail)) if each] or None,
        headers={
            **_told_to_machines(mail),
            **mail.headers,
            "Date": format_datetime(at),
            "Message-ID": mail.message_id,
        },
    )
    message.metadata = {METADATA_KEY: mail.public_id}
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


def _told_to_machines(mail: OutgoingMail) -> dict[str, str]:
    """That no person wrote it, if nobody is there to read an answer: then none is to be sent by
    itself (RFC 3834). A mail in somebody's name is a letter."""
    if mail.reply_to or reply_address(mail):
        return {OWN_HEADER: mail.public_id}
    return {
        OWN_HEADER: mail.public_id,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }


def _inline(file: MailAttachment) -> MIMEImage:
    image = MIMEImage(bytes(file.content), _subtype=file.content_type.partition("/")[2])
    image.add_header("Content-ID", f"<{file.content_id}>")
    image.add_header("Content-Disposition", "inline", filename=file.name)
    return image


def _calendar(file: MailAttachment) -> MIMENonMultipart:
    _type, _semicolon, method = file.content_type.partition("method=")
    said: dict[str, Any] = {"method": method.strip()} if method else {}
    part = MIMENonMultipart("text", "calendar", charset="utf-8", **said)
    # Its line ends are its own: as text they would be rewritten on the way.
    part.set_payload(bytes(file.content))
    encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=file.name)
    return part


def mailbox(name: str, address: str) -> str:
    """`"Мария" <maria@example.com>`, readable: the wire's encoding is Django's business."""
    quoted = one_line(name).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}" <{address}>' if quoted else address


def one_line(text: str) -> str:
    """A line break in a name or a header would begin another header."""
    return " ".join(str(text).split())
