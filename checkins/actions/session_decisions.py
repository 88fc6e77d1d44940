"""What a session came to, and which briefs it changed (product.md, rows 68, 69)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from campaigns.models import BriefVersion
from checkins import session_outcome_emails as emails
from checkins.actions.session_invitations import log_mail, unreachable
from checkins.actions.session_rows import locked
from checkins.enums import SessionState
from checkins.errors import Refused, SessionMoved
from checkins.models import DecisionUse, Session, SessionDecision, SessionGuest
from checkins.queries.session_outcome import Outcome, outcome
from core.audit import record
from core.mail.outbox import NoAddress
from core.once import insert_once
from core.versions import save_version

# Decisions are taken while it goes on, and written down afterwards.
_DECIDING = (SessionState.FIXED, SessionState.HELD)


def add_decision(
    *, session: Session, text: str, shared: bool, by: User, at: datetime, public_id: str = ""
) -> SessionDecision:
    """The same `public_id` again gives what the first click made."""
    if not text.strip():
        raise Refused(_("Say what was decided."), field="text")
    with transaction.atomic():
        row = locked(session, *_DECIDING)
        decision = SessionDecision(
            workspace_id=row.workspace_id,
            session=row,
            text=text.strip(),
            shared=shared,
            decided_at=at,
            by=by,
            created_at=at,
        )
        decision, new = insert_once(decision, public_id, session=row)
        if new:
            told = {"text": decision.text, "shared": shared}
            record(verb="session.decided", obj=decision, by=by, at=at, changes=told)
    return decision


def change_decision(
    *, decision: SessionDecision, expected: int, text: str, shared: bool, by: User, at: datetime
) -> None:
    """EditConflict if `expected` is no longer the version."""
    if not text.strip():
        raise Refused(_("Say what was decided."), field="text")
    new = {"text": text.strip(), "shared": shared}
    told = {name: [getattr(decision, name), value] for name, value in new.items()}
    with transaction.atomic():
        save_version(decision, expected=expected, changes=new)
        record(verb="session.decision_changed", obj=decision, by=by, at=at, changes=told)


def remove_decision(*, decision: SessionDecision, by: User, at: datetime) -> bool:
    """Not while a brief says it comes from it. False if it is gone already."""
    with transaction.atomic():
        row = SessionDecision.objects.select_for_update().filter(pk=decision.pk).first()
        if row is None:
            return False
        if row.uses.exists():
            raise Refused(_("A brief was changed by it. Take that back first."))
        told = {"text": row.text, "shared": row.shared}
        record(verb="session.decision_removed", obj=row, by=by, at=at, changes=told)
        row.delete()
    return True


def use_decision(
    *, decision: SessionDecision, version: BriefVersion, note: str, by: User, at: datetime
) -> DecisionUse:
    """This version of a brief carries the decision. Twice the same is one use, with the newer
    words."""
    note = note.strip()[:300]
    with transaction.atomic():
        row = SessionDecision.objects.select_for_update().filter(pk=decision.pk).first()
        if row is None:
            raise SessionMoved(_("This decision was removed meanwhile."))
        use, new = DecisionUse.objects.get_or_create(
            decision=row,
            version=version,
            defaults={"workspace_id": row.workspace_id, "note": note, "at": at, "by": by},
        )
        if not new and note and use.note != note:
            use.note = note
            use.save(update_fields=["note"])
        told = {"brief": str(version), "note": use.note}
        record(verb="session.decision_used", obj=row, by=by, at=at, changes=told)
    return use


def drop_use(*, use: DecisionUse, by: User, at: datetime) -> bool:
    """It was another brief. False if it is gone already."""
    with transaction.atomic():
        gone, _by_model = DecisionUse.objects.filter(pk=use.pk).delete()
        if gone:
            told = {"brief": str(use.version), "note": use.note}
            record(verb="session.use_dropped", obj=use.decision, by=by, at=at, changes=told)
    return bool(gone)


def tell_outcome(*, session: Session, by: User, at: datetime) -> int:
    """Each who came is told once what became of what they said; again only where there is more to
    tell. Gives how many mails are new."""
    with transaction.atomic():
        row = locked(session, SessionState.HELD)
        told = outcome(row)
        if not told.decisions:
            raise Refused(_("There is nothing to tell yet: no decision is shared with the guests."))
        guests = SessionGuest.objects.filter(session=row, came=True)
        sent = 0
        for guest in guests.select_related(
            "partnership__creator", "partnership__brand", "partnership__workspace"
        ):
            guest.session = row
            sent += _tell(guest, told, by=by, at=at)
        record(verb="session.outcome_told", obj=row, by=by, at=at, changes={"mails": sent})
    return sent


def _tell(guest: SessionGuest, told: Outcome, *, by: User, at: datetime) -> bool:
    if unreachable(guest.partnership.creator):
        return False
    try:
        mail = emails.outcome(guest=guest, told=told, at=at)
    except NoAddress:
        return False
    new = mail.created_at == at
    if new:
        log_mail(guest, mail, by=by, at=at, asks=False)
    return new
