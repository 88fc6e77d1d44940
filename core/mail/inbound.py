"""Mails that come in: judged, kept as a row, handed to the room that listens (product.md, People;
row 33). A report of a mail of ours becomes that mail's state instead.

The provider's webhook only keeps the mail; a task files it, and a sweep finds what a lost task
left. Nothing is ever answered by itself.
"""

import hashlib
import tempfile
from datetime import datetime
from email.generator import BytesGenerator
from email.policy import SMTP
from typing import IO, Any

import structlog
from anymail.signals import inbound
from django.conf import settings
from django.core.files.base import ContentFile, File
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.doorbell import ring
from core.ids import new_public_id
from core.mail.cutting import words_of
from core.mail.files_in import files_of
from core.mail.kinds import Judged, judge
from core.mail.mime import addresses, body_of, header
from core.mail.places import Place, goes_round, is_expired, place_of, same_person, too_many
from core.mail.reported import apply_report, reported_mail
from core.mail.rows import all_inbound
from core.models import InboundFile, InboundMail, InboundState
from core.tasks import file_inbound

log = structlog.get_logger(__name__)

# What is longer is no answer of a person: its words are kept, the whole is not.
MOST_BYTES = 25 * 1024 * 1024
_WRITTEN = {InboundState.RECEIVED, InboundState.EMPTY}


class TooLong(Exception):
    """The source of the mail is beyond what is kept."""


def connect() -> None:
    inbound.connect(on_inbound, dispatch_uid="core.mail.inbound")


def on_inbound(sender: Any, event: Any, esp_name: str, **kwargs: Any) -> None:
    """Receiver of Anymail's `inbound`, whose door knows the provider by its signature or by our
    secret. Raises on a database error, so that the provider repeats it."""
    if settings.REPLY_DOMAIN:
        keep_inbound(message=event.message, at=event.timestamp or timezone.now())


def keep_inbound(*, message: Any, at: datetime) -> InboundMail | None:
    """Keep `message` (Anymail's) as a row; None if this very one is kept already."""
    name, sender = next(iter(addresses(message, "From")), ("", ""))
    place = place_of(message, sender=sender, at=at)
    key = _key(message, sender, place.to)
    if all_inbound().filter(event_key=key).exists():
        return None
    judged = judge(message)
    row = InboundMail(
        event_key=key,
        received_at=at,
        from_email=sender,
        from_name=name,
        to_email=place.to[:320],
        subject=header(message, "Subject")[:300],
        text=words_of(judged.body.text, judged.body.html),
        answers=place.answers,
        workspace_id=place.workspace_id,
        from_known=same_person(sender, place.answers.to_email) if place.answers else None,
    )
    about = None
    if judged.report is not None:
        about = reported_mail(judged.report, at=at) or place.answers
        row.answers, row.from_known = about, None
        row.workspace_id = about.workspace_id if about else None
    row.state = _state(row, judged, place, spam=bool(getattr(message, "spam_detected", False)))
    written = _write(row, message, judged, place)
    if written and about is not None and judged.report is not None:
        apply_report(mail=about, report=judged.report, source=key, at=at)
    return row if written else None


def _state(row: InboundMail, judged: Judged, place: Place, *, spam: bool) -> InboundState:
    """In the order of what must not happen: no machine's word, and no flood, is filed as theirs."""
    at = row.received_at
    if judged.report is not None:
        return judged.state
    own = place.answers.reply_to if place.answers is not None else ""
    if row.from_known is False and same_person(row.from_email, own):
        # A colleague answered all: their words are no answer of the creator.
        return InboundState.LOOP
    if judged.state == InboundState.AUTOMATIC and goes_round(sender=row.from_email, at=at):
        return InboundState.LOOP
    if judged.state not in _WRITTEN:
        return judged.state
    if spam and not place.sealed:
        # Who knows a sealed address was written to; any other spam belongs to nobody.
        row.workspace_id = None
        return InboundState.STRANGER
    if too_many(sender=row.from_email, workspace_id=row.workspace_id, at=at):
        return InboundState.LIMITED
    if not place.sealed or place.answers is None or row.workspace_id is None:
        return InboundState.STRANGER
    if is_expired(place.answers, at=at):
        return InboundState.EXPIRED
    return InboundState.RECEIVED


def _write(row: InboundMail, message: Any, judged: Judged, place: Place) -> bool:
    """The row, its source and its files, or nothing: False if another was quicker."""
    files: list[InboundFile] = []
    try:
        with transaction.atomic():
            if row.workspace_id is not None:
                if row.state in (*_WRITTEN, InboundState.STRANGER, InboundState.EXPIRED):
                    files = _files(row, message, judged, place)
                _keep_source(row, message)
            if row.state == InboundState.RECEIVED and not row.text:
                # A picture alone is an answer.
                kept = any(not one.refused for one in files)
                row.state = InboundState.RECEIVED if kept else InboundState.EMPTY
            row.save(force_insert=True)
            for one in files:
                one.mail = row
            InboundFile.objects.bulk_create(files)
    except IntegrityError:
        _forget(row, files)
        if all_inbound().filter(event_key=row.event_key).exists():
            return False
        raise
    except BaseException:
        _forget(row, files)
        raise
    if row.state == InboundState.RECEIVED:
        transaction.on_commit(lambda: ring(file_inbound, row.pk))
    log.info("mail.inbound", state=row.state, mail=row.public_id, why=judged.why[:200])
    return True


def _forget(row: InboundMail, files: list[InboundFile]) -> None:
    for one in (row.raw, *(file.content for file in files)):
        if one:
            one.delete(save=False)


def _files(row: InboundMail, message: Any, judged: Judged, place: Place) -> list[InboundFile]:
    ours: set[str] = set()
    if place.answers is not None:
        held = place.answers.attachments.values_list("content", flat=True)
        ours = {hashlib.sha256(bytes(one)).hexdigest() for one in held}
    out = []
    for found in files_of(message, judged.body.html, ours=ours):
        file = InboundFile(
            name=found.name,
            content_type=found.content_type,
            size=found.size,
            refused=found.refused,
        )
        if not found.refused:
            file.content.save(new_public_id(), ContentFile(found.data), save=False)
        out.append(file)
    return out


def _keep_source(row: InboundMail, message: Any) -> None:
    """Written piece by piece: a mail of 20 MB is not held once more."""
    with tempfile.TemporaryFile() as file:
        try:
            BytesGenerator(
                _Limited(file), mangle_from_=False, policy=SMTP.clone(max_line_length=0)
            ).flatten(message)
        except TooLong:
            log.info("mail.inbound_too_long", mail=row.public_id)
            return
        except Exception:
            # Its words are kept; a source that cannot be written again is not worth losing them.
            log.warning("mail.inbound_without_source", mail=row.public_id, exc_info=True)
            return
        file.seek(0)
        row.raw.save(f"{row.public_id}.eml", File(file), save=False)


class _Limited:
    """Of a file only what the generator needs; raises TooLong beyond MOST_BYTES."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.written = file, 0

    def write(self, data: bytes) -> int:
        self.written += len(data)
        if self.written > MOST_BYTES:
            raise TooLong
        return self.file.write(data)


def _key(message: Any, sender: str, to: str) -> str:
    """What makes the mail itself: the same one by another way, or told again, has the same."""
    made = header(message, "Message-ID").strip()
    if not made:
        body = body_of(message)
        said = (body.text or body.html)[:10_000]
        made = f"{header(message, 'Date')}:{header(message, 'Subject')}:{said}"
    return hashlib.sha256(f"{made}\n{sender}\n{to.lower()}".encode()).hexdigest()
