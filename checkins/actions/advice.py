"""Questions to advisors and their answers (product.md, row 70)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from checkins import advice_emails as emails
from checkins.actions.touches import log_touch
from checkins.enums import Direction, TouchKind
from checkins.errors import AddressSuppressed, AlreadyAnswered, NoAddressKnown, Refused
from checkins.models import AdvisoryQuestion
from core.audit import record
from core.mail.outbox import NoAddress, cancel_mail
from core.mail.suppression import suppression_of
from core.models import InboundMail
from core.versions import save_version
from creators.enums import ContactChannel
from partnerships.enums import Stage
from partnerships.models import Partnership

_PATH = ("workspace", "partnership__creator", "partnership__brand", "partnership__owner", "mail")
MOST_MINUTES = 6000


def ask_question(
    *,
    partnership: Partnership,
    question: str,
    in_scope: bool,
    scope_note: str = "",
    by_mail: bool = True,
    by: User,
    at: datetime,
) -> AdvisoryQuestion:
    """Written to the log, and mailed unless it was asked in person. Beyond the retainer's scope it
    says how it is paid (`scope_note`)."""
    question, scope_note = question.strip(), scope_note.strip()
    if not question:
        raise Refused(_("Write the question."), field="question")
    if not in_scope and not scope_note:
        raise Refused(_("Say how it is paid: they read it with the question."), field="scope_note")
    if partnership.stage == Stage.ENDED or partnership.creator.archived_at:
        raise Refused(_("This partnership has ended."))
    if by_mail:
        _refuse_unreachable(partnership)
    with transaction.atomic():
        row = AdvisoryQuestion.objects.create(
            workspace=partnership.workspace,
            partnership=partnership,
            asked_at=at,
            asked_by=by,
            question=question,
            in_scope=in_scope,
            scope_note="" if in_scope else scope_note,
            created_at=at,
        )
        changes = {"in_scope": in_scope, "scope_note": row.scope_note, "by_mail": by_mail}
        record(verb="advice.asked", obj=row, by=by, at=at, changes=changes)
        if by_mail:
            try:
                row.mail = emails.question(question=row, at=at)
            except NoAddress as error:
                raise NoAddressKnown from error
            row.save(update_fields=["mail"])
        log_touch(
            partnership=partnership,
            kind=TouchKind.ADVICE,
            direction=Direction.OUT,
            at=at,
            by=by,
            asks=True,
            subject=row.mail.subject if row.mail else _("A question to them"),
            body=question,
            channel=ContactChannel.EMAIL if by_mail else partnership.creator.contact_by,
            mail=row.mail,
            source_key=f"advice:{row.public_id}",
        )
    return row


def _refuse_unreachable(partnership: Partnership) -> None:
    address = partnership.mail_to[0].strip()
    if not address:
        raise NoAddressKnown
    if suppression_of(address):
        raise AddressSuppressed


def take_answer(
    *,
    question: AdvisoryQuestion,
    text: str,
    at: datetime,
    source_key: str,
    minutes: int | None = None,
    inbound: InboundMail | None = None,
    now: datetime | None = None,
) -> None:
    """The advisor's own words, by mail or on the page, once for each `source_key`. AlreadyAnswered
    where an answer is there: what else they say is a contact like any other."""
    with transaction.atomic():
        row = _locked(question)
        if row.answered_at is not None:
            raise AlreadyAnswered
        new: dict[str, Any] = {"answer": text.strip(), "answered_at": at}
        if minutes is not None:
            new["minutes"] = minutes
        save_version(row, expected=row.version, changes=new)
        record(verb="advice.answered", obj=row, by=None, at=now or at, changes=new)
        _log_answer(row, text, at, by=None, key=source_key, inbound=inbound, now=now)
    _carry(row, question)


def note_down(
    *,
    question: AdvisoryQuestion,
    expected: int,
    answer: str,
    minutes: int | None,
    used: str,
    by: User,
    at: datetime,
) -> None:
    """By hand: what they answered (also put right), how long it took, what we made of it.
    EditConflict if `expected` is no longer the version. An answer is not taken out again."""
    answer, used = answer.strip(), used.strip()
    if minutes is not None and not 0 < minutes <= MOST_MINUTES:
        raise Refused(_("Give minutes, up to a hundred hours."), field="minutes")
    with transaction.atomic():
        row = _locked(question)
        if row.answered_at is not None and not answer:
            raise Refused(_("An answer that was given stays."), field="answer")
        if row.answered_at is None and not answer and (used or minutes):
            raise Refused(_("Write what they answered first."), field="answer")
        first = row.answered_at is None and bool(answer)
        new: dict[str, Any] = {"answer": answer, "minutes": minutes, "used": used}
        old = {name: getattr(row, name) for name in new}
        if first:
            new["answered_at"] = at
        save_version(row, expected=expected, changes=new)
        changes = {name: [old.get(name), value] for name, value in new.items()}
        record(verb="advice.noted", obj=row, by=by, at=at, changes=changes)
        if first:
            # Heard in person before the mail left: it asks nothing any more.
            if row.mail is not None:
                cancel_mail(row.mail, at=at, why="the question is answered")
            _log_answer(row, answer, at, by=by, key=f"advice-answer:{row.public_id}")
    _carry(row, question)


def _locked(question: AdvisoryQuestion) -> AdvisoryQuestion:
    rows = AdvisoryQuestion.objects.select_related(*_PATH).select_for_update(of=("self",))
    return rows.get(pk=question.pk)


def _log_answer(
    row: AdvisoryQuestion,
    text: str,
    at: datetime,
    *,
    by: User | None,
    key: str,
    inbound: InboundMail | None = None,
    now: datetime | None = None,
) -> None:
    """Their own words want an answer of ours; what a member noted was heard by them."""
    log_touch(
        partnership=row.partnership,
        kind=TouchKind.ADVICE,
        direction=Direction.IN,
        at=at,
        logged_at=max(at, now or at),
        by=by,
        subject=str(row),
        body=text,
        channel=ContactChannel.EMAIL if by is None else row.partnership.creator.contact_by,
        source_key=key,
        inbound=inbound,
        waits=by is None,
    )


def _carry(row: AdvisoryQuestion, shown: AdvisoryQuestion) -> None:
    for name in ("answer", "answered_at", "minutes", "used", "version"):
        setattr(shown, name, getattr(row, name))
