"""Doors of questions to creators, of versions beside each other, of who comes back."""

from tests.tenancy.routes import EDIT, VIEW, Member, Public, Row

OUTREACH: dict[str, Row] = {
    "campaigns:confirm": Member(EDIT, ids={"public_id": "collaboration"}),
    "campaigns:unanswered": Member(EDIT, ids={"public_id": "asked_part"}),
    "campaigns:outreach_more_time": Member(EDIT, ids={"public_id": "asked_part"}),
    # What it does for whoever holds the mail: tests/campaigns/test_outreach.py.
    "campaigns:outreach_answer": Public(ids={"token": "outreach_token"}),
    "campaigns:brief_compare": Member(VIEW, ids={"public_id": "collaboration"}, get_only=True),
    "campaigns:goalposts": Member(VIEW, get_only=True),
    "reports:coming_back": Member(VIEW, get_only=True),
}
