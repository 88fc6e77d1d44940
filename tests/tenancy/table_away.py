"""Doors of absences."""

from tests.tenancy.routes import EDIT, Member, Row

AWAY: dict[str, Row] = {
    "checkins:absence_add": Member(EDIT, ids={"public_id": "creator"}),
    "checkins:absence_end": Member(EDIT, ids={"public_id": "absence"}),
}
