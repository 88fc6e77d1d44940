"""What readers of a letter do with it: they answer, or want no more (product.md, row 48)."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django_scopes import scope

from accounts.models import Workspace
from checkins.actions.opting_out import opt_out
from checkins.letter_emails import KIND, STOP_WORD
from checkins.models import LetterCopy
from checkins.replies import to_touch
from core.mail.replies import register_reply
from core.mail.signals import mail_unsubscribed
from core.models import OutgoingMail

# The whole of a mail that a program writes, or somebody in a hurry.
_STOP = {STOP_WORD, "stop", "отписаться", "отписка", "стоп"}


def take_answer(mail: OutgoingMail, text: str, at: datetime, source_key: str) -> bool:
    """One word to stop is an opt-out, anything else a contact that wants an answer."""
    if text.strip().strip(".!").lower() not in _STOP:
        return to_touch(mail, text, at, source_key)
    return leave_by(mail, at)


def leave_by(mail: OutgoingMail, at: datetime) -> bool:
    """Whoever got `mail` wants no letters; False if it is no copy of a letter."""
    rows = LetterCopy.objects.select_related("creator", "letter")
    copy = rows.filter(mail=mail).first()
    if copy is None:
        return False
    opt_out(creator=copy.creator, letter=copy.letter, at=at)
    return True


def on_unsubscribed(sender: Any, mail_id: int, workspace_id: int | None, **kwargs: Any) -> None:
    """A provider's own list of those who left counts as their word."""
    if workspace_id is None:
        return
    with scope(workspace=Workspace.objects.get(pk=workspace_id)):
        mail = OutgoingMail.objects.filter(pk=mail_id, kind=KIND).first()
        if mail is not None:
            leave_by(mail, timezone.now())


def register() -> None:
    register_reply(KIND, take_answer)
    mail_unsubscribed.connect(on_unsubscribed, dispatch_uid="checkins.on_unsubscribed")
