"""Doors of mails that came in."""

from tests.tenancy.routes import EDIT, VIEW, Member, Row


def _one(name: str, read=VIEW, **more) -> Member:  # type: ignore[no-untyped-def]
    return Member(read, ids={"public_id": name}, **more)


INBOX: dict[str, Row] = {
    "checkins:inbox": Member(VIEW, get_only=True),
    "checkins:inbox_mail": _one("inbound_mail", get_only=True),
    "checkins:inbox_raw": _one("inbound_mail", get_only=True),
    "checkins:inbox_attachment": _one("inbound_file", get_only=True),
    "checkins:inbox_file": _one("inbound_mail", EDIT, post_only=True),
    "checkins:inbox_aside": _one("inbound_mail", EDIT, post_only=True),
}
