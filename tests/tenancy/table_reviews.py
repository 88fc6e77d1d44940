"""Doors of the reviews tab: the opening's records, decisions, lights."""

from tests.tenancy.routes import EDIT, VIEW, Member, Row


def _one(name: str, **more: str) -> Member:
    return Member(EDIT, ids={"public_id": name, **more})


REVIEWS: dict[str, Row] = {
    "partnerships:opening_alignment": _one("partnership"),
    "partnerships:opening_review": _one("partnership"),
    "partnerships:audit_mark": _one("partnership", item="audit_item"),
    "partnerships:review_decide": Member(VIEW, EDIT, ids={"public_id": "review"}),
    "partnerships:review_share": _one("review_decided"),
    "partnerships:review_reopen": _one("review_decided"),
}
