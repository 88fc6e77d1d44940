"""Doors of sessions: councils, paid strategy sessions, planning calls."""

from tests.tenancy.routes import EDIT, VIEW, Member, Portal, Row


def _one(name: str, read=EDIT, **more) -> Member:  # type: ignore[no-untyped-def]
    return Member(read, ids={"public_id": name}, **more)


def _act(name: str) -> Member:
    return Member(EDIT, ids={"public_id": name}, post_only=True)


SESSIONS: dict[str, Row] = {
    "checkins:sessions": Member(VIEW, get_only=True),
    "checkins:session_new": Member(EDIT),
    "checkins:session": _one("session", VIEW, get_only=True),
    "checkins:session_edit": _one("session"),
    "checkins:session_times": _one("session"),
    "checkins:session_fix": _one("session"),
    "checkins:session_invite": _one("session"),
    "checkins:session_cancel": _one("session"),
    "checkins:session_hold": _one("session"),
    "checkins:session_notes": _one("session"),
    "checkins:session_tell": _one("session"),
    "checkins:session_guests": _one("session"),
    "checkins:session_agenda_new": _one("session"),
    "checkins:session_decision_new": _one("session"),
    "checkins:session_guest_answer": _one("session_guest"),
    "checkins:session_guest_fee": _one("session_guest"),
    "checkins:session_guest_remove": _one("session_guest"),
    "checkins:session_guest_now": _one("session_guest"),
    "checkins:session_guest_later": _one("session_guest"),
    "checkins:session_guest_came": _one("session_guest"),
    "checkins:session_agenda_item": _one("agenda_item"),
    "checkins:session_agenda_move": _act("agenda_item"),
    "checkins:session_agenda_remove": _one("agenda_item"),
    "checkins:session_decision": _one("session_decision"),
    "checkins:session_decision_remove": _one("session_decision"),
    "checkins:session_decision_use": _one("session_decision"),
    "checkins:session_use_drop": _act("decision_use"),
    "portal:sessions": Portal({"public_id": "creator"}),
}
