"""Doors of a creator's ideas."""

from tests.tenancy.routes import EDIT, VIEW, Member, Portal, Public, Row

IDEAS: dict[str, Row] = {
    "campaigns:idea_list": Member(VIEW, get_only=True),
    "campaigns:idea_rates": Member(VIEW, get_only=True),
    "campaigns:ideas": Member(VIEW, EDIT, ids={"public_id": "collaboration"}),
    "campaigns:idea_decide": Member(EDIT, ids={"public_id": "idea"}, post_only=True),
    "campaigns:ideas_tell": Member(EDIT, ids={"public_id": "collaboration"}),
    "campaigns:ideas_tell_preview": Member(EDIT, ids={"public_id": "collaboration"}, get_only=True),
    # What it does for whoever holds the mail: tests/campaigns/test_idea_pages.py.
    "campaigns:brief_answer": Public(ids={"token": "brief_token"}),
    "portal:ideas": Portal({"public_id": "creator"}),
}
