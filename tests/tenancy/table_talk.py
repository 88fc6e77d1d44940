"""Doors of conversations and surveys."""

from tests.tenancy.routes import EDIT, EXPORT, VIEW, Member, Public, Row


def _one(name: str, read=EDIT, **more) -> Member:  # type: ignore[no-untyped-def]
    return Member(read, ids={"public_id": name}, **more)


TALK: dict[str, Row] = {
    "checkins:touch": _one("said", VIEW, get_only=True),
    "checkins:no_answer": _one("said", post_only=True),
    "checkins:touch_file": _one("said_file", VIEW, get_only=True),
    "checkins:touch_file_preview": _one("said_file", VIEW, get_only=True),
    "checkins:mail_answer": Public(ids={"token": "mail_token"}),
    "checkins:surveys": Member(VIEW, get_only=True),
    "checkins:survey_new": Member(EDIT),
    "checkins:survey_ready": Member(EDIT, post_only=True),
    "checkins:survey": _one("survey", VIEW, get_only=True),
    "checkins:survey_edit": _one("survey"),
    "checkins:survey_preview": _one("survey", VIEW, get_only=True),
    "checkins:survey_delete": _one("survey", post_only=True),
    "checkins:survey_open": _one("survey"),
    "checkins:survey_remind": _one("open_survey", post_only=True),
    "checkins:survey_close": _one("open_survey"),
    "checkins:survey_export": _one("open_survey", EXPORT, get_only=True),
    "checkins:survey_answer": Public(ids={"token": "survey_token"}),
}
