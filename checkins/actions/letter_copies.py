"""The copies of a letter that goes out: who gets one is decided and written in rows, a batch at a
time, so that a worker that dies is followed by one that goes on (product.md, row 48).

A copy is one for each letter and creator (a constraint), its mail one for each of them (the key).
The creators of a batch are held while the month's limit is counted: two letters at once never
exceed it together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from checkins import letter_emails as emails
from checkins.actions.letters import locked
from checkins.actions.touches import log_touch
from checkins.enums import Direction, LetterState, NotSent, TouchKind
from checkins.errors import NotADraft
from checkins.models import Letter, LetterCopy, LetterText
from checkins.queries.audience import Person, a_month, audience_of, letters_had
from checkins.queries.letter_stops import REASONS
from checkins.rules.letters import Audience, in_month
from core.audit import record
from core.mail.outbox import NoAddress
from core.models.mail import MailState
from creators.enums import ContactChannel
from creators.models import Creator

BATCH = 50
# The first place on earth to begin a day is so far ahead of Greenwich.
EARLIEST = timedelta(hours=14)
# How long it is looked for mails that left late.
LOOKS_BACK = timedelta(days=30)


@dataclass(frozen=True)
class Prepared:
    """How many copies were written now, of whom `sent` get it; `done`: nobody is left."""

    copies: int
    sent: int
    done: bool


def due_letters(at: datetime) -> "QuerySet[Letter, Any]":
    """Those that go out, and those whose day begins somewhere."""
    going = Letter.objects.filter(state=LetterState.SENDING)
    begins = Letter.objects.filter(state=LetterState.SCHEDULED, send_on__lte=(at + EARLIEST).date())
    return (going | begins).select_related("workspace").order_by("pk")


def prepare_copies(*, letter: Letter, at: datetime, most: int = 1000) -> Prepared:
    """Write up to `most` of the copies that are lacking. Raises NotADraft if it was stopped or
    sent meanwhile: nothing more is to be done."""
    _begin(letter, at)
    texts = {text.language: text for text in LetterText.objects.filter(letter=letter)}
    people = audience_of(
        Audience.from_json(letter.audience),
        languages=texts.keys(),
        at=at,
        send_on=letter.send_on,
        letter=letter,
    )
    now, sent = people[:most], 0
    for start in range(0, len(now), BATCH):
        sent += _batch(letter, now[start : start + BATCH], texts, at)
    done = len(now) == len(people)
    if done:
        _finish(letter, at)
    return Prepared(len(now), sent, done)


def _begin(letter: Letter, at: datetime) -> None:
    with transaction.atomic():
        row = locked(letter, LetterState.SCHEDULED, LetterState.SENDING)
        if row.state == LetterState.SCHEDULED:
            row.state = LetterState.SENDING
            row.version += 1
            row.save(update_fields=["state", "version"])
            record(verb="letter.sending", obj=row, by=None, at=at, changes={"on": row.send_on})
    letter.state, letter.version, letter.send_on = row.state, row.version, row.send_on
    letter.audience = row.audience


def _batch(
    letter: Letter, people: Sequence[Person], texts: dict[str, LetterText], at: datetime
) -> int:
    """All of the batch, or none of it."""
    with transaction.atomic():
        # Held: whoever stops the letter waits for this batch and then takes it back.
        locked(letter, LetterState.SENDING)
        ids = [one.partnership.creator_id for one in people]
        rows = Creator.objects.filter(pk__in=ids).order_by("pk")
        list(rows.select_for_update(no_key=True).values_list("pk"))
        there = LetterCopy.objects.filter(letter=letter, creator__in=ids)
        have_one = set(there.values_list("creator", flat=True))
        # Again, now that nobody else can add to it.
        had = letters_had(ids, [(one.due_at, one.on) for one in people], letter)
        limit = a_month()
        copies = []
        for one in people:
            if one.partnership.creator_id in have_one:
                continue
            why_not = one.why_not
            days = [each.on for each in had.get(one.partnership.creator_id, ())]
            if why_not is None and len(in_month(days, one.on)) >= limit:
                why_not = NotSent.OVER_LIMIT
            copies.append(_copy(letter, one, why_not, texts, at))
        LetterCopy.objects.bulk_create(copies)
    return sum(copy.mail is not None for copy in copies)


def _copy(
    letter: Letter,
    one: Person,
    why_not: NotSent | None,
    texts: dict[str, LetterText],
    at: datetime,
) -> LetterCopy:
    partnership = one.partnership
    partnership.workspace = letter.workspace
    copy = LetterCopy(
        workspace=letter.workspace,
        letter=letter,
        creator=partnership.creator,
        partnership=partnership,
        on=one.on,
        not_sent=why_not or "",
        created_at=at,
    )
    if why_not is None:
        try:
            copy.mail = emails.letter_copy(
                copy=copy, text=texts[partnership.creator.language], at=at, due_at=one.due_at
            )
        except NoAddress:
            copy.not_sent = NotSent.NO_ADDRESS
    return copy


def _finish(letter: Letter, at: datetime) -> None:
    with transaction.atomic():
        row = locked(letter, LetterState.SENDING)
        row.state, row.sent_at = LetterState.SENT, at
        row.version += 1
        row.save(update_fields=["state", "sent_at", "version"])
        copies = LetterCopy.objects.filter(letter=row)
        told = {"audience": copies.count(), "get_it": copies.filter(not_sent="").count()}
        record(verb="letter.sent", obj=row, by=row.sent_by, at=at, changes=told)
    letter.state, letter.sent_at, letter.version = row.state, row.sent_at, row.version


def settle_copies(*, at: datetime) -> int:
    """Copies whose mail was withheld at the last moment say why; gives how many. In the workspace
    of the scope."""
    held = LetterCopy.objects.filter(not_sent="", letter__in=_lately(at))
    settled = held.filter(mail__state=MailState.SUPPRESSED).update(not_sent=NotSent.SUPPRESSED)
    for reason, words in REASONS.items():
        rows = held.filter(mail__state=MailState.CANCELLED, mail__last_error=words)
        settled += rows.update(not_sent=reason)
    return settled


def log_letters(*, at: datetime, most: int = 200) -> int:
    """A touch for each copy that has left and has none yet; gives how many. In the workspace of
    the scope. It asks for nothing, and the rhythm does not count it (queries/contact.py)."""
    rows = LetterCopy.objects.filter(
        letter__in=_lately(at), mail__sent_at__isnull=False, mail__touch=None
    ).select_related("mail", "letter__sent_by", "partnership", "workspace")
    logged = 0
    for copy in rows.order_by("pk")[:most]:
        _log(copy, at)
        logged += 1
    return logged


def _lately(at: datetime) -> "QuerySet[Letter, Any]":
    return Letter.objects.filter(
        Q(state=LetterState.SENDING) | Q(sent_at__gt=at - LOOKS_BACK)
    ).values("pk")


def _log(copy: LetterCopy, at: datetime) -> None:
    mail = copy.mail
    assert mail is not None
    assert mail.sent_at is not None
    log_touch(
        partnership=copy.partnership,
        kind=TouchKind.LETTER,
        direction=Direction.OUT,
        at=mail.sent_at,
        logged_at=max(at, mail.sent_at),
        by=copy.letter.sent_by,
        subject=mail.subject,
        body=mail.text.partition("\n-- \n")[0],
        channel=ContactChannel.EMAIL,
        mail=mail,
        source_key=mail.key,
    )


def going_out(at: datetime, most: int = 1000) -> int:
    """One tick in the workspace of the scope: letters that are due go on; gives how many copies
    were written."""
    written = 0
    for letter in due_letters(at):
        try:
            written += prepare_copies(letter=letter, at=at, most=most).copies
        except NotADraft:
            # Stopped by somebody, or finished by another worker.
            continue
    if _lately(at).exists():
        settle_copies(at=at)
        log_letters(at=at)
    return written
