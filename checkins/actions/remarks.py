"""One specific remark on the creator's choice, after their work is out (product.md, row 46)."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from campaigns.enums import DeliverableState
from campaigns.models import Deliverable
from checkins import remark_emails as emails
from checkins.actions.planning import lock
from checkins.actions.touches import log_touch
from checkins.enums import Direction, TouchKind
from checkins.errors import AddressSuppressed, NoAddressKnown, NotOut, Resting, TooThin
from checkins.models import Touch
from checkins.queries.remarks import rests, source_key, written_for
from checkins.rules.remarks import is_only_opening, is_question
from core.mail.outbox import NoAddress
from core.mail.suppression import suppression_of
from core.models import OutgoingMail
from creators.enums import ContactChannel


def send_remark(
    *, deliverable: Deliverable, text: str, language: str, by: User, at: datetime
) -> bool:
    """Mail `text` in the creator's next working hour, and keep it as a contact that asks for
    nothing. False if a remark was written already.

    Raises TooThin (only the opening), NotOut, Resting, NoAddressKnown, AddressSuppressed.
    """
    text = text.strip()
    _refuse_thin(deliverable, text)
    with transaction.atomic():
        if _written(deliverable):
            return False
        partnership = deliverable.collaboration.partnership
        if rests(partnership, at):
            raise Resting
        if suppression_of(partnership.mail_to[0].strip()):
            raise AddressSuppressed
        try:
            mail = emails.remark(deliverable=deliverable, text=text, language=language, at=at)
        except NoAddress as error:
            raise NoAddressKnown from error
        _log(deliverable, text, ContactChannel.EMAIL, by=by, at=at, mail=mail)
    return True


def note_remark(
    *, deliverable: Deliverable, text: str, channel: str, by: User, at: datetime
) -> bool:
    """It was said elsewhere. False if a remark was written already. Raises TooThin, NotOut."""
    text = text.strip()
    _refuse_thin(deliverable, text)
    with transaction.atomic():
        if _written(deliverable):
            return False
        _log(deliverable, text, channel, by=by, at=at)
    return True


def _refuse_thin(deliverable: Deliverable, text: str) -> None:
    if is_only_opening(text, emails.openings_of(deliverable)):
        raise TooThin


def _written(deliverable: Deliverable) -> bool:
    lock(deliverable.collaboration.partnership)
    if written_for(deliverable) is not None:
        return True
    deliverable.refresh_from_db(fields=["state"])
    if deliverable.state != DeliverableState.PUBLISHED:
        raise NotOut
    return False


def _log(
    deliverable: Deliverable,
    text: str,
    channel: str,
    *,
    by: User,
    at: datetime,
    mail: OutgoingMail | None = None,
) -> Touch:
    return log_touch(
        partnership=deliverable.collaboration.partnership,
        kind=TouchKind.QUESTION if is_question(text) else TouchKind.COMMENT,
        direction=Direction.OUT,
        at=at,
        by=by,
        subject=deliverable.title,
        body=text,
        channel=channel,
        mail=mail,
        source_key=source_key(deliverable),
    )
