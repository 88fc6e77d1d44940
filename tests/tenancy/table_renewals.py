"""Doors of renewals, notice and close-out."""

from tests.tenancy.routes import EDIT, VIEW, Member, Row

RENEWALS: dict[str, Row] = {
    "partnerships:renewals": Member(VIEW, get_only=True),
    "partnerships:renewal": Member(VIEW, EDIT, ids={"public_id": "renewal"}),
    "partnerships:agreement_notice_withdraw": Member(EDIT, ids={"public_id": "agreement"}),
    "partnerships:close_out_task": Member(EDIT, ids={"public_id": "close_out_task"}),
}
