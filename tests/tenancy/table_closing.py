"""Doors of closing, learnings, debriefs and corrections."""

from tests.tenancy.routes import EDIT, VIEW, Member, Portal, Row


def _one(name: str, read=EDIT, write=None, **kwargs) -> Member:  # type: ignore[no-untyped-def]
    return Member(read, write, ids={"public_id": name}, **kwargs)


CLOSING: dict[str, Row] = {
    "campaigns:closing_tick": _one("campaign", post_only=True),
    "campaigns:reopen": _one("campaign"),
    "campaigns:campaign_learnings": _one("campaign"),
    "campaigns:learnings_list": Member(VIEW, get_only=True),
    "campaigns:learning": _one("learning"),
    "campaigns:debrief": _one("collaboration", VIEW, EDIT),
    "campaigns:debrief_share": _one("collaboration"),
    "reports:correction": _one("correction", VIEW, EDIT),
    "reports:correction_preview": _one("correction", VIEW),
    "reports:correction_chart": _one("correction", VIEW, get_only=True),
    "reports:correction_drop": _one("correction", post_only=True),
    "portal:debrief": Portal(ids={"public_id": "creator", "debrief_id": "debrief"}),
}
