"""Doors for scripts, and where their tokens are made."""

from tests.tenancy.routes import EDIT, MEMBERS, VIEW, Api, Member, Public, Row

API: dict[str, Row] = {
    "accounts:tokens": Member(MEMBERS),
    "accounts:token_revoke": Member(MEMBERS, ids={"public_id": "api_token"}, post_only=True),
    "api_schema": Public(),
    "campaigns:api_campaigns": Api({"get": VIEW}),
    "campaigns:api_campaign": Api({"get": VIEW}, ids={"public_id": "campaign"}),
    "campaigns:api_results": Api({"get": VIEW, "post": EDIT}, ids={"public_id": "campaign"}),
}
