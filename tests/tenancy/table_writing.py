"""Doors of texts, their versions, and letters that a person writes."""

from tests.tenancy.routes import EDIT, VIEW, Member, Row


def _one(name: str, read=EDIT, **more) -> Member:  # type: ignore[no-untyped-def]
    return Member(read, ids={"public_id": name}, **more)


WRITING: dict[str, Row] = {
    "checkins:templates": Member(VIEW, get_only=True),
    "checkins:template": Member(VIEW, EDIT),
    "checkins:template_preview": Member(VIEW),
    "checkins:template_history": _one("template", VIEW, get_only=True),
    "checkins:template_archive": _one("template", post_only=True),
    "checkins:template_again": _one("template_version", post_only=True),
    "checkins:write": _one("partnership"),
    "checkins:write_preview": _one("partnership"),
    "checkins:write_take_back": _one("note_touch", post_only=True),
}
