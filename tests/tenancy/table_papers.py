"""Doors of papers: quarters, signed files, business reviews."""

from tests.tenancy.routes import EDIT, VIEW, Member, Row


def _one(name: str, read=EDIT, **more) -> Member:  # type: ignore[no-untyped-def]
    return Member(read, ids={"public_id": name}, **more)


def _act(name: str) -> Member:
    return Member(EDIT, ids={"public_id": name}, post_only=True)


PAPERS: dict[str, Row] = {
    "partnerships:agreement_paper": _one("agreement", VIEW, get_only=True),
    "partnerships:amendment_paper": _one("amendment", VIEW, get_only=True),
    "partnerships:paper_add": _act("agreement"),
    "partnerships:paper": _one("paper", VIEW, get_only=True),
    "partnerships:paper_remove": _act("paper"),
    "partnerships:paper_restore": _act("paper"),
    "partnerships:sow_new": _one("amended"),
    "partnerships:sow": _one("sow", VIEW, get_only=True),
    "partnerships:sow_edit": _one("sow"),
    "partnerships:sow_send": _one("sow"),
    "partnerships:sow_agree": _one("sow"),
    "partnerships:sow_take_back": _one("sow"),
    "partnerships:sow_discard": _one("sow"),
    "partnerships:sow_paper": _one("sow", VIEW, get_only=True),
    "partnerships:business_reviews": Member(VIEW, get_only=True),
    "partnerships:business_review_new": Member(EDIT),
    "partnerships:business_review": _one("business_review", VIEW, get_only=True),
    "partnerships:business_review_write": _one("business_review"),
    "partnerships:business_review_finish": _one("business_review"),
    "partnerships:business_review_reopen": _one("business_review"),
    "partnerships:business_review_paper": _one("business_review", VIEW, get_only=True),
}
