"""Doors of codes that sales are known by."""

from tests.tenancy.routes import EDIT, Member, Row

CODES: dict[str, Row] = {
    "campaigns:codes": Member(EDIT, ids={"public_id": "collaboration"}),
    "campaigns:code_remove": Member(EDIT, ids={"public_id": "tracking_code"}, post_only=True),
}
