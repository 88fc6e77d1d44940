"""A mail is a row first: written in the caller's transaction, delivered after its commit.

A logical mail has a unique key (`checkin:481:2026-12`), so queueing it again gives the row that is
there. The words are rendered once and kept: what was sent stays readable as it was sent.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.doorbell import ring_for_burst
from core.mail.message import mailbox, one_line
from core.mail.rendering import render_mail
from core.mail.rows import all_mails
from core.mail.signals import tell_moved
from core.models import MailAttachment, MailEvent, OutgoingMail, WorkspaceModel
from core.models.mail import MailState
from core.tasks import deliver_mail


class NoAddress(Exception):
    """There is no address a mail could go to: none at all, or one no server would take."""


@dataclass(frozen=True)
class Attachment:
    """With `content_id` it is a picture of the HTML (`cid:<content_id>`), else a file beside it."""

    name: str
    content_type: str
    content: bytes
    content_id: str = ""


def queue_mail(
    *,
    workspace: Any,
    key: str,
    kind: str,
    to: tuple[str, str],
    language: str,
    template: str,
    context: Mapping[str, Any],
    at: datetime,
    from_name: str = "",
    reply_to: str = "",
    about: WorkspaceModel | None = None,
    attachments: Sequence[Attachment] | Callable[[OutgoingMail], Sequence[Attachment]] = (),
    headers: Mapping[str, str] | None = None,
    due_at: datetime | None = None,
) -> OutgoingMail:
    """Write one mail, to be delivered after commit and not before `due_at` (default `at`).

    `attachments` may be made of the mail itself, for what names the address of its answers.
    `to` is (address, name). `workspace` is None for mails of the installation itself. The same
    `key` again returns the row that is there and renders nothing. Raises NoAddress.
    """
    there = _row_of(key, workspace)
    if there is not None:
        return there
    words = render_mail(template, {**context, "workspace": workspace}, language=language)
    mail = OutgoingMail(
        workspace=workspace,
        key=key,
        kind=kind,
        language=language,
        from_email=_from(from_name),
        to_email=_address(to[0]),
        to_name=one_line(to[1]),
        reply_to=one_line(reply_to),
        subject=words.subject,
        text=words.text,
        html=words.html,
        headers={one_line(name): one_line(value) for name, value in (headers or {}).items()},
        about_type=about._meta.label_lower if about else "",
        about_id=about.public_id if about else "",
        created_at=at,
        due_at=due_at or at,
        message_id=message_id(key),
    )
    try:
        with transaction.atomic():
            mail.save(force_insert=True)
            files = attachments(mail) if callable(attachments) else attachments
            MailAttachment.objects.bulk_create(_attachments(mail, files))
    except IntegrityError:
        # Somebody queued the same mail in this very moment: theirs stands.
        there = _row_of(key, workspace)
        if there is None:
            raise
        return there
    if mail.due_at <= timezone.now():
        transaction.on_commit(lambda: ring_for_burst(deliver_mail, mail.pk))
    return mail


def cancel_mail(mail: OutgoingMail, *, at: datetime, why: str) -> bool:
    """Take a queued mail back; True if it was in time (nobody had begun to send it)."""
    with transaction.atomic():
        in_time = bool(
            all_mails()
            .filter(pk=mail.pk, state=MailState.QUEUED)
            .update(state=MailState.CANCELLED, last_error=why)
        )
        if in_time:
            MailEvent.objects.create(mail=mail, at=at, kind=MailState.CANCELLED, detail=why)
            tell_moved(mail)
    mail.refresh_from_db(fields=["state", "last_error"])
    return in_time


def put_off(mail: OutgoingMail, *, due_at: datetime, at: datetime, why: str) -> bool:
    """A queued mail leaves at `due_at` instead; True if it was in time (nobody had begun to send
    it)."""
    with transaction.atomic():
        rows = all_mails().filter(pk=mail.pk, state=MailState.QUEUED)
        in_time = bool(rows.update(due_at=due_at))
        if in_time:
            MailEvent.objects.create(mail=mail, at=at, kind="put_off", detail=why)
    mail.refresh_from_db(fields=["state", "due_at"])
    return in_time


def message_id(key: str) -> str:
    """The same key has the same Message-ID wherever and however often it is sent."""
    digest = hashlib.sha256(f"{key}@{settings.MAIL_DOMAIN}".encode()).hexdigest()[:40]
    return f"<{digest}@{settings.MAIL_DOMAIN}>"


def _row_of(key: str, workspace: Any) -> OutgoingMail | None:
    mail = all_mails().filter(key=key).first()
    if mail is not None and mail.workspace_id != (workspace.pk if workspace else None):
        raise ValueError(f"The mail key {key!r} belongs to another workspace")
    return mail


def _from(name: str) -> str:
    own_name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return mailbox((name or own_name)[:120], address)


def _address(address: str) -> str:
    address = address.strip()
    try:
        validate_email(address)
    except ValidationError as error:
        raise NoAddress(address) from error
    return address


def _attachments(mail: OutgoingMail, files: Sequence[Attachment]) -> list[MailAttachment]:
    return [
        MailAttachment(
            mail=mail,
            name=one_line(file.name),
            content_type=file.content_type,
            content=file.content,
            content_id=file.content_id,
        )
        for file in files
    ]
