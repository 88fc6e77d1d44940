"""No more letters: said by the creator on a page or by mail, told by a provider, or noted by a
member; taken back the same ways (product.md, row 48). Check-ins and work still reach them."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from checkins.enums import NotSent
from checkins.errors import ReasonMissing
from checkins.models import Letter, LetterCopy, LetterOptOut
from checkins.queries.letter_stops import REASONS
from core.audit import record
from core.mail.outbox import cancel_mail
from core.models.mail import MailState
from creators.models import Creator


def opt_out(
    *,
    creator: Creator,
    at: datetime,
    letter: Letter | None = None,
    by: User | None = None,
    reason: str = "",
) -> LetterOptOut:
    """From now on they get no letter; copies that have not left are taken back. Twice is once.

    `letter`: the one they left by. A member (`by`) says where it was heard.
    """
    if by is not None and not reason.strip():
        raise ReasonMissing(_("Say where you heard it: they asked for it, or took it back."))
    with transaction.atomic():
        lock(creator)
        there = LetterOptOut.objects.filter(creator=creator).first()
        if there is not None:
            return there
        row = LetterOptOut.objects.create(
            workspace_id=creator.workspace_id, creator=creator, at=at, letter=letter, by=by,
            created_at=at,
        )  # fmt: skip
        changes = {"letter": letter, "reason": reason.strip()}
        record(verb="letters.stopped_for", obj=creator, by=by, at=at, changes=changes)
        _take_back(creator, at)
    return row


def take_back_opt_out(
    *, creator: Creator, at: datetime, by: User | None = None, reason: str = ""
) -> bool:
    """Letters reach them again; False if they did already. A member says why."""
    if by is not None and not reason.strip():
        raise ReasonMissing(_("Say where you heard it: they asked for it, or took it back."))
    with transaction.atomic():
        lock(creator)
        deleted, _models = LetterOptOut.objects.filter(creator=creator).delete()
        if deleted:
            changes = {"reason": reason.strip()}
            record(verb="letters.welcome_again", obj=creator, by=by, at=at, changes=changes)
    return bool(deleted)


def lock(creator: Creator) -> None:
    """The same hold as that of a batch of copies: none is written past an opt-out."""
    rows = Creator.objects.filter(pk=creator.pk)
    list(rows.select_for_update(no_key=True).values_list("pk"))


def _take_back(creator: Creator, at: datetime) -> None:
    rows = LetterCopy.objects.filter(creator=creator, mail__state=MailState.QUEUED)
    why = REASONS[NotSent.OPTED_OUT]
    for copy in rows.select_related("mail"):
        if copy.mail is not None and cancel_mail(copy.mail, at=at, why=why):
            LetterCopy.objects.filter(pk=copy.pk).update(not_sent=NotSent.OPTED_OUT)
