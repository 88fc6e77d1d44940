"""Doors of times and calendars: common hours, a guest's page, a manager's private calendar."""

from tests.tenancy.routes import VIEW, Member, Public, Row

TIMES: dict[str, Row] = {
    # POST brings a calendar for one search; nothing is written.
    "checkins:common_hours": Member(VIEW),
    # One's own address only: there is nobody else's in the URL.
    "checkins:feed": Member(VIEW),
    "checkins:session_answer": Public(ids={"token": "session_token"}),
    "checkins:session_calendar": Public(ids={"token": "session_token"}),
    "checkins:feed_file": Public(ids={"token": "feed_secret"}),
}
