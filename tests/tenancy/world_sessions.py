"""A paid session that has begun, with a point of its agenda and a decision that a brief used."""

from datetime import datetime
from typing import Any

from accounts.models import User
from campaigns.models import BriefVersion
from checkins.actions.session_guests import add_guests
from checkins.actions.sessions import create_session
from checkins.models import AgendaItem, DecisionUse, Session, SessionDecision, SessionTime
from partnerships.models import Partnership


def with_sessions(
    partnership: Partnership, version: BriefVersion, by: User, now: datetime
) -> dict[str, Any]:
    ws = partnership.workspace
    row = create_session(
        workspace=ws, kind="council", title="Winter council", organizer=by, minutes=90, by=by,
        at=now, purpose="Signal",
    )  # fmt: skip
    [guest] = add_guests(session=row, partnerships=[partnership], by=by, at=now)
    SessionTime.objects.create(workspace=ws, session=row, starts_at=now)
    item = AgendaItem.objects.create(workspace=ws, session=row, kind="audience", text="Who asks?")
    decision = SessionDecision.objects.create(
        workspace=ws, session=row, text="No scripts", decided_at=now, by=by
    )
    use = DecisionUse.objects.create(
        workspace=ws, decision=decision, version=version, note="Free", at=now, by=by
    )
    Session.objects.filter(pk=row.pk).update(state="fixed", starts_at=now)
    return {
        "session": row.public_id,
        "session_guest": guest.public_id,
        "agenda_item": item.public_id,
        "session_decision": decision.public_id,
        "decision_use": use.public_id,
    }
