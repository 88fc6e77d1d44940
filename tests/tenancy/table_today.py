"""Doors of Today beside the list itself: several lines at once, a line put off from the mail."""

from tests.tenancy.routes import EDIT, Member, Public, Row

TODAY_LINES: dict[str, Row] = {
    "checkins:today_several": Member(EDIT, post_only=True),
    "checkins:snooze_answer": Public(ids={"token": "snooze_token"}),
}
