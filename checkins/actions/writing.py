"""A letter that a person writes to a creator, apart from any plan (product.md, rows 44 and 45)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from checkins.actions.closing import close
from checkins.actions.planning import lock
from checkins.actions.touches import log_touch
from checkins.emails import Letter
from checkins.enums import CheckInState, Direction, TemplateKind
from checkins.errors import (
    AlreadyWritten,
    AwayNow,
    GapOpen,
    NoAddressKnown,
    Refused,
    TooLate,
    TooThin,
)
from checkins.models import Touch
from checkins.note_emails import KIND, note
from checkins.queries.templates import LANGUAGES
from checkins.queries.writing import (
    ANSWER_KEY,
    due_checkpoint,
    next_hour,
    openings_of,
    refusal,
    thread_of,
)
from checkins.rules import writing as rules
from checkins.rules.remarks import is_only_opening
from checkins.rules.wording import in_brackets, left_bare
from core.audit import record
from core.ids import new_public_id
from core.mail.outbox import NoAddress, cancel_mail
from core.models import OutgoingMail
from creators.enums import ContactChannel
from partnerships.models import Partnership

# A letter of a checkpoint this near to its day is the talk of that quarter.
_NEAR = timedelta(days=7)


def write_to(
    *,
    partnership: Partnership,
    kind: str,
    subject: str,
    body: str,
    by: User,
    at: datetime,
    answers: Touch | None = None,
    asks: bool = False,
    language: str = "",
    now: bool = False,
    once: str = "",
) -> Touch:
    """Mail the letter in the creator's next working hour (`now`: at once, on purpose) and keep it
    as a contact of `kind` (a TemplateKind).

    `once`: a form sent twice with the same words is one letter. `answers`: a word of theirs that
    it answers; then neither a pause nor an end holds it back. `asks` counts for a plain message
    only. Raises Refused with the field it is about; then nothing was written.
    """
    kind = TemplateKind(kind)
    written = Letter(
        subject=" ".join(subject.split())[:200],
        body=body.replace("\r\n", "\n").strip(),
        language=language if language in LANGUAGES else partnership.creator.language,
    )
    key = f"note:{by.public_id}:{once or new_public_id()}"
    with transaction.atomic():
        lock(partnership)
        partnership = Partnership.objects.select_related(
            "creator", "brand", "owner", "workspace"
        ).get(pk=partnership.pk)
        there = Touch.objects.filter(source_key=key).first()
        if there is not None:
            return _same(there, written)
        _refuse_words(partnership, kind, written, by)
        if refused := refusal(partnership, at, answers=answers):
            raise refused
        mail = _queue(partnership, written, key, by=by, at=at, answers=answers, now=now)
        _close_checkpoint(partnership, kind, by=by, at=at)
        return log_touch(
            partnership=partnership,
            kind=rules.touch_kind(kind),
            direction=Direction.OUT,
            at=at,
            by=by,
            asks=rules.asks(kind, asks),
            subject=written.subject,
            body=written.body,
            channel=ContactChannel.EMAIL,
            mail=mail,
            source_key=key,
        )


def _same(there: Touch, written: Letter) -> Touch:
    if (there.subject, there.body) != (written.subject, written.body):
        raise AlreadyWritten
    return there


def _refuse_words(partnership: Partnership, kind: str, written: Letter, by: User) -> None:
    if not written.subject:
        raise Refused(_("Write a subject."), field="subject")
    if not written.body:
        raise Refused(_("Write a few words."), field="body")
    if len(written.body) > rules.LONGEST:
        words = _("At most %(count)d characters.") % {"count": rules.LONGEST}
        raise Refused(words, field="body")
    if rules.has_gap(written.subject, written.body):
        raise GapOpen
    if bare := left_bare(written.subject, written.body):
        said = {"names": in_brackets(bare), "who": partnership.creator.name}
        words = _("Still in brackets: %(names)s. %(who)s would read it so: write it in place.")
        raise Refused(words % said, field="subject" if left_bare(written.subject) else "body")
    if kind in rules.SPECIFIC:
        openings = openings_of(partnership, kind, sender=by.name)
        if is_only_opening(written.body, openings):
            raise TooThin(field="body")


def _queue(
    partnership: Partnership,
    written: Letter,
    key: str,
    *,
    by: User,
    at: datetime,
    answers: Touch | None,
    now: bool,
) -> OutgoingMail:
    due_at = at if now else next_hour(partnership, at)
    if due_at is None:
        raise AwayNow(
            _("They are away, and nobody knows until when. Send it now on purpose, or wait."),
            field="when",
        )
    if answers is not None:
        key = key.replace("note:", ANSWER_KEY, 1)
    try:
        return note(
            partnership=partnership,
            letter=written,
            key=key,
            sender=by,
            headers=thread_of(answers),
            due_at=due_at,
            at=at,
        )
    except NoAddress as error:
        raise NoAddressKnown from error


def _close_checkpoint(partnership: Partnership, kind: str, *, by: User, at: datetime) -> None:
    """Contacts do not move a quarterly talk, so its letter closes it."""
    if kind != TemplateKind.CHECKPOINT:
        return
    check_in = due_checkpoint(partnership, at + _NEAR)
    if check_in is not None:
        check_in.partnership = partnership
        close(check_in, state=CheckInState.DONE, by=by, at=at)


def take_back(*, touch: Touch, by: User, at: datetime) -> None:
    """A letter that still waits for its hour does not go; what it answered waits again. TooLate if
    it is on its way."""
    mail = touch.mail
    if mail is None or mail.kind != KIND:
        raise TooLate
    with transaction.atomic():
        lock(touch.partnership)
        if not cancel_mail(mail, at=at, why=f"taken back by {by.name}"):
            raise TooLate
        Touch.objects.filter(
            partnership=touch.partnership_id, direction=Direction.IN, answered_at=touch.at
        ).update(awaits_answer=True, answered_at=None)
        record(verb="letter.taken_back", obj=touch, by=by, at=at)
